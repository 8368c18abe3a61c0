"""What is counted per aanbieder and per product, in the years a talk with one of them is about.

Exact and confidential: disclosure/aanbieder.py makes of it what may be shown, in the intern edition
alone. docs/definities.md, Aanbieders en zorgproducten.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from proeftuin.indicators import INDICATORS, Indicator, Soort
from proeftuin.measure.source import exact
from proeftuin.measure.survival import survival_rules
from proeftuin.settings import Settings
from proeftuin.stats import life_tables
from proeftuin.store import Store
from proeftuin.vocabulary import (
    EFFECTJAAR,
    GEDECLAREERD,
    JEUGDIGEN,
    NULMETING,
    TOEGEWEZEN,
    TOEWIJZINGEN,
    TOTAAL,
)

ALLE_PRODUCTEN = ""  # the product of what is counted whatever the product
_PER_PRODUCT = {JEUGDIGEN: "count(distinct jeugdige_id)", TOEWIJZINGEN: "count(*)"}
_VENSTER = f"inner join venster using (venster_id) where naam in ('{EFFECTJAAR}', '{NULMETING}')"


@dataclass(frozen=True)
class Aanbiedermeting:
    """Exact counts and euros per window (nulmeting, effectjaar), aanbieder and product.

    aantallen: venster, maat (slug, JEUGDIGEN or TOEWIJZINGEN), product (ALLE_PRODUCTEN for a slug),
    aanbieder (TOTAAL: all together), aantal; no rows for 0. aandelen: venster, maat (slug),
    aanbieder, teller, noemer, rijp, totaal, geteld (units of its fact that aantallen counts, else
    the noemer). duren: venster, maat (slug), aanbieder, waarde (days), teller (ends), noemer
    (units), is_dun (too few still run, see Overleving). euros: venster, product, aanbieder,
    jeugdige, euro, not 0. toewijzingen: those with an amount that ended; venster, aanbieder,
    jeugdige, aantal, rijp, toegewezen, gedeclareerd (euros).
    """

    aantallen: pd.DataFrame
    aandelen: pd.DataFrame
    duren: pd.DataFrame
    euros: pd.DataFrame
    toewijzingen: pd.DataFrame


def measure_aanbieders(store: Store, settings: Settings) -> Aanbiedermeting:
    """The Aanbiedermeting of what is loaded, whole gemeente; prepare_facts must have run."""
    items = [item for item in INDICATORS if item.aanbieder_feit]
    counted = [item for item in items if item.soort is Soort.PER_1000]
    shares = [item for item in items if item.soort is Soort.AANDEEL]
    lives = [item for item in items if item.soort is Soort.OVERLEVING]
    [spent] = [item for item in items if item.soort is Soort.EURO_AANDEEL]
    counts = [_count(item, per) for item in counted for per in (True, False)]
    counts += [
        _select(maat, "productcategorie_code", per, f"cast({number} as bigint) as aantal")
        + f" from product_toegewezen {_VENSTER} group by 1, 2, 3, 4"
        for maat, number in _PER_PRODUCT.items()
        for per in (True, False)
    ]
    geteld = {item.feit: item.teller for item in counted}
    aantallen = store.frame(" union all ".join(counts) + " order by 1, 2, 3, 4")
    euros = store.frame(
        "select naam as venster, productcategorie_code as product, aanbieder_id as aanbieder,"
        f" jeugdige_id as jeugdige, bedrag_eur as euro from product_kosten {_VENSTER}"
        " and bedrag_eur <> 0 order by 1, 2, 3, 4"
    )
    parts = [_share(item, per, geteld) for item in shares for per in (True, False)]
    return Aanbiedermeting(
        aantallen[aantallen["aantal"] > 0],
        store.frame(" union all ".join(parts) + " order by 1, 2, 4"),
        pd.concat([_measure_lives(store, item, settings) for item in lives], ignore_index=True),
        euros,
        store.frame(_spent(spent)),
    )


def _select(maat: str, product: str, per: bool, numbers: str) -> str:
    """The begin of a query: what a row is about, then numbers; per aanbieder or all together."""
    aanbieder = "aanbieder_id" if per else f"'{TOTAAL}'"
    return (
        f"select naam as venster, '{maat}' as maat, {product} as product,"
        f" {aanbieder} as aanbieder, {numbers}"
    )


def _count(item: Indicator, per: bool) -> str:
    """How many units there are; all together as the figure itself counts them."""
    number = f"cast(sum({item.teller}) as bigint) as aantal"
    feit = item.aanbieder_feit if per else item.feit
    begin = _select(item.slug, f"'{ALLE_PRODUCTEN}'", per, number)
    return f"{begin} from {feit} {_VENSTER} group by 1, 2, 3, 4"


def _share(item: Indicator, per: bool, geteld: dict[str, str]) -> str:
    """Teller and noemer, of how many units it is known (rijp) of all (totaal), and geteld.

    geteld: fact -> the column of it that a count of aantallen adds up.
    """
    columns = {"teller": item.teller, "noemer": item.noemer}
    columns |= {"rijp": item.rijp or item.noemer, "totaal": item.totaal or item.noemer}
    columns["geteld"] = geteld.get(item.aanbieder_feit, item.noemer)
    sums = (f"cast(sum({kolom}) as bigint) as {naam}" for naam, kolom in columns.items())
    begin = _select(item.slug, f"'{ALLE_PRODUCTEN}'", per, ", ".join(sums))
    return f"{begin} from {item.aanbieder_feit} {_VENSTER} group by 1, 2, 3, 4"


def _measure_lives(store: Store, item: Indicator, settings: Settings) -> pd.DataFrame:
    """The mean duration up to the horizon, as the figure itself has it: the rows of duren."""
    feit, rules = item.aanbieder_feit, survival_rules(item, settings)
    days = store.frame(
        "select naam as venster, aanbieder_id as aanbieder, dag, cast(sum(intrede) as bigint) as"
        " intrede, cast(sum(uit) as bigint) as uit, cast(sum(einde) as bigint) as einde from ("
        "select venster_id, aanbieder_id, intrede_dagen as dag, 1 as intrede, 0 as uit, 0 as einde"
        f" from {feit} union all select venster_id, aanbieder_id, duur_dagen, 0, 1, {item.teller}"
        f" from {feit}) as dagen {_VENSTER} group by 1, 2, 3"
    )
    days = pd.concat([days, days.assign(aanbieder=TOTAAL)], ignore_index=True)
    groups = days.groupby(["venster", "aanbieder"])
    found = groups.agg(teller=("einde", "sum"), noemer=("uit", "sum")).reset_index()
    cel = np.asarray(groups.ngroup(), np.int64)
    dag, entered, left, ended = (
        days[naam].to_numpy(np.int64) for naam in ("dag", "intrede", "uit", "einde")
    )
    tables = life_tables(cel, dag, entered, left, ended, len(found))
    found["maat"], found["waarde"] = item.slug, tables.rmst(rules.horizon)[0]
    found["is_dun"] = tables.smallest_at_risk(rules.horizon) < rules.minimum_risico
    return found


def _spent(item: Indicator) -> str:
    """What was assigned and declared of it, per aanbieder and jeugdige."""
    columns = {"aantal": item.totaal, "rijp": item.rijp}
    sums = [f"cast(sum({kolom}) as bigint) as {naam}" for naam, kolom in columns.items()]
    for naam, kolom in ((TOEGEWEZEN, item.noemer), (GEDECLAREERD, item.teller)):
        sums.append(f"cast(sum({exact(kolom)}) as double) as {naam}")
    return (
        "select naam as venster, aanbieder_id as aanbieder, jeugdige_id as jeugdige,"
        f" {', '.join(sums)} from {item.aanbieder_feit} {_VENSTER}"
        " group by 1, 2, 3 order by 1, 2, 3"
    )
