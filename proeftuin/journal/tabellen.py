"""The tables of the journal. What the migrations make must equal this; a test compares them."""

from typing import Any

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

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
WAARDEN = JSON(none_as_null=True)


def _text(naam: str, nullable: bool = False) -> Column[Any]:
    return Column(naam, Text, nullable=nullable)


def _word(naam: str, nullable: bool = False) -> Column[Any]:
    return Column(naam, String(200), nullable=nullable)


def _verwijs(naam: str, doel: str, nullable: bool = False) -> Column[Any]:
    return Column(naam, Integer, ForeignKey(f"{doel}.id"), nullable=nullable, index=True)


def _json(naam: str, nullable: bool = False) -> Column[Any]:
    return Column(naam, WAARDEN, nullable=nullable)


def _table(naam: str, *columns: Column[Any] | Index) -> Table:
    number = Column("id", Integer, primary_key=True)
    return Table(naam, METADATA, number, *columns, sqlite_autoincrement=True)


def _mutable(naam: str, *columns: Column[Any]) -> Table:
    """A table whose rows carry versie, times, the last role and the key of the form."""
    return _table(
        naam,
        Column("versie", Integer, nullable=False),
        *columns,
        _word("gemaakt_op"),
        _word("gewijzigd_op"),
        _word("rol_laatst"),
        Column("sleutel", String(200), nullable=True, unique=True),
    )


GESPREK = _mutable(
    "gesprek",
    _word("soort"),
    Column("datum", Date, nullable=False),
    _word("wijk"),
    _word("kwartaal"),
    _text("titel"),
    _json("genodigden"),
    _word("status"),
    _word("editie_id", nullable=True),
    _word("audience", nullable=True),
)
AGENDAPUNT = _mutable(
    "agendapunt",
    _verwijs("gesprek_id", "gesprek"),
    Column("volgorde", Integer, nullable=False),
    _word("soort"),
    _word("slug", nullable=True),
    *(_text(naam) for naam in ("titel", "aanleiding", "herkennen", "verklaren")),
    *(_text(naam) for naam in ("waarderen", "verbeteren", "koers")),
)
BEVRIEZING = _table(
    "bevriezing",
    Column("agendapunt_id", Integer, ForeignKey("agendapunt.id"), nullable=False, unique=True),
    _verwijs("gesprek_id", "gesprek"),
    *(_word(naam) for naam in ("editie_id", "audience", "datastand")),
    _json("rijen"),
    _text("beeld_svg"),
    _text("zin"),
    *(_word(naam) for naam in ("hash", "gemaakt_op", "rol_laatst")),
)
ACTIE = _mutable(
    "actie",
    _verwijs("gesprek_id", "gesprek"),
    _verwijs("agendapunt_id", "agendapunt", nullable=True),
    _text("tekst"),
    _text("eigenaar"),
    _word("kwartaal_gereed"),
    _word("slug", nullable=True),
    _word("richting", nullable=True),
    _word("status"),
    _text("toelichting"),
)
DUIDING = _mutable(
    "duiding",
    _verwijs("gesprek_id", "gesprek", nullable=True),
    *(_word(naam) for naam in ("soort", "slug", "kwartaal")),
    _word("wijk", nullable=True),
    _text("tekst"),
    _word("status"),
)
VERHAAL = _mutable(
    "verhaal",
    _word("soort"),
    _word("wijk", nullable=True),
    _word("kwartaal"),
    *(_text(naam) for naam in ("titel", "tekst", "bron")),
    _word("status"),
)
HISTORIE = _table(
    "historie",
    *(_word(naam) for naam in ("op", "rol")),
    _text("naam"),
    _word("tabel"),
    Column("rij_id", Integer, nullable=False),
    Column("versie", Integer, nullable=False),
    _word("soort"),
    _word("zicht"),
    Column("gesprek_id", Integer, nullable=True, index=True),
    _json("voor", nullable=True),
    _json("na", nullable=True),
    Index("ix_historie_rij", "tabel", "rij_id"),
)
# Parents before children, so that rows can be put back in this order.
TABELLEN: dict[str, Table] = {
    table.name: table
    for table in (GESPREK, AGENDAPUNT, BEVRIEZING, ACTIE, DUIDING, VERHAAL, HISTORIE)
}
# Rows of these are only ever added; triggers in the database refuse the rest.
ALLEEN_BIJ = ("bevriezing", "historie")
