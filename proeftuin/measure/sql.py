"""The generated SQL: sums and cell numbers on a fact, under one split."""

from collections.abc import Iterable

from proeftuin.codelists import ONBEKEND as CODE_ONBEKEND
from proeftuin.indicators.types import (
    BEVOLKING,
    GEEN,
    HULPVORM,
    LEEFTIJDSGROEP,
    VERWIJZER,
    Indicator,
    Soort,
)
from proeftuin.measure.grid import Grid

# The column of a fact that holds the category of a split; None: everything together.
KOLOM: dict[str, str] = {
    LEEFTIJDSGROEP: "leeftijdsgroep",
    HULPVORM: "hulpvorm_code",
    VERWIJZER: "verwijzer_code",
    "aanbieder": "aanbieder_id",
    "reden": "reden_einde_code",
    "vraag": "vraag",
}
KWADRAAT = "_kwadraat"  # suffix: sum of squares of a mean's values


def category_sql(indeling: str) -> str:
    """The expression of the category in a query on a fact."""
    return "''" if indeling == GEEN else KOLOM[indeling]


def where_sql(indeling: str) -> str:
    """Rows a split leaves out: an unknown hulpvorm, and rows that carry no category."""
    if indeling == GEEN:
        return ""
    column = KOLOM[indeling]
    unknown = f" and {column} <> '{CODE_ONBEKEND}'" if indeling == HULPVORM else ""
    return f" where {column} is not null{unknown}"


def text_sql(text: str | None) -> str:
    """A text as an SQL literal; '' for the one category of a figure without a split."""
    return "'" + (text or "").replace("'", "''") + "'"


def coded_sql(grid: Grid, feit: str, indeling: str, cats: tuple[str | None, ...]) -> str:
    """A query on a fact with all its columns and cel, the cell (V, W, category flattened).

    Whole numbers are grouped, passed on and sorted far quicker than texts. Rows of a category
    that is not in cats are left out.
    """
    wijken = " ".join(
        f"when {text_sql(wijk)} then {place}"
        for place, wijk in enumerate(grid.wijken)
        if place != grid.onbekend
    )
    rows = ", ".join(f"({text_sql(cat)}, {place})" for place, cat in enumerate(cats))
    venster = f"(venster_id - {min(grid.venster_ids, default=0)})"
    wijk = f"case wijk_id {wijken} else {grid.onbekend} end"
    return (
        f"select {feit}.*, ({venster} * {len(grid.wijken)} + {wijk}) * {len(cats)} + plaats"
        f" as cel from {feit} inner join (values {rows or '(null, 0)'}) as"
        f" categorieen(categorie, plaats) on {category_sql(indeling)} = categorie"
    )


def exact(column: str) -> str:
    """Amounts and scores are summed as decimals: the same total whatever the order of the rows."""
    return f"cast({column} as decimal(18, 8))" if column.endswith(("_eur", "_som")) else column


def sum_columns(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Name -> SQL sum of all the columns these indicators need from their fact."""
    columns: dict[str, str] = {}
    for indicator in indicators:
        names = (indicator.teller, indicator.noemer, indicator.rijp, indicator.totaal)
        for name in names:
            if name and name != BEVOLKING:
                columns[name] = f"sum({exact(name)})"
        if indicator.soort is Soort.GEMIDDELDE:
            square = f"1.0 * {indicator.teller} * {indicator.teller} / {indicator.noemer}"
            columns[indicator.teller + KWADRAAT] = (
                f"sum(cast({square} as decimal(18, 8))) filter (where {indicator.noemer} > 0)"
            )
        if indicator.slug == "wachttijd":
            columns["is_terugwerkend"] = "sum(is_terugwerkend)"
    return columns
