"""What a conversation could be about: a proposed agenda, the same for the same edition.

Reasons in fixed order: open actions that are due, the standing parts of this kind of talk,
quarters that stand out, the largest differences, and what became ripe since last time. A reason
never says that something is good or bad.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.results import (
    Comparison,
    Editie,
    Figure,
    Uitkomst,
    compare_with_nulmeting,
    quarters_of,
    read_cijfers,
    read_effect,
    read_signalen,
)
from proeftuin.sentences import difference_reason, signal_question
from proeftuin.sentences.gesprek import (
    STANDAARD,
    action_reason,
    effect_reason,
    is_past_due,
    ripe_reason,
    standard_reason,
    year_ripe_reason,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import AANTOONBAAR, NOG_NIET_RIJP, OK

ACTIE, VAST, SIGNAAL, VERSCHIL, RIJP = "actie", "vast", "signaal", "verschil", "rijp"
_MEEST = {SIGNAAL: 3, VERSCHIL: 3, RIJP: 3}
_RECENT_DAGEN = 370  # a signal older than a year was talked about or has faded
_OUD_DAGEN = 460  # a figure that ripens in a year, and a quarter more: older ones are not about now
_KLEIN = 0.5  # of the smallest difference that can be seen: below it there is nothing to discuss


class OpenActie(Protocol):
    """What is asked of an action; the journal's Actie is one."""

    @property
    def tekst(self) -> str:
        """What was agreed."""

    @property
    def eigenaar(self) -> str:
        """The role or organisation that does it."""

    @property
    def kwartaal_gereed(self) -> str:
        """The quarter in which it is due, like '2023-Q3'."""

    @property
    def slug(self) -> str | None:
        """The indicator it should move, if any."""


@dataclass(frozen=True)
class Voorstel:
    """One proposed point. slug None: about no indicator. soorten: kinds of reason, in order.

    punt: the kind of point, of SOORTEN_PUNT.
    """

    slug: str | None
    titel: str
    aanleiding: str
    soorten: tuple[str, ...]
    punt: str


def propose_agenda(
    editie: Editie,
    settings: Settings,
    wijk: str,
    kwartaal: str,
    *,
    soort: str = "wijkgesprek",
    acties: Sequence[OpenActie] = (),
    vorige: Editie | None = None,
    dag: date | None = None,
) -> tuple[Voorstel, ...]:
    """The proposals for a talk about this wijk in this quarter; each indicator once.

    acties: the open ones; those due in kwartaal or before count, and those overdue on dag, the day
    of the talk. vorige: the edition of the conversation before, of the same audience; None when
    there was none or it is gone.
    """
    found: dict[tuple[str | None, str], list[tuple[str, str]]] = {}

    kinds: dict[tuple[str | None, str], str] = {}

    def add(slug: str | None, titel: str, kind: str, reason: str, punt: str = "vrij") -> None:
        key = (slug, INDICATOR[slug].naam if slug else titel)
        kinds.setdefault(key, punt)
        reasons = found.setdefault(key, [])
        if all(text != reason for _, text in reasons):
            reasons.append((kind, reason))

    for actie in acties:
        if actie.kwartaal_gereed <= kwartaal or (dag and is_past_due(actie.kwartaal_gereed, dag)):
            reason = action_reason(actie.tekst, actie.eigenaar, actie.kwartaal_gereed)
            add(_known(actie.slug), "Open acties", ACTIE, reason)
    for punt in STANDAARD.get(soort, ()):
        add(punt.slug, punt.titel, VAST, standard_reason(punt.deel), punt.soort)
    for kind, reasons_of in _SOURCES:
        for slug, reason in _first(reasons_of(editie, settings, wijk, vorige), _MEEST[kind]):
            add(slug, "", kind, reason)
    return tuple(
        Voorstel(
            slug,
            titel,
            "\n".join(text for _, text in reasons),
            tuple(dict.fromkeys(kind for kind, _ in reasons)),
            "indicator" if slug else kinds[slug, titel],
        )
        for (slug, titel), reasons in found.items()
    )


def _known(slug: str | None) -> str | None:
    return slug if slug in INDICATOR else None


