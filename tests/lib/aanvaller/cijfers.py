"""Every published figure again, from the published counts: more precise than those is a breach."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy  # its stats are read when first used: reading them takes long

from proeftuin.indicators import INDICATORS, Indicator, Soort
from proeftuin.vocabulary import TE_KLEIN
from tests.lib.aanvaller.lezen import EENMALIG, GEPOOLD, TELLER, Editie, count_columns
from tests.lib.aanvaller.tijd import RUIS

DUREN = ("waarde", "onder", "boven", "mediaan", "mediaan_onder", "mediaan_boven", "p80")
CEL = ["slug", "indeling", "categorie", "wijk", "van", "tot"]


@dataclass(frozen=True)
class Breuk:
    """One figure that gives away more than it may."""

    soort: str
    editie: str
    cel: str
    uitleg: str


def wilson(teller: Any, noemer: Any) -> tuple[Any, Any]:
    """Wilson 95%."""
    z = scipy.stats.norm.ppf(0.975)
    p = teller / noemer
    midden = (p + z * z / (2 * noemer)) / (1 + z * z / noemer)
    half = (
        z
        / (1 + z * z / noemer)
        * np.sqrt(np.maximum(p * (1 - p) / noemer + (z / (2 * noemer)) ** 2, 0))
    )
    return midden - half, midden + half


def byar(teller: Any) -> tuple[Any, Any]:
    """95% of a count: Byar, Garwood (exact) below 10."""
    z, veilig = scipy.stats.norm.ppf(0.975), np.maximum(teller, 1)
    low = veilig * (1 - 1 / (9 * veilig) - z / (3 * np.sqrt(veilig))) ** 3
    meer = teller + 1
    high = meer * (1 - 1 / (9 * meer) + z / (3 * np.sqrt(meer))) ** 3
    exact_low = np.where(teller > 0, scipy.stats.chi2.ppf(0.025, 2 * veilig) / 2, 0)
    exact_high = scipy.stats.chi2.ppf(0.975, 2 * meer) / 2
    klein = teller < 10
    return np.where(klein, exact_low, low), np.where(klein, exact_high, high)


def expected(indicator: Indicator, frame: pd.DataFrame) -> pd.DataFrame | None:
    """waarde, onder and boven as they follow from the published teller and noemer."""
    teller, noemer = frame["teller"].to_numpy(float), frame["noemer"].to_numpy(float)
    with np.errstate(all="ignore"):
        if indicator.soort is Soort.AANDEEL:
            low, high = wilson(teller, noemer)
            waarde = teller / noemer
        elif indicator.soort in (Soort.PER_1000, Soort.VERHOUDING):
            factor = indicator.factor / noemer
            low, high = (grens * factor for grens in byar(teller))
            waarde = teller * factor
        else:
            return None
    return pd.DataFrame({"waarde": waarde, "onder": low, "boven": high}, index=frame.index)


def _name(row: Any) -> str:
    return " ".join(str(getattr(row, kolom)) for kolom in CEL)


def _report(soort: str, editie: Editie, frame: pd.DataFrame, uitleg: list[str]) -> list[Breuk]:
    return [
        Breuk(soort, editie.editie, _name(row), tekst)
        for row, tekst in zip(frame.itertuples(), uitleg, strict=True)
    ]


def check_figures(editie: Editie, indicator: Indicator, frame: pd.DataFrame) -> list[Breuk]:
    """Shares and rates: exactly what the published counts give, nothing where one is hidden."""
    should = expected(indicator, frame)
    if should is None:
        return []
    found = []
    for kolom in ("waarde", "onder", "boven"):
        shown = frame[kolom].notna()
        off = shown & ~np.isclose(frame[kolom], should[kolom], rtol=1e-9, atol=1e-9)
        deel = frame[off]
        uitleg = [
            f"{kolom} {a:.6g} is geen functie van teller {t:g} en noemer {n:g} ({b:.6g})"
            for a, b, t, n in zip(
                *(deel[kolom], should.loc[off, kolom], deel["teller"], deel["noemer"]), strict=True
            )
        ]
        found += _report("cijfer preciezer dan zijn delen", editie, deel, uitleg)
    return found


def check_counts(editie: Editie, indicator: Indicator, frame: pd.DataFrame) -> list[Breuk]:
    """Counts are multiples of 5, 0 or at least 10."""
    found = []
    kolommen = ["rijp", "totaal", "terugwerkend"]
    if indicator.soort not in (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL):
        kolommen += ["teller"] if indicator.soort is not Soort.GEMIDDELDE else []
        kolommen += ["noemer"] if indicator.noemer != "bevolking" else []
    elif indicator.soort is Soort.EURO:
        kolommen += ["noemer"]
    for kolom in kolommen:
        waarde = frame[kolom]
        off = waarde.notna() & ((waarde % 5 != 0) | ((waarde > 0) & (waarde < 10)))
        uitleg = [f"{kolom} {item:g}" for item in frame.loc[off, kolom]]
        found += _report("telling niet afgerond", editie, frame[off], uitleg)
    return found


def check_totals(editie: Editie, indicator: Indicator, frame: pd.DataFrame) -> list[Breuk]:
    """gemeente and overige are the sum of the published parts, a hidden part counted as 5."""
    if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL, Soort.GEMIDDELDE):
        return []
    found = []
    sleutel = ["indeling", "categorie", "van", "tot"]
    kolommen = ["teller"] + (["noemer"] if indicator.noemer != "bevolking" else [])
    for rij in ("gemeente", "overige"):
        delen = frame[~frame["wijk"].isin(("gemeente", "overige"))]
        if rij == "overige":
            delen = delen[~delen["wijk"].isin((*editie.pilot, "onbekend"))]
        totaal = frame[frame["wijk"] == rij].set_index(sleutel)
        for kolom in kolommen:
            som = delen.assign(deel=delen[kolom].fillna(5)).groupby(sleutel)["deel"].sum()
            shown = totaal[totaal[kolom].notna()]
            verschil = shown[kolom] - som.reindex(shown.index)
            jaar = np.array([(t - v).days > 100 for _, _, v, t in shown.index], bool)
            off = verschil.abs() > 1e-9
            if indicator.soort is Soort.PER_1000 and rij == "gemeente":
                off = ~(verschil + 5).isin(range(0, 10**6, 5))  # the wijk onbekend has no row
            if indicator.feit in GEPOOLD:
                off &= ~jaar  # there the parts are the quarter ends
            if is_once(indicator, kolom):
                off &= shown["venster"].ne("vroeger")  # there they are quarters: check_years
            deel = shown[off].reset_index()
            uitleg = [f"{kolom} wijkt {item:g} af van zijn delen" for item in verschil[off]]
            found += _report("totaal niet uit delen", editie, deel, uitleg)
    return found


def check_duren(editie: Editie, indicator: Indicator, frame: pd.DataFrame) -> list[Breuk]:
    """Survival: only with 30 units and 10 events, everything in steps of 5 days.

    A figure stays as long as its counts stay as they were shown, so it may be up to 4 units fewer
    by now; that it is fewer may be seen nowhere.
    """
    if indicator.soort is not Soort.OVERLEVING and indicator.slug != "trajectduur_beeindigd":
        return []
    found = []
    for kolom in (*DUREN, "wacht_tot_nu"):
        waarde = frame[kolom]
        off = waarde.notna() & (waarde % 5 != 0)
        uitleg = [f"{kolom} {item:g}" for item in frame.loc[off, kolom]]
        found += _report("duur niet afgerond op 5 dagen", editie, frame[off], uitleg)
    if indicator.soort is Soort.OVERLEVING:
        sleutel = ["indeling", "categorie", "wijk", "van", "tot"]
        exact = editie.cijfers(indicator.slug, "intern").set_index(sleutel)
        waar = exact.reindex(pd.MultiIndex.from_frame(frame[sleutel]))
        klein = ((waar["noemer"] < 30 - RUIS) | (waar["teller"] < 10)).to_numpy()
        is_shown = frame[list(DUREN)].notna().any(axis=1)
        uitleg = ["noemer < 26 of gebeurtenissen < 10"] * int((klein & is_shown).sum())
        found += _report("duur uit te weinig", editie, frame[klein & is_shown], uitleg)
        te_weinig = ((waar["noemer"] < 30) | (waar["teller"] < 10)).to_numpy()
        verraden = is_shown & te_weinig & frame["status"].eq(TE_KLEIN)
        uitleg = ["een getoonde duur heet te klein"] * int(verraden.sum())
        found += _report("toestand zegt te veel", editie, frame[verraden], uitleg)
    return found


STAP = {"dagen": 5.0, "punten": 0.1}  # what a mean is published to
ALLES = (Soort.GEMIDDELDE, Soort.EURO_AANDEEL, Soort.EURO_PER_1000)  # a year needs all quarters
BEIDE = (Soort.EURO_AANDEEL,)


def is_once(indicator: Indicator, kolom: str) -> bool:
    """Whether each unit of this published count counts in one quarter."""
    return count_columns(indicator).get(kolom, ("", ""))[0] in EENMALIG


def check_years(editie: Editie, indicator: Indicator, frame: pd.DataFrame) -> list[Breuk]:
    """A year of a voorpaar is the sum of its published quarters, a hidden one counted as 5."""
    found = []
    for row, own in _years(frame):
        waar = f"{indicator.slug} {row.wijk} {row.van}"
        if indicator.soort in ALLES and pd.isna(row.waarde):
            continue
        if indicator.soort in ALLES and (own["status"] == "afgeschermd").any():
            found.append(Breuk("jaar uit een dicht kwartaal", editie.editie, waar, f"{row.waarde}"))
        for kolom, shown, made in _years_made(indicator, row, own):
            if not abs(shown - made) <= STAP.get(kolom, 0.0) / 2 + 1e-6:
                tekst = f"{kolom} {shown:g} is niet wat de kwartalen zijn ({made:g})"
                found.append(Breuk("jaar niet uit kwartalen", editie.editie, waar, tekst))
    return found


def _years(frame: pd.DataFrame) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Every year of a voorpaar of a wijk, with its quarters."""
    wijken = frame[(frame["indeling"] == "geen") & ~frame["wijk"].isin(("gemeente", "overige"))]
    quarters = wijken[wijken["venster"] == "kwartaal"]
    for row in wijken[wijken["venster"] == "vroeger"].itertuples():
        own = quarters[quarters["wijk"] == row.wijk]
        yield row, own[(own["van"] >= row.van) & (own["tot"] <= row.tot)]


