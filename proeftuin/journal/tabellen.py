"""The tables of the journal, made of the records in types.py.

What the migrations make must equal this; a test compares them.
"""

from dataclasses import fields
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from proeftuin.journal.types import (
    KEPT,
    SEARCHED,
    WORD,
    Actie,
    Agendapunt,
    Bevriezing,
    Duiding,
    Gesprek,
    Historie,
    Refers,
    Verhaal,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
SHORT = String(200)
WAARDEN = JSON(none_as_null=True)
STORED: dict[Any, Any] = {int: Integer(), date: Date(), str: Text()}


class FieldType(NamedTuple):
    """How a field of a record is stored: the plain type, its marks, and whether None may be."""

    plain: Any
    marks: tuple[Any, ...]
    is_optional: bool


def _read_types(record: type[Any]) -> dict[str, FieldType]:
    hints = get_type_hints(record, include_extras=True)
    return {item.name: _read_type(hints[item.name]) for item in fields(record)}


def _read_type(hint: Any) -> FieldType:
    marks: tuple[Any, ...] = ()
    is_optional = False
    while (origin := get_origin(hint)) in (Annotated, Union, UnionType):
        if origin is Annotated:
            marks += hint.__metadata__
            hint = hint.__origin__
        else:
            (hint,) = (item for item in get_args(hint) if item is not NoneType)
            is_optional = True
    return FieldType(get_origin(hint) or hint, marks, is_optional)


# Parents before children, so that rows can be put back in this order.
RECORDS: tuple[type[Any], ...] = (
    *(Gesprek, Agendapunt, Bevriezing, Actie, Duiding, Verhaal, Historie),
)
# The fields of each record, in order, with what their types say.
FIELDS = {record: _read_types(record) for record in RECORDS}


def changeable(record: type[Any]) -> tuple[str, ...]:
    """The fields of a record that a writer may change, in order."""
    return tuple(naam for naam, found in FIELDS[record].items() if KEPT not in found.marks)


def free_texts(record: type[Any]) -> tuple[str, ...]:
    """The fields of a record in which a writer may write anything: texts, and lists of them."""
    types = FIELDS[record]
    return tuple(
        naam
        for naam in changeable(record)
        if types[naam].plain is tuple
        or (types[naam].plain is str and WORD not in types[naam].marks)
    )


def _column(naam: str, found: FieldType) -> Column[Any]:
    if naam == "id":
        return Column(naam, Integer, primary_key=True)
    kind = SHORT if WORD in found.marks else STORED.get(found.plain, WAARDEN)
    refers = next((mark for mark in found.marks if isinstance(mark, Refers)), None)
    if refers is None:
        is_searched = SEARCHED in found.marks or None
        return Column(naam, kind, nullable=found.is_optional, index=is_searched)
    return Column(
        naam,
        kind,
        ForeignKey(f"{refers.tabel}.id"),
        nullable=found.is_optional,
        index=not refers.is_uniek or None,
        unique=refers.is_uniek or None,
    )


def _table(record: type[Any], *more: Column[Any] | Index) -> Table:
    columns = [_column(naam, found) for naam, found in FIELDS[record].items()]
    return Table(record.__name__.lower(), METADATA, *columns, *more, sqlite_autoincrement=True)


def _form_table(record: type[Any]) -> Table:
    """A table whose rows also carry the key of the form that made them."""
    return _table(record, Column("sleutel", SHORT, nullable=True, unique=True))


GESPREK = _form_table(Gesprek)
AGENDAPUNT = _form_table(Agendapunt)
BEVRIEZING = _table(Bevriezing)
ACTIE = _form_table(Actie)
DUIDING = _form_table(Duiding)
VERHAAL = _form_table(Verhaal)
HISTORIE = _table(Historie, Index("ix_historie_rij", "tabel", "rij_id"))
TABLE_OF = dict(
    zip(
        RECORDS,
        (GESPREK, AGENDAPUNT, BEVRIEZING, ACTIE, DUIDING, VERHAAL, HISTORIE),
        strict=True,
    )
)
TABELLEN: dict[str, Table] = {table.name: table for table in TABLE_OF.values()}
# Rows of these are only ever added; triggers in the database refuse the rest.
ALLEEN_BIJ = ("bevriezing", "historie")
