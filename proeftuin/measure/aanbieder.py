"""What is counted per aanbieder and per product, in the years a talk with one of them is about.

Exact and confidential: disclosure/aanbieder.py makes of it what may be shown, in the intern edition
alone. docs/definities.md, Aanbieders en zorgproducten.
"""

from dataclasses import dataclass

import pandas as pd

from proeftuin.indicators import INDICATORS, Indicator, Soort
from proeftuin.store import Store
from proeftuin.vocabulary import EFFECTJAAR, JEUGDIGEN, NULMETING, TOEWIJZINGEN, TOTAAL

ALLE_PRODUCTEN = ""  # the product of what is counted whatever the product
_PER_PRODUCT = {JEUGDIGEN: "count(distinct jeugdige_id)", TOEWIJZINGEN: "count(*)"}
_VENSTER = f"inner join venster using (venster_id) where naam in ('{EFFECTJAAR}', '{NULMETING}')"


@dataclass(frozen=True)
class Aanbiedermeting:
    """Exact counts and euros per window (nulmeting, effectjaar), aanbieder and product.

    aantallen: venster, maat (slug, JEUGDIGEN or TOEWIJZINGEN), product (ALLE_PRODUCTEN for a slug),
    aanbieder (TOTAAL: all together), aantal; no rows for 0. aandelen: venster, maat (slug),
    aanbieder, teller, noemer, rijp, totaal. euros: venster, product, aanbieder, jeugdige, euro, not
    0.
    """

    aantallen: pd.DataFrame
    aandelen: pd.DataFrame
    euros: pd.DataFrame


def measure_aanbieders(store: Store) -> Aanbiedermeting:
    """The Aanbiedermeting of what is loaded, whole gemeente; prepare_facts must have run."""
    counts, shares = list[str](), list[str]()
    for item in INDICATORS:
        if not item.aanbieder_feit:
            continue
        is_share = item.soort is Soort.AANDEEL
        query = _share if is_share else _count
        (shares if is_share else counts).extend(query(item, per) for per in (True, False))
    counts += [
        _select(maat, "productcategorie_code", per, f"cast({counted} as bigint) as aantal")
        + f" from product_toegewezen {_VENSTER} group by 1, 2, 3, 4"
        for maat, counted in _PER_PRODUCT.items()
        for per in (True, False)
    ]
    aantallen = store.frame(" union all ".join(counts) + " order by 1, 2, 3, 4")
    euros = store.frame(
        "select naam as venster, productcategorie_code as product, aanbieder_id as aanbieder,"
        f" jeugdige_id as jeugdige, bedrag_eur as euro from product_kosten {_VENSTER}"
        " and bedrag_eur <> 0 order by 1, 2, 3, 4"
    )
    return Aanbiedermeting(
        aantallen[aantallen["aantal"] > 0],
        store.frame(" union all ".join(shares) + " order by 1, 2, 4"),
        euros,
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


def _share(item: Indicator, per: bool) -> str:
    """Teller and noemer, and of how many units it is known (rijp) of all (totaal)."""
    columns = {"teller": item.teller, "noemer": item.noemer}
    columns |= {"rijp": item.rijp or item.noemer, "totaal": item.totaal or item.noemer}
    sums = (f"cast(sum({kolom}) as bigint) as {naam}" for naam, kolom in columns.items())
    begin = _select(item.slug, f"'{ALLE_PRODUCTEN}'", per, ", ".join(sums))
    return f"{begin} from {item.aanbieder_feit} {_VENSTER} group by 1, 2, 3, 4"