def _years_made(
    indicator: Indicator, row: Any, own: pd.DataFrame
) -> Iterator[tuple[str, float, float]]:
    """(column, the published number of a year, what its published quarters make of it)."""
    if indicator.soort is Soort.GEMIDDELDE:
        own = own[own["noemer"] > 0]
        mean = (own["waarde"] * own["noemer"]).sum() / own["noemer"].sum()
        yield ("punten" if indicator.is_score else "dagen"), row.waarde, mean
        return
    for kolom in ("teller", "noemer"):
        if indicator.soort in ALLES and (kolom == "teller" or indicator.soort in BEIDE):
            yield kolom, getattr(row, kolom), own[kolom].sum()
        elif is_once(indicator, kolom) and indicator.soort in TELLER:
            if not pd.isna(getattr(row, kolom)):
                yield kolom, getattr(row, kolom), own[kolom].fillna(5).sum()


def check_tabellen(editie: Editie, cijfers: dict[str, pd.DataFrame]) -> list[Breuk]:
    """Values of effect_wijken, effect_voorparen and signalen are published as figures."""
    found = _check_voorparen(editie, cijfers)
    tabel = editie.tabel("effect_wijken")
    if tabel is not None:
        for row in tabel.itertuples():
            frame = cijfers.get(str(row.slug))
            for venster in ("nulmeting", "effectjaar"):
                waarde = getattr(row, venster)
                if frame is None or pd.isna(waarde):
                    continue
                cel = frame[(frame["wijk"] == row.wijk) & (frame["venster"] == venster)]
                waarden = cel[cel["indeling"] == "geen"]["waarde"]
                if not np.isclose(waarden, waarde, rtol=1e-9).any():
                    naam = f"{row.slug} {row.wijk} {venster}"
                    tekst = f"{waarde:.6g} staat niet in cijfers ({waarden.tolist()})"
                    found.append(Breuk("effect niet uit cijfers", editie.editie, naam, tekst))
    signalen = editie.tabel("signalen")
    if signalen is not None:
        for row, waarde in zip(signalen.itertuples(), signalen["waarde"], strict=True):
            frame = cijfers[str(row.slug)]
            cel = frame[(frame["wijk"] == row.wijk) & (frame["van"] == row.van)]
            waarden = cel[(cel["indeling"] == "geen") & (cel["tot"] == row.tot)]["waarde"]
            if not np.isclose(waarden, waarde, rtol=1e-9).any():
                naam = f"{row.slug} {row.wijk} {row.van}"
                tekst = f"{waarde:.6g} staat niet in cijfers"
                found.append(Breuk("signaal niet uit cijfers", editie.editie, naam, tekst))
    return found


