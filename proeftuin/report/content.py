"""The whole content of a report, from one edition of one audience."""

from datetime import UTC, datetime

from proeftuin.report.annex import make_annex, title_text
from proeftuin.report.blocks import Rapport
from proeftuin.report.figures import figures_appendix, others_appendix
from proeftuin.report.kosten import money_appendix
from proeftuin.report.origin import (
    definitions_appendix,
    method_appendix,
    origin_appendix,
)
from proeftuin.results import Editie
from proeftuin.sentences import join_words, show_date
from proeftuin.settings import Settings

SYNTHETISCH = "Synthetische gegevens: verzonnen, niet van echte jeugdigen"


def make_raadsrapport(editie: Editie, settings: Settings) -> Rapport:
    """Annex and appendices of this edition; nothing but what the edition holds and settings say."""
    return Rapport(
        overlijn=overline_text(settings),
        titel=title_text(settings),
        ondertitel=(
            f"Bijlage voor de raad van {settings.gemeente.naam}, met gegevens tot en met "
            f"{show_date(editie.datastand)}"
        ),
        onderwerp=f"Evaluatie van de {settings.gemeente.proeftuin} in {settings.gemeente.naam}",
        bijlage=make_annex(editie, settings),
        bijlagen=(
            figures_appendix(editie, settings),
            others_appendix(editie, settings),
            money_appendix(editie, settings),
            definitions_appendix(settings),
            method_appendix(settings),
            origin_appendix(editie, settings),
        ),
        merk=SYNTHETISCH if editie.synthetisch else "",
        voet=footer_text(editie, settings),
        gemaakt_op=made_at(editie),
    )


def overline_text(settings: Settings) -> str:
    """'Proeftuin Jeugd, wijk West'."""
    pilots = join_words([settings.wijk_naam(item) for item in settings.pilot.wijken])
    word = "wijk" if len(settings.pilot.wijken) == 1 else "wijken"
    return f"{settings.gemeente.proeftuin}, {word} {pilots}"


def footer_text(editie: Editie, settings: Settings) -> str:
    """What stands at the foot of every page, slide and sheet."""
    return (
        f"{settings.gemeente.proeftuin}, {settings.gemeente.naam} · editie {editie.id} "
        f"({editie.audience}) · gegevens tot en met {show_date(editie.datastand)}"
    )


def made_at(editie: Editie) -> datetime:
    """When the edition was made, whole seconds, UTC: the only date a report carries."""
    moment = datetime.fromisoformat(editie.gemaakt_op)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(microsecond=0)
