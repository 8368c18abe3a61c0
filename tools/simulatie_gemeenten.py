"""Made-up gemeenten whose wijken move by themselves, and what each method makes of them.

Each gemeente has five wijken of the sizes of the worked example. A jeugdige has the property with
the chance of the wijk in that year; three in ten of a year return the next year and keep their
own luck. The chance of a wijk moves with shocks per quarter that last (AR(1)), the same kind in
the pilot and elsewhere. Years are those of proeftuin.toml: placebojaar, nulmeting, effectjaar.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from proeftuin.stats import compare_changes

ZAAD = 20211216
TREKKINGEN = 400  # draws of the bootstrap over jeugdigen
OMVANG = np.array([760, 500, 620, 640, 700])  # worked example 7; the first is the pilot
PILOT = np.arange(len(OMVANG)) == 0
KANS = 0.15
TERUG = 0.3  # share of the jeugdigen of a year that is there the next year too
EFFECT = -0.03
KWARTALEN = 15  # 2020 K1 up to 2023 K3
JAREN = (slice(0, 4), slice(4, 8), slice(11, 15))  # placebojaar, nulmeting, effectjaar
METHODEN = ("methode", "zonder", "naief", "bootstrap", "cluster")

Getallen = NDArray[np.float64]


@dataclass(frozen=True)
class Gemeenten:
    """Made-up gemeenten: how many jeugdigen of each wijk have the property, and who returned.

    aantal: (gemeente, jaar, wijk). patronen: (gemeente, wijk, 8) jeugdigen of nulmeting and
    effectjaar by kind: seen in the first only (no, yes), in the second only (no, yes), in both
    (no-no, no-yes, yes-no, yes-yes).
    """

    aantal: NDArray[np.int64]
    patronen: NDArray[np.int64]

    @property
    def waarde(self) -> Getallen:
        """The share per gemeente, year and wijk."""
        shares: Getallen = self.aantal / OMVANG
        return shares


@dataclass(frozen=True)
class Uitslag:
    """Shares of gemeenten in one scenario, per method.

    vals: an effect seen where there is none. dekking: the interval holds the true effect of
    EFFECT. gezien: that effect is seen.
    """

    spreiding: float
    samenhang: float
    vals: dict[str, float]
    dekking: dict[str, float]
    gezien: dict[str, float]


def draw_kansen(
    random: np.random.Generator, gemeenten: int, spreiding: float, samenhang: float
) -> Getallen:
    """The chance per gemeente, year and wijk: KANS and the mean of the shocks of its quarters."""
    shape = (gemeenten, len(OMVANG))
    shock = random.normal(0, spreiding / 100, shape)
    series = [shock]
    for _ in range(KWARTALEN - 1):
        fresh = random.normal(0, spreiding / 100 * np.sqrt(1 - samenhang**2), shape)
        shock = samenhang * shock + fresh
        series.append(shock)
    quarters = np.stack(series, axis=1)
    years = np.stack([quarters[:, year].mean(axis=1) for year in JAREN], axis=1)
    return np.clip(KANS + years, 0.01, 0.99)


def draw_gemeenten(random: np.random.Generator, kansen: Getallen) -> Gemeenten:
    """Jeugdigen with those chances; who returns keeps the same luck, so often the same outcome."""
    counts = np.zeros(kansen.shape, np.int64)
    patterns = np.zeros((len(kansen), len(OMVANG), 8), np.int64)
    for wijk, omvang in enumerate(OMVANG):
        terug = round(TERUG * omvang)
        luck = random.random((len(kansen), omvang))
        earlier = np.zeros(luck.shape, bool)
        for jaar in range(len(JAREN)):
            kept = luck[:, -terug:] if jaar else luck[:, :0]
            new = random.random((len(kansen), omvang - kept.shape[1]))
            luck = np.concatenate([kept, new], axis=1)
            yes = luck < kansen[:, jaar, wijk, None]
            counts[:, jaar, wijk] = yes.sum(axis=1)
            if jaar == 2:
                left, stayed = earlier[:, :-terug], earlier[:, -terug:]
                both = 2 * stayed + yes[:, :terug]
                kinds = [
                    (~left).sum(1),
                    left.sum(1),
                    (~yes[:, terug:]).sum(1),
                    yes[:, terug:].sum(1),
                ]
                kinds += [(both == kind).sum(1) for kind in range(4)]
                patterns[:, wijk] = np.stack(kinds, axis=1)
            earlier = yes
    return Gemeenten(counts, patterns)


def judge_methode(gemeenten: Gemeenten, met_placebo: bool) -> tuple[Getallen, Getallen]:
    """(onder, boven) per gemeente of the method of this product."""
    bounds = []
    for placebo, nulmeting, effectjaar in gemeenten.waarde:
        found = compare_changes(
            nulmeting, effectjaar, PILOT, OMVANG, placebo if met_placebo else None
        )
        bounds.append((found.onder, found.boven))
    onder, boven = np.array(bounds).T
    return onder, boven


def _did(before: Getallen, after: Getallen) -> Getallen:
    """Difference-in-differences on jeugdigen: pilot against all others together."""
    others = OMVANG * ~PILOT / OMVANG[~PILOT].sum()
    change = after - before
    difference: Getallen = change[..., 0] - change @ others
    return difference


def judge_naief(gemeenten: Gemeenten) -> tuple[Getallen, Getallen]:
    """Least squares on jeugdigen as if each were drawn alone: pilot, year and their product."""
    before, after = gemeenten.waarde[:, 1], gemeenten.waarde[:, 2]
    residual = np.zeros(len(before))
    weight = 0.0
    for year in (before, after):
        for group in (PILOT, ~PILOT):
            size = OMVANG[group].sum()
            share = (year[:, group] * OMVANG[group]).sum(axis=1) / size
            residual += size * share * (1 - share)
            weight += 1 / size
    error = np.sqrt(residual / (2 * OMVANG.sum() - 4) * weight)
    return _around(_did(before, after), 1.959964 * error)


def judge_cluster(gemeenten: Gemeenten) -> tuple[Getallen, Getallen]:
    """The same with errors robust to clusters of wijken (CR1), t with wijken - 1."""
    before, after = gemeenten.waarde[:, 1], gemeenten.waarde[:, 2]
    control, size = OMVANG * ~PILOT, OMVANG[~PILOT].sum()
    scores = np.zeros(before.shape)
    for sign, year in ((1, after), (-1, before)):
        mean = (year @ control / size)[:, None]
        scores += sign * (year - mean) * control / size  # of the pilot they add up to nothing
    wijken, rows = len(OMVANG), 2 * OMVANG.sum()
    correction = wijken / (wijken - 1) * (rows - 1) / (rows - 4)
    error = np.sqrt(correction * (scores**2).sum(axis=1))
    return _around(_did(before, after), student.ppf(0.975, wijken - 1) * error)


def judge_bootstrap(random: np.random.Generator, gemeenten: Gemeenten) -> tuple[Getallen, Getallen]:
    """Percentile interval of drawing jeugdigen anew within their wijk."""
    total = gemeenten.patronen.sum(axis=2)
    chance = gemeenten.patronen / total[..., None]
    in_before = np.array([1, 1, 0, 0, 1, 1, 1, 1])
    in_after = np.array([0, 0, 1, 1, 1, 1, 1, 1])
    yes_before = np.array([0, 1, 0, 0, 0, 0, 1, 1])
    yes_after = np.array([0, 0, 0, 1, 0, 1, 0, 1])
    bounds = []
    for block in np.array_split(np.arange(len(total)), max(1, len(total) // 100)):
        drawn = random.multinomial(total[block], chance[block], (TREKKINGEN, *total[block].shape))
        changes = []
        for group in (PILOT, ~PILOT):
            kinds = drawn[:, :, group].sum(axis=2)
            after = kinds @ yes_after / (kinds @ in_after)
            changes.append(after - kinds @ yes_before / (kinds @ in_before))
        bounds.append(np.quantile(changes[0] - changes[1], [0.025, 0.975], axis=0))
    onder, boven = np.concatenate(bounds, axis=1)
    return onder, boven


def _around(midden: Getallen, half: Getallen) -> tuple[Getallen, Getallen]:
    return midden - half, midden + half


def simulate(spreiding: float, samenhang: float, gemeenten: int, zaad: int = ZAAD) -> Uitslag:
    """The Uitslag of one scenario: the same gemeenten without and with a true effect."""
    sources = [zaad, round(100 * spreiding), round(100 * samenhang)]
    tables: list[dict[str, float]] = [{}, {}, {}]
    for effect in (0.0, EFFECT):
        random = np.random.default_rng(sources)
        kansen = draw_kansen(random, gemeenten, spreiding, samenhang)
        kansen[:, 2, 0] = np.clip(kansen[:, 2, 0] + effect, 0.01, 0.99)
        drawn = draw_gemeenten(random, kansen)
        bounds = {
            "methode": judge_methode(drawn, met_placebo=True),
            "zonder": judge_methode(drawn, met_placebo=False),
            "naief": judge_naief(drawn),
            "bootstrap": judge_bootstrap(random, drawn),
            "cluster": judge_cluster(drawn),
        }
        for naam, (onder, boven) in bounds.items():
            seen = float(((onder > 0) | (boven < 0)).mean())
            if effect:
                tables[1][naam] = float(((onder <= effect) & (effect <= boven)).mean())
                tables[2][naam] = seen
            else:
                tables[0][naam] = seen
    return Uitslag(spreiding, samenhang, *tables)