def _check_voorparen(editie: Editie, cijfers: dict[str, pd.DataFrame]) -> list[Breuk]:
    """Both values of every wijk in a voorpaar are values of that year, published as figures."""
    found: list[Breuk] = []
    tabel = editie.tabel("effect_voorparen")
    for row in () if tabel is None else tabel.itertuples():
        frame = cijfers.get(str(row.slug))
        for naam in ("vroeger", "later"):
            waarde, van, tot = (getattr(row, name) for name in (naam, f"{naam}_van", f"{naam}_tot"))
            if frame is None or pd.isna(waarde):
                continue
            cel = frame[(frame["wijk"] == row.wijk) & (frame["van"] == van) & (frame["tot"] == tot)]
            waarden = cel[cel["indeling"] == "geen"]["waarde"]
            if not np.isclose(waarden, waarde, rtol=1e-9).any():
                tekst = f"{waarde:.6g} staat niet in cijfers ({waarden.tolist()})"
                waar = f"{row.slug} {row.wijk} {van}"
                found.append(Breuk("voorpaar niet uit cijfers", editie.editie, waar, tekst))
    return found


def check_editie(editie: Editie) -> list[Breuk]:
    """All figures of one edition that are no function of its published counts."""
    found: list[Breuk] = []
    cijfers: dict[str, pd.DataFrame] = {}
    for indicator in INDICATORS:
        if not (editie.folder / "openbaar" / "cijfers" / f"{indicator.slug}.parquet").exists():
            continue
        frame = cijfers[indicator.slug] = editie.cijfers(indicator.slug)
        for check in (check_figures, check_counts, check_totals, check_years, check_duren):
            found += check(editie, indicator, frame)
    return found + check_tabellen(editie, cijfers)
