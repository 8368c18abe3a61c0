"""What the slides say: few words, one indicator a slide, the whole sentence in the notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proeftuin.indicators import INDICATOR, Rekenrol, indicator_with
from proeftuin.report.annex import conclusion_lines, conclusion_parts, title_text
from proeftuin.report.blocks import Figuur
from proeftuin.report.content import SYNTHETISCH, overline_text
from proeftuin.report.figures import events_text, indicator_figure
from proeftuin.report.outcomes import BEELD_UITLEG, find_primary, result_figure
from proeftuin.results import (
    Belofte,
    Editie,
    elapsed_budget_years,
    is_spending_delivered,
    read_cijfers,
    read_effect,
    read_nulmeting,
    read_promised,
    read_tabel,
    summarise_budget,
)
from proeftuin.sentences import (
    KANS_UITLEG,
    break_even,
    budget_sentence,
    effect_sentence,
    fill_texts,
    nulmeting_note,
    promise_text,
    short_effect_sentence,
    show_date,
    show_direction,
    visible_sentence,
)
from proeftuin.settings import Settings

VIER_VRAGEN = (
    "Herkennen: herkent u dit?   Verklaren: hoe komt het?   "
    "Waarderen: wat vindt u ervan?   Verbeteren: wat gaan we doen?"
)
_REGELS = 8  # lines of the picture that stay readable at four metres


@dataclass(frozen=True)
class Dia:
    """One slide. punten: (name, text) pairs in letter maat; zin: the sentence under the picture;
    slot: the closing line; notitie: what the speaker reads, with nothing left out.
    """

    titel: str
    overlijn: str = ""
    figuur: Figuur | None = None
    hoogte: float = 4.0
    punten: tuple[tuple[str, str], ...] = ()
    maat: float = 24
    zin: str = ""
    slot: str = ""
    notitie: str = ""


def make_slides(editie: Editie, settings: Settings) -> list[Dia]:
    """Title, promise, what could be seen, all results, each indicator, money and conclusion."""
    promised = read_promised(editie, settings)
    return [
        _title(editie, settings),
        _promise(settings),
        *_visible(promised, settings),
        *_overview(promised, settings),
        *(_indicator(item, editie, settings) for item in promised),
        *_money(editie, settings),
        _conclusion(promised, editie, settings),
    ]


def _title(editie: Editie, settings: Settings) -> Dia:
    note = f". {SYNTHETISCH}" if editie.synthetisch else ""
    return Dia(
        titel=title_text(settings),
        overlijn=overline_text(settings),
        zin=f"Gegevens tot en met {show_date(editie.datastand)}{note}.",
    )


def _promise(settings: Settings) -> Dia:
    return Dia(
        titel="Wat is beloofd te bekijken?",
        punten=tuple(
            (f"{number}.", vraag.tekst)
            for number, vraag in enumerate(settings.evaluatie.vraag, start=1)
        ),
        notitie=promise_text(settings),
    )


def _visible(promised: Sequence[Belofte], settings: Settings) -> Iterator[Dia]:
    primary = find_primary(promised)
    if primary is None:
        return
    indicator = INDICATOR[primary.slug]
    yield Dia(
        titel="Wat konden we zien?",
        punten=(
            (f"Hoofdcijfer: {indicator.naam.lower()}.", ""),
            ("", visible_sentence(primary, indicator, settings)),
        ),
        maat=28,
        notitie=" ".join(
            f"{item.naam}: "
            f"{visible_sentence(item.uitkomst, INDICATOR[item.uitkomst.slug], settings)}"
            for item in promised
        ),
    )


def _overview(promised: Sequence[Belofte], settings: Settings) -> Iterator[Dia]:
    """The one picture, cut between two questions where its letters would become too small."""
    parts: list[list[Belofte]] = []
    for item in promised:
        new_question = not parts or parts[-1][-1].nummer != item.nummer
        if not parts or (new_question and len(parts[-1]) >= _REGELS - 1):
            parts.append([])
        parts[-1].append(item)
    for place, part in enumerate(parts, start=1):
        figure = result_figure(part, settings, f"oordelen_{place}")
        count = f" ({place} van {len(parts)})" if len(parts) > 1 else ""
        yield Dia(
            titel=f"Wat zien we?{count}",
            figuur=figure,
            hoogte=5.2,
            zin=BEELD_UITLEG,
            notitie=f"{figure.alt} {KANS_UITLEG}",
        )


def _indicator(item: Belofte, editie: Editie, settings: Settings) -> Dia:
    outcome = item.uitkomst
    indicator = fill_texts(INDICATOR[outcome.slug], settings)
    published = read_cijfers(editie, indicator.slug)
    star = " · hoofdcijfer" if outcome.is_primair else ""
    return Dia(
        titel=indicator.vraag,
        overlijn=f"{indicator.naam} · {show_direction(indicator)}{star}",
        figuur=indicator_figure(published, settings, indicator, 206, 620),
        hoogte=4.05,
        zin=short_effect_sentence(outcome, indicator, settings),
        slot=VIER_VRAGEN,
        notitie=" ".join(
            (
                effect_sentence(outcome, indicator, settings),
                nulmeting_note(read_nulmeting(editie, indicator.slug)),
                indicator.opmerking,
                events_text(editie, settings),
            )
        ),
    )


def _money(editie: Editie, settings: Settings) -> Iterator[Dia]:
    budget = read_tabel(editie, "budget")
    delivered = is_spending_delivered(editie)
    lines = summarise_budget(budget, editie.datastand, is_delivered=delivered)
    slug = indicator_with(Rekenrol.TERUGVERDIENEN).slug
    costs = next((i for i in read_effect(editie) if i.slug == slug), None)
    points = []
    if lines:
        passed = elapsed_budget_years(budget, editie.datastand)
        points.append(("", budget_sentence(lines[-1], passed)))
    if costs is not None:
        points.append(("", break_even(costs, settings)))
    if points:
        yield Dia(titel="Wat kost het, en weegt dat op?", punten=tuple(points))


def _conclusion(promised: Sequence[Belofte], editie: Editie, settings: Settings) -> Dia:
    """One minute of reading; every sentence of the four parts is in the notes."""
    parts = conclusion_parts(editie, settings)
    short = [(punt.naam, punt.tekst) for punt in conclusion_lines(promised, settings, None)]
    heading, points = parts[-1]
    later = (heading, points[0].zin)
    return Dia(
        titel="Conclusie",
        punten=tuple((f"{naam}:", rest) for naam, rest in (*short, later)),
        maat=22,
        notitie="\n".join(
            f"{kop}: {' '.join(punt.zin for punt in punten)}" for kop, punten in parts
        ),
    )
