"""The facts of a session: what measuring reads, made of the tables of the store."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from proeftuin.errors import ProeftuinError
from proeftuin.facts import FACTS, NIET_BEWAARD, read_fact
from proeftuin.indicators import DEFINITIEVERSIE
from proeftuin.settings import Settings
from proeftuin.store import Store, merge_rules
from proeftuin.vensters import list_kwartalen, list_maanden, list_vensters


def _read_earliest(store: Store) -> date | None:
    """The first begin of a traject or the first aanmelding."""
    query = (
        "select min(dag) as dag from (select min(begin_datum) as dag from traject"
        " union all select min(aanmeld_datum) from aanmelding)"
    )
    earliest = store.frame(query)["dag"][0]
    return None if pd.isna(earliest) else earliest.date()


def _check_laadregels(store: Store, settings: Settings) -> None:
    """ProeftuinError (Dutch) when the store was filled under another definition or other days.

    Trajecten are merged at load: what changed since then would be in no figure, without a word.
    """
    rules: dict[Any, Any] = {"definitieversie": "1.0"}
    if store.has_table("laadregels"):
        [rules] = store.frame("select * from laadregels").to_dict("records")
    again = "Laad de levering opnieuw: python -m proeftuin laad MAP --vervang."
    if rules.pop("definitieversie") != DEFINITIEVERSIE:
        raise ProeftuinError(
            "De gegevens zijn geladen onder een andere definitieversie dan "
            f"{DEFINITIEVERSIE}, en trajecten worden bij het laden samengevoegd. {again}"
        )
    for naam, value in merge_rules(settings).items():
        if rules[naam] != value:
            raise ProeftuinError(
                f"De gegevens zijn geladen met perioden.{naam} = {rules[naam]}. In de configuratie "
                f"staat nu {value}. Trajecten worden bij het laden samengevoegd. {again}"
            )


def prepare_facts(store: Store, settings: Settings) -> None:
    """Make the named functions, constante, venster, venster_peildatum, maand and every fact.

    All are temporary tables of this session (those of NIET_BEWAARD views). Order and files come
    from proeftuin.facts. Raises ProeftuinError (Dutch) when the store was filled under other rules
    than settings asks.
    """
    _check_laadregels(store, settings)
    store.make_functions()
    perioden = settings.perioden
    constants = {
        "zorgperiode_gat_dagen": perioden.zorgperiode_gat_dagen,
        "verblijf_gat_dagen": perioden.verblijf_gat_dagen,
        "doorstroom_dagen": perioden.doorstroom_dagen,
        "herhaald_beroep_jaren": perioden.herhaald_beroep_jaren,
        "wachttijd_norm_dagen": settings.normen.wachttijd_dagen,
        "cohort_dagen": perioden.horizon_cohort_dagen,
        "verzilvering_rijp_dagen": perioden.verzilvering_rijp_dagen,
    }
    columns = ", ".join(f"{value} as {naam}" for naam, value in constants.items())
    store.keep("constante", f"select date '{store.datastand}' as datastand, {columns}")
    vensters = list_vensters(_read_earliest(store), store.datastand, settings)
    numbered = list(enumerate(vensters, start=1))
    _keep_days(
        *(store, "venster", ("venster_id", "naam", "van", "tot")),
        [(nummer, venster.naam, venster.van, venster.tot) for nummer, venster in numbered],
        (0, "", date.max, date.max),
    )
    _keep_days(
        *(store, "venster_peildatum", ("venster_id", "peildatum")),
        [
            (nummer, kwartaal.tot)
            for nummer, venster in numbered
            for kwartaal in list_kwartalen(venster.van, venster.tot)
        ],
        (0, date.max),
    )
    _keep_days(
        *(store, "maand", ("maand_datum", "eind_datum")),
        *(list_maanden(store.datastand), (date.max, date.max)),
    )
    with store.making():
        for fact in FACTS:
            make = store.define if fact in NIET_BEWAARD else store.keep
            make(fact, read_fact(fact))


Rij = Sequence[int | str | date]


def _keep_days(
    store: Store, naam: str, columns: Sequence[str], rows: Sequence[Rij], voorbeeld: Rij
) -> None:
    """Make a table of numbers, names and days; an example says their kinds when there is no row."""
    literals = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows or [voorbeeld])
    named = ", ".join(columns)
    where = "" if rows else " where false"
    store.keep(naam, f"select {named} from (values {literals}) as rijen({named}){where}")


def _literal(value: int | str | date) -> str:
    """A number, name or day in SQL."""
    if isinstance(value, int):
        return str(value)
    return f"date '{value}'" if isinstance(value, date) else f"'{value}'"
