"""Nulmeting beside effectjaar of all wijken: the verdict, the slopes, the order by change."""

from functools import partial

from proeftuin.charts import (
    slope_chart,
    usable_wijken,
    voorparen_chart,
)
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.report import LINKS, Rij, Tabel, Tabelkolom, tabel_html, wijken_table
from proeftuin.results import (
    Published,
    Uitkomst,
    Wijkverschil,
    compare_wijk,
    find_uitkomst,
    select,
)
from proeftuin.sentences import (
    KANS_UITLEG,
    STATUS_TEKST,
    ZONDER_PROEFTUIN,
    effect_sentence,
    join_words,
    pilot_name,
    rounding_words,
    say_chance,
    short_effect_sentence,
    show_difference,
    show_limits,
    show_period,
    strip_alt,
    strip_sentence,
    verdict_words,
)
from proeftuin.settings import Settings
from proeftuin.ui.nulmeting import show_nulmeting
from proeftuin.ui.opmaak import paragraph, show_paragraph, text_html
from proeftuin.ui.parts import (
    DIA_HOOG,
    Figuurdia,
    beside,
    show_downloads,
    show_folded,
)
from proeftuin.ui.shell import (
    Context,
    chart_of,
    cijfers,
    note,
    sentence,
    show_chart,
)
from proeftuin.vocabulary import (
    EFFECTJAAR,
    NULMETING,
)

_JAREN = (NULMETING, EFFECTJAAR)
_GEEN_OORDEEL = (
    "Met toeval erbij ligt het verschil waarschijnlijk tussen deze grenzen. Een oordeel is er "
    "alleen voor de wijk van de proeftuin: wie elke wijk beoordeelt, vindt er al snel een die door "
    "toeval afwijkt."
)
_VOLGORDE = "Wijken op volgorde van verandering"
_GROOT = 360  # from this height the sentence is that of the page, below it that of a small chart


def show_before_after(
    context: Context, slug: str, wijk: str, *, tabel: bool, hoogte: int = 400
) -> None:
    """The verdict, the slopes of all wijken, the same figures as a table, and downloads."""
    settings, indicator = context.settings, INDICATOR[slug]
    outcome = find_uitkomst(context.editie, slug)
    text = effect_sentence(outcome, indicator, settings)
    build = None
    if usable_wijken(outcome):
        build = partial(slope_chart, outcome, settings, indicator, wijk=wijk, hoogte=hoogte)
    titel = f"{indicator.naam}, nulmeting en effectjaar"
    with beside(f"kop_{slug}_voor_na"):
        if hoogte >= _GROOT:
            sentence(text)
        else:
            show_paragraph(text_html(text), "bij")
        zin = short_effect_sentence(outcome, indicator, settings)
        flat = partial(slope_chart, outcome, settings, indicator, wijk=wijk, hoogte=DIA_HOOG)
        dia = Figuurdia(slug, zin, lambda: text, flat)
        shown = partial(_shown_years, context, slug)
        show_downloads(context, f"{slug}_voor_na", titel, shown, build, dia)
    if build is not None:
        spec = chart_of(context, ("voor_na", slug, wijk, hoogte), build)
        show_chart(spec, slope_text(indicator, text), f"{slug}_voor_na")
    _show_earlier(context, outcome)
    for line in explain_comparison(context, outcome, wijk, is_main=hoogte >= _GROOT):
        note(line)
    if hoogte >= _GROOT:
        ranking = rank_table(outcome, indicator, settings)
        part = tabel_html(ranking)
        if outcome.onder is not None and not outcome.reden:
            part += paragraph(_GEEN_OORDEEL)
        show_folded(part, is_open=True, titel=_VOLGORDE)
    show_nulmeting(context, (slug,))
    years = wijken_table(outcome, cijfers(context, slug), indicator, settings)
    show_folded(tabel_html(years), is_open=tabel)


def _shown_years(context: Context, slug: str) -> Published:
    return select(cijfers(context, slug), _JAREN, context.settings.wijk_ids)


def _show_earlier(context: Context, outcome: Uitkomst) -> None:
    """How much wijken differed in earlier, equally long periods, with the pilot of now."""
    settings, indicator = context.settings, INDICATOR[outcome.slug]
    if not outcome.stippen:
        return
    spec = chart_of(
        context,
        ("strook", outcome.slug),
        lambda: voorparen_chart(outcome, indicator, settings),
    )
    show_paragraph(ZONDER_PROEFTUIN, "onderkop")
    show_chart(spec, strip_alt(outcome, indicator, settings), f"{outcome.slug}_strook")
    note(strip_sentence(outcome, indicator, settings))


