"""The content of a new edition: both audiences, the frozen nulmeting, what was shown. All beside
the editions that are in use; edition.py makes it the current one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from proeftuin.disclosure.ladder import Progress
from proeftuin.disclosure.protection import describe_groups
from proeftuin.disclosure.published import (
    AUDIENCES,
    INTERN,
    Published,
    publish_intern,
    publish_openbaar,
)
from proeftuin.disclosure.trappen import Onthullingscontrole
from proeftuin.edition.effect import describe_nulmetingen, make_effect_tabellen
from proeftuin.edition.files import read_editie, sync
from proeftuin.edition.memory import FOLDER as ONTHULLING
from proeftuin.edition.memory import write_memory
from proeftuin.edition.nulmeting import (
    FOLDER,
    WINDOW,
    Plan,
    Version,
    overall_hash,
    write_version,
)
from proeftuin.edition.tabellen import read_tabellen
from proeftuin.edition.wijzigingen import add_changes
from proeftuin.edition.write import write_audience
from proeftuin.indicators import DEFINITIEVERSIE
from proeftuin.measure.figures import Measured
from proeftuin.settings.model import KWARTAAL, Settings
from proeftuin.store import Store

WACHTENDEN = "overbrugging"  # its noemer is who waits on the peildatum


@dataclass(frozen=True)
class Inhoud:
    """What an edition is made of: figures by slug, their nulmeting, and the disclosure control."""

    editie: str
    reeks: str
    frozen: dict[str, list[Version]]
    measured: dict[str, Measured]
    plans: dict[str, Plan]
    controle: Onthullingscontrole


def fill_edition(
    folder: Path, inhoud: Inhoud, store: Store, settings: Settings, report: Progress
) -> None:
    """Write both audiences, the newly frozen nulmeting and what is shown, and verify."""
    plans, measured = inhoud.plans, inhoud.measured
    versions = [item for items in inhoud.frozen.values() for item in items]
    added = [plan.added for plan in plans.values() if plan.added]
    description = {
        **_describe(store, settings),
        "editie": inhoud.editie,
        "nulmeting_hash": overall_hash([*versions, *added]),
    }
    for place, audience in enumerate(AUDIENCES):
        report(f"Editie schrijven ({audience})", 0.9 + 0.04 * place)
        cijfers = {
            slug: _publish(item, inhoud, audience, settings, store)
            for slug, item in measured.items()
        }
        shown = {slug: entry for slug, plan in plans.items() if (entry := plan.describe())}
        if audience != INTERN:  # a hash of exact cells could be used to test a guess
            for entry in shown.values():
                del entry["hash"]
        else:
            add_changes(shown, plans, measured)
        tabellen = read_tabellen(store, settings, audience, folder.parent.parent)
        tabellen |= make_effect_tabellen(cijfers, settings, describe_nulmetingen(plans))
        controle = inhoud.controle
        tabellen["bescherming"] = describe_groups(
            controle.groepen, controle.trap, settings.onthulling
        )
        write_audience(folder / audience, cijfers.items(), tabellen, description, shown, settings)
        read_editie(folder / audience)
    staged = folder / FOLDER
    staged.mkdir(mode=0o700)
    for version in added:
        write_version(staged, version)
    sync(staged)
    memory = folder / ONTHULLING
    memory.mkdir(mode=0o700)
    write_memory(memory, inhoud.editie, inhoud.controle, settings, inhoud.reeks)
    sync(memory)
    folder.chmod(0o755)
    sync(folder)


def _publish(
    measured: Measured, inhoud: Inhoud, audience: str, settings: Settings, store: Store
) -> Published:
    """Figures of one indicator for one audience, with the frozen nulmeting in its window."""

    def publish_one(item: Measured) -> Published:
        if audience == INTERN:
            return publish_intern(item)
        waiting = inhoud.measured[WACHTENDEN]
        bescherming = inhoud.controle.bescherming
        return publish_openbaar(item, settings, store.datastand, waiting, bescherming)

    plan = inhoud.plans[measured.slug]
    now = publish_one(measured)
    if plan.shown is None or plan.current:
        return now
    frozen = publish_one(Measured(measured.indicator, plan.shown.frame))
    return now.replace_venster(WINDOW, frozen)


def _describe(store: Store, settings: Settings) -> dict[str, Any]:
    """What editie.json says about the data and the settings."""
    levering = store.frame("select bron, is_synthetisch from levering").iloc[0]
    delivered = store.frame("select bestand from geleverd order by bestand")["bestand"]
    windows = store.frame("select naam, van, tot from venster order by van, tot")
    periods = [
        (naam, [van.date().isoformat(), tot.date().isoformat()])
        for naam, van, tot in windows.itertuples(index=False)
    ]
    return {
        "datastand": store.datastand.isoformat(),
        "gemaakt_op": datetime.now(UTC).isoformat(timespec="microseconds"),
        "definitieversie": DEFINITIEVERSIE,
        "store_hash": store.hash,
        "settings_hash": settings.fingerprint(),
        "synthetisch": bool(levering["is_synthetisch"]),
        "bron": str(levering["bron"] or ""),
        "geleverd": [str(naam) for naam in delivered],
        "kwartalen": [period for naam, period in periods if naam == KWARTAAL],
        "vensters": {naam: period for naam, period in periods if naam != KWARTAAL},
        "wijken": list(settings.wijk_ids),
        "pilot": list(settings.pilot.wijken),
    }
