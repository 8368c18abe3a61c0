"""Our counts of jeugdigen beside those CBS publishes, per wijk and calendar year.

Ours are counts the edition already shows: of its windows that are a calendar year (the nulmeting,
and the years of voorparen), under the disclosure control of its audience. Nothing is counted anew,
so nothing can be learned from it that the edition does not tell; another year has no count of ours.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from proeftuin.disclosure.published import Published
from proeftuin.edition.files import Editie
from proeftuin.indicators import INDICATORS
from proeftuin.records import Bronregel, CbsTelling
from proeftuin.results.compare import Figure, read_figure
from proeftuin.results.editie import has_tabel, read_cijfers, read_records, read_tabel
from proeftuin.settings import Settings
from proeftuin.vocabulary import AFGESCHERMD, INTERN

CBS_AFRONDING = 2.5  # CBS rounds the count of every gebied to five


class CbsStand(Enum):
    """What is to be said of the two counts."""

    GEEN_VENSTER = "geen_venster"  # the edition has no window of that year
    CBS_VERBORGEN = "cbs_verborgen"  # CBS published none of the gebieden of the wijk
    ONS_VERBORGEN = "ons_verborgen"  # our count is not shown in this edition
    CBS_DEELS = "cbs_deels"  # CBS published some of them: at least so many
    BINNEN = "binnen"  # the difference fits in rounding
    MEER = "meer"
    MINDER = "minder"


@dataclass(frozen=True)
class CbsVergelijking:
    """One wijk, year and form beside each other; counts of jeugdigen, None where there is none.

    cbs: the sum over the gebieden of the wijk that CBS published; is_deels: not all of them.
    onze: our figure, whose teller is the count. verschil: ours less theirs, None where one lacks or
    is a part. marge: how large a difference rounding alone can make.
    """

    wijk: str
    jaar: int
    vorm: str
    cbs: int | None
    is_deels: bool
    is_voorlopig: bool
    tabel: str
    opgehaald_datum: date
    onze: Figure | None
    verschil: float | None
    marge: float
    stand: CbsStand


def read_cbs_vergelijking(editie: Editie, settings: Settings) -> tuple[CbsVergelijking, ...]:
    """Per form, year (newest first) and wijk in the order of the configuration; () without CBS."""
    if not has_tabel(editie, "cbs_jeugdzorg"):
        return ()
    table = read_records(editie, "cbs_jeugdzorg", CbsTelling)
    found = []
    for indicator in INDICATORS:
        if not (vorm := indicator.cbs_vorm):
            continue
        rows = {(row.jaar, row.wijk): row for row in table if row.vorm == vorm}
        published = read_cijfers(editie, indicator.slug) if rows else None
        for jaar in sorted({jaar for jaar, _ in rows}, reverse=True):
            for wijk in settings.wijk_ids:
                if (jaar, wijk) in rows and published is not None:
                    ours = _year_figure(published, wijk, jaar)
                    rounding = _our_rounding(editie, settings, wijk, jaar)
                    found.append(_compare(rows[jaar, wijk], ours, rounding))
    return tuple(found)


def _our_rounding(editie: Editie, settings: Settings, wijk: str, jaar: int) -> float:
    """How far a count of ours of that year can be from the exact one by rounding alone."""
    if editie.audience == INTERN:
        return 0.0
    table = read_tabel(editie, "bescherming")
    of_year = (table["wijk"] == wijk) & (table["van"] == date(jaar, 1, 1))
    coarser = table[of_year & (table["tot"] == date(jaar, 12, 31))]["basis"]
    return max([settings.onthulling.basis, *(int(basis) for basis in coarser)]) / 2


def _year_figure(published: Published, wijk: str, jaar: int) -> Figure | None:
    """Our figure of a calendar year, of whichever window is that year; None when there is none."""
    day, last = date(jaar, 1, 1), date(jaar, 12, 31)
    rows = published.select(wijken=wijk, vanaf=day, tot=last).frame
    rows = rows[(rows["van"] == day) & (rows["tot"] == last) & rows["categorie"].isna()]
    return read_figure(rows.iloc[-1].to_dict(), published.voorlopig_na) if len(rows) else None


def _compare(row: CbsTelling, ours: Figure | None, rounding: float) -> CbsVergelijking:
    known, areas = row.aantal_bekend, row.aantal_gebieden
    cbs = row.aantal if known else None
    margin = areas * CBS_AFRONDING + rounding
    is_part = 0 < known < areas
    count = ours.teller if ours is not None and ours.status != AFGESCHERMD else None
    difference = count - cbs if count is not None and cbs is not None and not is_part else None
    if ours is None:
        stand = CbsStand.GEEN_VENSTER
    elif cbs is None:
        stand = CbsStand.CBS_VERBORGEN
    elif count is None:
        stand = CbsStand.ONS_VERBORGEN
    elif difference is None:
        stand = CbsStand.CBS_DEELS
    elif abs(difference) <= margin:
        stand = CbsStand.BINNEN
    else:
        stand = CbsStand.MEER if difference > 0 else CbsStand.MINDER
    return CbsVergelijking(
        wijk=row.wijk,
        jaar=row.jaar,
        vorm=row.vorm,
        cbs=cbs,
        is_deels=is_part,
        is_voorlopig=row.is_voorlopig,
        tabel=row.tabel,
        opgehaald_datum=row.opgehaald_datum,
        onze=ours,
        verschil=difference,
        marge=margin,
        stand=stand,
    )


def read_bronregels(editie: Editie) -> tuple[Bronregel, ...]:
    """The sources of fetched files, in order of their name; () for an edition without."""
    if not has_tabel(editie, "herkomst"):
        return ()
    return read_records(editie, "herkomst", Bronregel)