def slope_text(indicator: Indicator, text: str) -> str:
    """What a screen reader says of the slopes."""
    return (
        f"Lijngrafiek van {indicator.naam.lower()} per wijk, van nulmeting naar effectjaar. "
        f"{text} De cijfers staan in de tabel eronder."
    )


def explain_comparison(
    context: Context, outcome: Uitkomst, wijk: str, *, is_main: bool
) -> list[str]:
    """Which years these are, which wijken are missing, and what the limits mean."""
    settings = context.settings
    lines = []
    if is_main:
        nulmeting, effectjaar = settings.vensters.nulmeting, settings.vensters.effectjaar
        lines.append(
            f"Nulmeting: {show_period(*nulmeting)}. Effectjaar: {show_period(*effectjaar)}. Elk "
            "jaar is over het hele jaar gemeten, dus een cijfer kan anders zijn dan per kwartaal."
        )
        if wijk not in settings.pilot.wijken:
            lines.append(
                f"Het oordeel gaat altijd over {pilot_name(settings)}. "
                f"{settings.wijk_naam(wijk)} is zwart getekend."
            )
    lines += missing_wijken(outcome, settings)
    if is_main and outcome.onder is not None:
        lines.append(KANS_UITLEG)
    if is_main:
        lines.append(rounding_words(context.editie.audience))
    return lines


def missing_wijken(outcome: Uitkomst, settings: Settings) -> list[str]:
    """'Niet te vergelijken: Zuid (nog te vroeg).'; nothing when every wijk is drawn."""
    shown = {item.wijk for item in usable_wijken(outcome)}
    missing: dict[str, list[str]] = {}
    for item in outcome.wijken:
        if item.wijk not in shown:
            state = STATUS_TEKST.get(item.status) or "geen waarde"
            missing.setdefault(state, []).append(settings.wijk_naam(item.wijk))
    parts = [f"{join_words(names)} ({state})" for state, names in missing.items()]
    return [f"Niet te vergelijken: {'; '.join(parts)}."] if parts else []


def rank_table(outcome: Uitkomst, indicator: Indicator, settings: Settings) -> Tabel:
    """The wijken by their change, the largest rise first, and whether it is more than chance.

    Each carries its difference with the others and the limits of chance. The pilot has its
    verdict; of another wijk is told how often wijken without a proeftuin differed as much in
    earlier, equally long periods. A wijk without a change is last.
    """
    changes = {item.wijk: item.d for item in outcome.wijken if item.d is not None}
    order = sorted(outcome.wijken, key=lambda item: -changes.get(item.wijk, float("-inf")))
    rows = []
    for item in order:
        name = settings.wijk_naam(item.wijk)
        if item.d is None:
            rows.append(Rij((name, "–", "–", STATUS_TEKST.get(item.status) or "–")))
            continue
        found = compare_wijk(outcome, item.wijk)
        rows.append(
            Rij(
                (
                    name,
                    show_difference(indicator, item.d),
                    _with_limits(indicator, found),
                    _more_than_chance(outcome, found, item.is_pilot),
                ),
                "pilot" if item.is_pilot else "",
            )
        )
    columns = (
        Tabelkolom("Wijk", LINKS),
        Tabelkolom("Verandering"),
        Tabelkolom("Vergeleken met de andere wijken"),
        Tabelkolom("Meer dan toeval?", LINKS, is_breed=True),
    )
    return Tabel(f"{indicator.naam}: {_VOLGORDE.lower()}", columns, tuple(rows))


def _with_limits(indicator: Indicator, found: Wijkverschil | None) -> str:
    """'+18 dagen, tussen −28 en +65'; the difference alone where there are no limits."""
    if found is None:
        return "–"
    limits = show_limits(indicator, found.onder, found.boven)
    shown = show_difference(indicator, found.verschil)
    return f"{shown}, tussen {limits.onder} en {limits.boven}" if limits else shown


def _more_than_chance(outcome: Uitkomst, found: Wijkverschil | None, is_pilot: bool) -> str:
    """The verdict for a pilot; for others how often wijken differed as much."""
    if is_pilot:
        return say_chance(outcome) or verdict_words(outcome)
    if found is None or not outcome.stippen:
        return "niet te zeggen"
    as_far = sum(abs(stip.verschil) >= abs(found.verschil) for stip in outcome.stippen)
    return f"eerder {as_far} van de {len(outcome.stippen)} keer minstens zo veel"
