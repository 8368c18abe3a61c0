"""Two editions of one audience side by side: which figures moved, how far, and what else is other.

Compared is what both editions show, row by row; a difference is taken only between two values that
both are shown. Why a figure moved is never proven here: a Reden is something that is other and can
have moved it, as far as the editions say. What an edition does not hold is said to be unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from proeftuin.disclosure.published import COLUMNS, KEYS
from proeftuin.edition.files import Editie, check_whole, cijfers_file, read_standing
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import BEVOLKING, GEEN, INDICATOR, Indicator, uses_setting
from proeftuin.results.compare import Figure, read_figure, to_date
from proeftuin.results.editie import (
    check_indeling,
    has_tabel,
    list_edities,
    open_editie,
    read_cijfers,
    read_nulmeting,
    read_tabel,
)
from proeftuin.schema import BESTAND, Kolomsoort
from proeftuin.settings import list_differences, say_setting
from proeftuin.vocabulary import (
    AFGESCHERMD,
    GEMEENTE,
    NOG_NIET_RIJP,
    NULMETING,
    ONBEKEND,
    OPENBAAR,
    OVERIGE,
    ROL_OPENBAAR,
    TE_KLEIN,
)

ROWS, CONTENT = "rijen_per_kwartaal", "inhoud_per_kwartaal"
# Moved is a figure of which one of these is other; its interval moves along with them.
FIELDS = (
    *("waarde", "teller", "noemer", "mediaan", "p80", "wacht_tot_nu", "terugwerkend"),
    *("rijp", "totaal"),
)
_IN_CIJFERS = ("perioden", "normen")


class Redensoort(Enum):
    """What can be other in two editions, and so can have moved a figure."""

    DEFINITIE = "definitie"
    GRENZEN = "grenzen"  # which gebieden are a wijk
    VENSTER = "venster"
    PARAMETERS = "parameters"  # a norm or a term
    INSTELLING_ONBEKEND = "instelling_onbekend"  # another setting, and which is not known
    NULMETING = "nulmeting"  # another version of it
    NIEUW_CIJFER = "nieuw_cijfer"  # the old edition did not have the indicator
    NIEUWE_PERIODE = "nieuwe_periode"  # it ended after the datastand of the old one
    RIJP = "rijp"  # then not everybody was followed long enough
    VOORLOPIG = "voorlopig"  # then provisional
    WEER_VOORLOPIG = "weer_voorlopig"  # then definite, and now provisional
    BESCHERMING = "bescherming"  # hidden in one of the two, or protected by other rules
    RIJEN = "rijen"  # more or fewer rows
    INHOUD = "inhoud"  # rows that say something else
    DATASTAND = "datastand"
    RIJEN_ONBEKEND = "rijen_onbekend"  # an edition holds no numbers of rows
    INHOUD_ONBEKEND = "inhoud_onbekend"  # an edition holds no mark of what rows say
    GEEN = "geen"  # the editions show nothing that can have moved it


MET_WIJK = frozenset(
    bestand.naam
    for bestand in BESTAND.values()
    if any(kolom.soort is Kolomsoort.GEBIED for kolom in bestand.kolommen)
)
_DEEL = {"wijken": Redensoort.GRENZEN, "vensters": Redensoort.VENSTER}


@dataclass(frozen=True)
class Rijverschil:
    """Rows of one file that begin in one quarter, in both editions, where something is other.

    oud, nieuw: their number, in openbaar in hundreds; None where the edition does not show it.
    is_anders: the rows say something else, whatever their number; None when not known.
    """

    bestand: str
    kwartaal: date
    oud: float | None
    nieuw: float | None
    is_anders: bool | None

    @property
    def erbij(self) -> float | None:
        """Rows more (below zero: fewer); None where one of the two is not shown."""
        return None if self.oud is None or self.nieuw is None else self.nieuw - self.oud


@dataclass(frozen=True)
class Editieverschil:
    """Something that is other for all figures or some: its kind, which setting, then and now.

    soort: DEFINITIE, GRENZEN, VENSTER, PARAMETERS, DATASTAND or INSTELLING_ONBEKEND. wat: the wijk
    or the key of the setting, '' for none. oud, nieuw: in words. dagen: both, for DATASTAND.
    """

    soort: Redensoort
    wat: str = ""
    oud: str = ""
    nieuw: str = ""
    dagen: tuple[date, date] | None = None


@dataclass(frozen=True)
class Reden:
    """One thing that can have moved one figure.

    wat: the file, for RIJEN and INHOUD. aantal: rows more (below zero: fewer) for RIJEN.
    is_eigen: those rows begin in the period of the figure itself.
    """

    soort: Redensoort
    wat: str = ""
    aantal: float = 0.0
    is_eigen: bool = True


@dataclass(frozen=True)
class Cijferverschil:
    """One figure that is not the same in both editions; None in the edition that lacks it."""

    slug: str
    indeling: str
    categorie: str | None
    wijk: str
    venster: str
    van: date
    tot: date
    oud: Figure | None
    nieuw: Figure | None

    @property
    def verschil(self) -> float | None:
        """The new value less the old one, in the unit of the value; None unless both are shown."""
        if self.oud is None or self.nieuw is None:
            return None
        if self.oud.waarde is None or self.nieuw.waarde is None:
            return None
        return self.nieuw.waarde - self.oud.waarde


@dataclass(frozen=True)
class Cijfervergelijking:
    """The figures of one indicator and split that moved, and how many did not."""

    verschillen: tuple[Cijferverschil, ...]
    aantal_gelijk: int


@dataclass(frozen=True)
class Editievergelijking:
    """Two editions of one audience, and all that is other in them but the figures.

    rijen: None when one of the editions does not hold its rows. is_inhoud_bekend: both hold a mark
    of what the rows say, of the same columns and boundaries. is_zelfde_levering: made of the very
    same data; None when not known.
    """

    oud: Editie
    nieuw: Editie
    oorzaken: tuple[Editieverschil, ...]
    rijen: tuple[Rijverschil, ...] | None
    is_inhoud_bekend: bool
    is_zelfde_levering: bool | None

    @cached_property
    def per_bestand(self) -> dict[str, list[Rijverschil]]:
        """The rijen by file; empty when they are not known."""
        found: dict[str, list[Rijverschil]] = {}
        for item in self.rijen or ():
            found.setdefault(item.bestand, []).append(item)
        return found


def list_published(data_dir: Path | str) -> tuple[str, ...]:
    """The ids of all editions ever published, oldest first, also those that cannot be opened."""
    return read_standing(Path(data_dir)).published


def list_earlier(data_dir: Path | str, editie: Editie, *, rol: str = ROL_OPENBAAR) -> list[Editie]:
    """The editions published before this one for the same audience, newest first.

    Of made-up data none beside an edition of real data, or the other way round. ToegangGeweigerd
    when rol may not open this audience.
    """
    found = list_edities(data_dir, editie.audience, rol=rol)
    return [
        item
        for item in reversed(found)
        if item.gemaakt_op < editie.gemaakt_op and item.synthetisch == editie.synthetisch
    ]


def compare_edities(
    data_dir: Path | str, audience: str, oud: str, nieuw: str, *, rol: str = ROL_OPENBAAR
) -> Editievergelijking:
    """Both editions by id, whole, and what is other in them.

    Also editions of other definitions, boundaries or settings: that is then an Editieverschil.
    Errors as open_editie; ProeftuinError (Dutch) when both are the same, of two gemeenten, or one
    made-up and one real.
    """
    if oud == nieuw:
        raise ProeftuinError(f"Dit is twee keer dezelfde editie: '{oud}'. Noem een andere.")
    both = [  # of any settings: what they differ in is one of the things to say
        open_editie(data_dir, audience, naam, rol=rol, settings=None) for naam in (oud, nieuw)
    ]
    for editie in both:
        check_whole(editie)
    return compare_opened(*both)


def compare_opened(oud: Editie, nieuw: Editie) -> Editievergelijking:
    """As compare_edities, of two editions that were opened; ValueError when audiences differ."""
    if oud.audience != nieuw.audience:
        raise ValueError("editions of two audiences are never compared")
    known = [(editie.identiteit or {}).get("gemeente", {}).get("code") for editie in (oud, nieuw)]
    if None not in known and known[0] != known[1]:
        raise ProeftuinError("De twee edities zijn van verschillende gemeenten.")
    if oud.synthetisch != nieuw.synthetisch:
        raise ProeftuinError("De ene editie is van verzonnen gegevens en de andere niet.")
    oorzaken = tuple(_list_oorzaken(oud, nieuw))
    # A mark holds the wijk of a row: with other boundaries it is other, and the row the same.
    is_moved = any(item.soort == Redensoort.GRENZEN for item in oorzaken)
    is_known = all(has_tabel(editie, CONTENT) for editie in (oud, nieuw)) and not is_moved
    if is_known:
        now = _forms(nieuw)
        is_known = all(now.get(naam, form) == form for naam, form in _forms(oud).items())
    same = oud.store_hash == nieuw.store_hash if oud.store_hash and nieuw.store_hash else None
    return Editievergelijking(
        oud, nieuw, oorzaken, _compare_rows(oud, nieuw, is_moved), is_known, same
    )


def _list_oorzaken(oud: Editie, nieuw: Editie) -> Iterable[Editieverschil]:
    if oud.definitieversie != nieuw.definitieversie:
        yield Editieverschil(Redensoort.DEFINITIE, "", oud.definitieversie, nieuw.definitieversie)
    if oud.datastand != nieuw.datastand:
        yield Editieverschil(Redensoort.DATASTAND, dagen=(oud.datastand, nieuw.datastand))
    if oud.identiteit is None or nieuw.identiteit is None:
        if oud.settings_hash != nieuw.settings_hash:
            yield Editieverschil(Redensoort.INSTELLING_ONBEKEND)
        return
    for part, key, before, now in list_differences(oud.identiteit, nieuw.identiteit):
        wat = key if part == "wijken" else f"{part}.{key}"
        yield Editieverschil(
            _DEEL.get(part, Redensoort.PARAMETERS), wat, say_setting(before), say_setting(now)
        )


def _compare_rows(oud: Editie, nieuw: Editie, is_moved: bool) -> tuple[Rijverschil, ...] | None:
    both = (oud, nieuw)
    if not all(has_tabel(editie, ROWS) for editie in both):
        return None
    counts = [_by_place(editie, ROWS, "aantal_rijen") for editie in both]
    marks = [_by_place(editie, CONTENT, "kenmerk") for editie in both if has_tabel(editie, CONTENT)]
    places = sorted({place for part in (*counts, *marks) for place in part})
    found = []
    for place in places:
        before, after = (part.get(place, 0.0) for part in counts)
        if not any(place in part for part in counts):
            before = after = None  # bevolking has years, not quarters: only its mark is known
        says = len(marks) == 2 and not (is_moved and place[0] in MET_WIJK)
        anders = _is_other(*(part.get(place) for part in marks)) if says else None
        if before != after or anders:
            found.append(Rijverschil(*place, before, after, anders))
    return tuple(found)


def _is_other(before: str | None, now: str | None) -> bool | None:
    """Whether rows say something else; None when the two marks looked at other columns."""
    if before and now and _form(before) != _form(now):
        return None
    return before != now


def _form(kenmerk: str) -> str:
    """Which columns a mark looked at; '' of an edition that did not say."""
    return kenmerk.rpartition(".")[0]


def _forms(editie: Editie) -> dict[str, str]:
    """The form of the marks of each file."""
    marks = _by_place(editie, CONTENT, "kenmerk")
    return {bestand: _form(str(mark)) for (bestand, _), mark in marks.items()}


def _by_place(editie: Editie, naam: str, kolom: str) -> dict[tuple[str, date], Any]:
    frame = read_tabel(editie, naam)
    rows = zip(frame["bestand"], frame["kwartaal_datum"], frame[kolom], strict=True)
    return {
        (str(bestand), to_date(dag)): None if pd.isna(value) else value
        for bestand, dag, value in rows
    }


def compare_cijfers(
    vergelijking: Editievergelijking,
    slug: str,
    indeling: str = GEEN,
    wijken: Sequence[str] | None = None,
) -> Cijfervergelijking:
    """The figures of one indicator and split that moved, in order of wijk, window and category.

    wijken: only these; None: all. A figure moved when its state or one of FIELDS is not the same,
    numbers within a billionth, or when it turned provisional again. ProeftuinError (Dutch) for an
    unknown indicator or split.
    """
    check_indeling(slug, indeling)
    oud, nieuw = vergelijking.oud, vergelijking.nieuw
    before, after = _frame(oud, slug, indeling, wijken), _frame(nieuw, slug, indeling, wijken)
    keys = list(KEYS)
    both = before.merge(
        after, on=keys, how="outer", suffixes=("_oud", "_nieuw"), indicator="_waar", sort=False
    )
    differs = (both["_waar"] != "both") | (both["status_oud"] != both["status_nieuw"])
    is_back = (both["tot"] > nieuw.voorlopig_na_of(slug)) & (
        both["tot"] <= oud.voorlopig_na_of(slug)
    )
    differs |= is_back & (both["status_nieuw"] == TE_KLEIN)  # of which the state hides it
    for name in FIELDS:
        first, second = (both[f"{name}_{side}"].to_numpy(float) for side in ("oud", "nieuw"))
        differs |= ~np.isclose(first, second, rtol=1e-9, atol=1e-9, equal_nan=True)
    chosen = both[differs].sort_values(["wijk", "venster", "tot", "categorie"], kind="stable")
    found = [
        Cijferverschil(
            slug,
            indeling,
            row["categorie"] or None,
            row["wijk"],
            row["venster"],
            to_date(row["van"]),
            to_date(row["tot"]),
            _figure(row, "oud", oud) if row["_waar"] != "right_only" else None,
            _figure(row, "nieuw", nieuw) if row["_waar"] != "left_only" else None,
        )
        for row in chosen.to_dict("records")
    ]
    return Cijfervergelijking(tuple(found), int((~differs).sum()))


def _frame(editie: Editie, slug: str, indeling: str, wijken: Sequence[str] | None) -> pd.DataFrame:
    if not cijfers_file(editie.pad, slug).is_file():  # it did not have this indicator yet
        return pd.DataFrame(columns=list(COLUMNS))
    published = read_cijfers(editie, slug, indeling)
    frame = published.select(wijken=list(wijken)).frame if wijken is not None else published.frame
    return frame.assign(categorie=frame["categorie"].fillna(""))


def _figure(row: dict[Any, Any], side: str, editie: Editie) -> Figure:
    own = {
        str(name).removesuffix(f"_{side}"): value
        for name, value in row.items()
        if name in KEYS or str(name).endswith(f"_{side}")
    }
    return read_figure(own, editie.voorlopig_na_of(row["slug"]))


def list_bestanden(indicator: Indicator) -> tuple[str, ...]:
    """The files of a levering whose rows can move the indicator, its own first.

    A file about persons needs traject and jeugdige too: the wijk of who stays elsewhere comes from
    both.
    """
    found = [indicator.bestand, *indicator.ook_nodig]
    if any(kolom.soort is Kolomsoort.PERSOON for kolom in BESTAND[indicator.bestand].kolommen):
        found += ["traject", "jeugdige"]
    if indicator.noemer == BEVOLKING:
        found.append("bevolking")
    return tuple(dict.fromkeys(found))


def find_redenen(vergelijking: Editievergelijking, verschil: Cijferverschil) -> tuple[Reden, ...]:
    """What can have moved this figure, the surest first; Redensoort.GEEN when nothing is seen."""
    indicator = INDICATOR[verschil.slug]
    found = list(_state_redenen(vergelijking, verschil))
    if not found or verschil.oud is not None:
        found += _setting_redenen(vergelijking, verschil, indicator)
        found += _row_redenen(vergelijking, verschil, indicator)
    return tuple(dict.fromkeys(found)) or (Reden(Redensoort.GEEN),)


def _state_redenen(vergelijking: Editievergelijking, verschil: Cijferverschil) -> Iterable[Reden]:
    oud, nieuw = verschil.oud, verschil.nieuw
    if oud is None:
        if not cijfers_file(vergelijking.oud.pad, verschil.slug).is_file():
            yield Reden(Redensoort.NIEUW_CIJFER)
        elif verschil.tot > vergelijking.oud.datastand:
            yield Reden(Redensoort.NIEUWE_PERIODE)
        return
    if nieuw is None:
        return
    states = {oud.status, nieuw.status}
    if AFGESCHERMD in states and len(states) > 1:
        yield Reden(Redensoort.BESCHERMING)
    if nieuw.is_voorlopig and not oud.is_voorlopig:
        yield Reden(Redensoort.WEER_VOORLOPIG)
    if vergelijking.oud.datastand >= vergelijking.nieuw.datastand:
        return
    if oud.status == NOG_NIET_RIJP:
        yield Reden(Redensoort.RIJP)
    if oud.is_voorlopig:
        yield Reden(Redensoort.VOORLOPIG)


def _setting_redenen(
    vergelijking: Editievergelijking, verschil: Cijferverschil, indicator: Indicator
) -> Iterable[Reden]:
    for oorzaak in vergelijking.oorzaken:
        part, _, key = oorzaak.wat.partition(".")
        if oorzaak.soort in (Redensoort.DEFINITIE, Redensoort.INSTELLING_ONBEKEND):
            yield Reden(oorzaak.soort)
        elif part == "onthulling" and vergelijking.nieuw.audience == OPENBAAR:
            yield Reden(Redensoort.BESCHERMING)
        elif _touches(oorzaak, part, key, verschil, indicator):
            yield Reden(oorzaak.soort)
    if verschil.venster == NULMETING:
        versions = [
            read_nulmeting(editie, verschil.slug).versie
            for editie in (vergelijking.oud, vergelijking.nieuw)
        ]
        if versions[0] != versions[1]:
            yield Reden(Redensoort.NULMETING)


def _touches(
    oorzaak: Editieverschil, part: str, key: str, verschil: Cijferverschil, indicator: Indicator
) -> bool:
    """Whether this other setting can move this figure: its wijk, its window, what it uses."""
    if oorzaak.soort == Redensoort.GRENZEN:
        return verschil.wijk == oorzaak.wat or verschil.wijk in (GEMEENTE, OVERIGE, ONBEKEND)
    if oorzaak.wat == "pilot.wijken":
        return verschil.wijk == OVERIGE
    if oorzaak.soort == Redensoort.VENSTER:
        return verschil.venster == key
    return part in _IN_CIJFERS and uses_setting(indicator, key)


def _row_redenen(
    vergelijking: Editievergelijking, verschil: Cijferverschil, indicator: Indicator
) -> Iterable[Reden]:
    """Rows, in the files this figure rests on: of its own period first, then of other ones."""
    if vergelijking.is_zelfde_levering:
        return
    found = list(_other_rows(vergelijking, verschil, indicator))
    yield from found
    if vergelijking.oud.datastand != vergelijking.nieuw.datastand:
        yield Reden(Redensoort.DATASTAND)
    if vergelijking.rijen is None:
        yield Reden(Redensoort.RIJEN_ONBEKEND)
    elif not found and not vergelijking.is_inhoud_bekend:
        yield Reden(Redensoort.INHOUD_ONBEKEND)


def _other_rows(
    vergelijking: Editievergelijking, verschil: Cijferverschil, indicator: Indicator
) -> Iterable[Reden]:
    for is_eigen in (True, False):
        for bestand in list_bestanden(indicator):
            rows = [
                item
                for item in vergelijking.per_bestand.get(bestand, ())
                if _is_within(item, verschil) == is_eigen
            ]
            aantal = sum(item.erbij or 0.0 for item in rows)
            if aantal:
                yield Reden(Redensoort.RIJEN, bestand, aantal, is_eigen)
            elif any(item.is_anders or item.erbij for item in rows):
                yield Reden(Redensoort.INHOUD, bestand, is_eigen=is_eigen)


def _is_within(rows: Rijverschil, verschil: Cijferverschil) -> bool:
    if rows.bestand == BEVOLKING:  # of a year
        return rows.kwartaal.year == verschil.tot.year
    return verschil.van <= rows.kwartaal <= verschil.tot