def _first(items: Iterable[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """The items of the first count indicators."""
    kept: list[tuple[str, str]] = []
    for slug, reason in items:
        if slug in {item for item, _ in kept} or len({item for item, _ in kept}) < count:
            kept.append((slug, reason))
    return kept


def _signals(
    editie: Editie, settings: Settings, wijk: str, vorige: Editie | None
) -> Iterable[tuple[str, str]]:
    """The newest quarter of each indicator that stands out, newest first."""
    since = editie.datastand - timedelta(days=_RECENT_DAGEN)
    own = [item for item in read_signalen(editie) if item.wijk == wijk and item.tot > since]
    newest = {item.slug: item for item in sorted(own, key=lambda item: item.tot)}
    order = sorted(newest.values(), key=lambda item: (-item.tot.toordinal(), item.slug))
    return [(item.slug, signal_question(item, settings)) for item in order]


def _differences(
    editie: Editie, settings: Settings, wijk: str, vorige: Editie | None
) -> Iterable[tuple[str, str]]:
    """Whole years first where the wijk is the pilot, then now against the nulmeting."""
    found: list[tuple[str, str]] = []
    if settings.pilot.wijken == (wijk,):
        outcomes = sorted(read_effect(editie), key=_effect_rank)
        for item in outcomes:
            indicator = INDICATOR[item.slug]
            if indicator.bespreking.is_voorstel and _effect_size(item) >= _KLEIN:
                found.append((item.slug, effect_reason(item, indicator, settings)))
        found = found[:2]
    naam = settings.wijk_naam(wijk)
    changes = sorted(_comparisons(editie, settings, wijk), key=lambda item: -_size(item))
    return [
        *found,
        *(
            (item.indicator.slug, difference_reason(item, naam))
            for item in changes
            if _size(item) and _is_recent(item, editie.datastand)
        ),
    ]


def _effect_rank(uitkomst: Uitkomst) -> tuple[bool, float, str]:
    return uitkomst.verdict != AANTOONBAAR, -_effect_size(uitkomst), uitkomst.slug


def _effect_size(uitkomst: Uitkomst) -> float:
    """The difference in units of the smallest one that can be seen; 0 when not comparable."""
    if uitkomst.in_mdc is None or uitkomst.reden:
        return 0.0
    return abs(uitkomst.in_mdc[1])


def _comparisons(editie: Editie, settings: Settings, wijk: str) -> list[Comparison]:
    return [
        compare_with_nulmeting(read_cijfers(editie, item.slug), settings, item, wijk)
        for item in INDICATORS
        if item.bespreking.is_voorstel
    ]


def _size(item: Comparison) -> float:
    """The change of the wijk minus that of the others, relative; 0 within the margin of chance."""
    before, now = item.pilot.nulmeting, item.pilot.now
    if not item.pilot.has_direction or item.pilot.in_marge:
        return 0.0
    if item.verschil is None or before is None or now is None or not before.waarde:
        return 0.0
    return abs(item.verschil / before.waarde) if now.status == OK else 0.0


def _is_recent(item: Comparison, datastand: date) -> bool:
    now = item.pilot.now
    return now is not None and now.tot > datastand - timedelta(days=_OUD_DAGEN)


def _ripened(
    editie: Editie, settings: Settings, wijk: str, vorige: Editie | None
) -> Iterable[tuple[str, str]]:
    """What was too young in the edition before and can be read now."""
    if vorige is None or vorige.id == editie.id:
        return []
    found = []
    naam = settings.wijk_naam(wijk)
    for item in INDICATORS:
        if item.rijp is None:
            continue
        figure = _ripe_since(_quarters(editie, item.slug, wijk), _quarters(vorige, item.slug, wijk))
        if figure is not None:
            found.append((item.slug, ripe_reason(item, figure, naam)))
    before = _unripe_years(vorige)
    for outcome in _effect_or_nothing(editie):
        if outcome.slug in before and outcome.reden != "niet_rijp":
            found.append((outcome.slug, year_ripe_reason(INDICATOR[outcome.slug])))
    return sorted(found, key=lambda pair: pair[0] not in before)


def _quarters(editie: Editie, slug: str, wijk: str) -> list[Figure]:
    try:
        return quarters_of(read_cijfers(editie, slug), wijk)
    except ProeftuinError:  # an older edition may lack an indicator of today
        return []


def _ripe_since(now: list[Figure], before: list[Figure]) -> Figure | None:
    """The newest figure that was nog_niet_rijp (or not there) before and is ok now."""
    young: dict[date, str] = {item.tot: item.status for item in before}
    ripe = [item for item in now if item.status == OK and young.get(item.tot, "") == NOG_NIET_RIJP]
    return ripe[-1] if ripe else None


def _unripe_years(editie: Editie) -> set[str]:
    return {item.slug for item in _effect_or_nothing(editie) if item.reden == "niet_rijp"}


def _effect_or_nothing(editie: Editie) -> tuple[Uitkomst, ...]:
    try:
        return read_effect(editie)
    except ProeftuinError:
        return ()


_Source = Callable[[Editie, Settings, str, Editie | None], Iterable[tuple[str, str]]]
_SOURCES: tuple[tuple[str, _Source], ...] = (
    (SIGNAAL, _signals),
    (VERSCHIL, _differences),
    (RIJP, _ripened),
)
