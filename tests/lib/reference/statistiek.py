"""Second implementation, part 3: intervals and survival by their textbook formulas."""

import math
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
Life = tuple[int, int, bool]  # entry day, exit day, ended


def wilson(teller: float, noemer: float) -> tuple[float, float]:
    p = teller / noemer
    midden = p + Z * Z / (2 * noemer)
    breed = Z * math.sqrt(p * (1 - p) / noemer + Z * Z / (4 * noemer * noemer))
    deler = 1 + Z * Z / noemer
    return (midden - breed) / deler, (midden + breed) / deler


def poisson_cdf(aantal: int, mu: float) -> float:
    """P(X <= aantal) for a Poisson variable with mean mu."""
    return sum(math.exp(-mu) * mu**k / math.factorial(k) for k in range(aantal + 1))


def solve(test: Callable[[float], bool], low: float, high: float) -> float:
    """The point between low and high where test turns from true to false."""
    for _ in range(200):
        midden = (low + high) / 2
        if test(midden):
            low = midden
        else:
            high = midden
    return (low + high) / 2


@cache
def garwood(aantal: int) -> tuple[float, float]:
    onder = 0.0
    if aantal > 0:
        onder = solve(lambda mu: 1 - poisson_cdf(aantal - 1, mu) < 0.025, 0.0, 100.0)
    return onder, solve(lambda mu: poisson_cdf(aantal, mu) > 0.025, 0.0, 100.0)


def byar(aantal: int) -> tuple[float, float]:
    """Garwood below 10, else Byar's approximation."""
    if aantal < 10:
        return garwood(aantal)
    meer = aantal + 1
    onder = aantal * (1 - 1 / (9 * aantal) - Z / (3 * math.sqrt(aantal))) ** 3
    boven = meer * (1 - 1 / (9 * meer) + Z / (3 * math.sqrt(meer))) ** 3
    return onder, boven


def mean_interval(waarden: list[tuple[float, int]]) -> tuple[float | None, float | None]:
    """Normal interval of the mean of values that each count aantal times."""
    n = sum(aantal for _, aantal in waarden)
    if n < 2:
        return None, None
    gemiddelde = sum(waarde * aantal for waarde, aantal in waarden) / n
    kwadraten = sum(aantal * (waarde - gemiddelde) ** 2 for waarde, aantal in waarden)
    breed = Z * math.sqrt(kwadraten / (n - 1) / n)
    return gemiddelde - breed, gemiddelde + breed


class Tafel:
    """A product-limit table: at risk at t are those with entry < t <= exit."""

    def __init__(self, levens: list[Life]) -> None:
        self.stappen: list[tuple[int, int, int, Fraction, float]] = []
        kans = Fraction(1)
        som = 0.0
        for t in sorted({uit for _, uit, einde in levens if einde}):
            risico = sum(1 for intrede, uit, _ in levens if intrede < t <= uit)
            events = sum(1 for _, uit, einde in levens if einde and uit == t)
            kans *= Fraction(risico - events, risico)
            som += events / (risico * (risico - events)) if risico > events else math.inf
            self.stappen.append((t, risico, events, kans, som))

    def area(self, van: float, horizon: float) -> float:
        """Area under S between van and horizon."""
        totaal = 0.0
        vorige_t, vorige_s = 0.0, 1.0
        for t, _, _, kans, _ in [*self.stappen, (math.inf, 0, 0, Fraction(0), 0.0)]:
            links, rechts = max(vorige_t, van), min(t, horizon)
            if rechts > links:
                totaal += (rechts - links) * vorige_s
            vorige_t, vorige_s = t, float(kans)
        return totaal

    def rmst(self, horizon: int) -> tuple[float, float, float]:
        variantie = 0.0
        for t, risico, events, _, _ in self.stappen:
            if risico > events and t <= horizon:
                stuk = self.area(t, horizon)
                variantie += stuk**2 * events / (risico * (risico - events))
        waarde = self.area(0, horizon)
        breed = Z * math.sqrt(variantie)
        return waarde, waarde - breed, waarde + breed

    def quantile(
        self, rest: Fraction, tot: float = math.inf
    ) -> tuple[int | None, int | None, int | None]:
        """Smallest t <= tot with S(t) <= rest, and the same for both log-log bounds of S."""
        punt = onder = boven = None
        for t, _, _, kans, som in self.stappen:
            if t > tot:
                break
            if punt is None and kans <= rest:
                punt = t
            if 0 < kans < 1:
                breed = Z * math.sqrt(som) / abs(math.log(kans))
                if onder is None and float(kans) ** math.exp(breed) <= rest:
                    onder = t
                if boven is None and float(kans) ** math.exp(-breed) <= rest:
                    boven = t
        return punt, onder, boven

    def smallest_risk(self, horizon: int) -> float:
        risicos = [risico for t, risico, _, _, _ in self.stappen if t < horizon]
        return min(risicos, default=math.inf)
