"""The first tables, and triggers that keep historie and bevriezing as they were written."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ALLEEN_BIJ = ("bevriezing", "historie")
MELDING = "aan deze tabel wordt alleen toegevoegd"


def _text(*names: str) -> list[Any]:
    return [sa.Column(naam, sa.Text, nullable=False) for naam in names]


def _word(*names: str, nullable: bool = False) -> list[Any]:
    return [sa.Column(naam, sa.String(200), nullable=nullable) for naam in names]


def _number(naam: str, nullable: bool = False) -> Any:
    return sa.Column(naam, sa.Integer, nullable=nullable)


def _verwijs(tabel: str, naam: str, doel: str, nullable: bool = False) -> Any:
    key = sa.ForeignKey(f"{doel}.id", name=f"fk_{tabel}_{naam}")
    return sa.Column(naam, sa.Integer, key, nullable=nullable)


def _create(tabel: str, *columns: Any) -> None:
    op.create_table(
        tabel,
        _number("id"),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{tabel}"),
        sqlite_autoincrement=True,
    )


def _create_mutable(tabel: str, *columns: Any) -> None:
    _create(
        tabel,
        _number("versie"),
        *columns,
        *_word("gemaakt_op", "gewijzigd_op", "rol_laatst"),
        *_word("sleutel", nullable=True),
        sa.UniqueConstraint("sleutel", name=f"uq_{tabel}_sleutel"),
    )


def upgrade() -> None:
    """Make every table, index and trigger."""
    _create_mutable(
        "gesprek",
        *_word("soort"),
        sa.Column("datum", sa.Date, nullable=False),
        *_word("wijk", "kwartaal"),
        *_text("titel"),
        sa.Column("genodigden", sa.JSON, nullable=False),
        *_word("status"),
        *_word("editie_id", "audience", nullable=True),
    )
    _create_mutable(
        "agendapunt",
        _verwijs("agendapunt", "gesprek_id", "gesprek"),
        _number("volgorde"),
        *_word("soort"),
        *_word("slug", nullable=True),
        *_text("titel", "aanleiding", "herkennen", "verklaren", "waarderen", "verbeteren", "koers"),
    )
    _create(
        "bevriezing",
        _verwijs("bevriezing", "agendapunt_id", "agendapunt"),
        _verwijs("bevriezing", "gesprek_id", "gesprek"),
        *_word("editie_id", "audience", "datastand"),
        sa.Column("rijen", sa.JSON, nullable=False),
        *_text("beeld_svg", "zin"),
        *_word("hash", "gemaakt_op", "rol_laatst"),
        sa.UniqueConstraint("agendapunt_id", name="uq_bevriezing_agendapunt_id"),
    )
    _create_mutable(
        "actie",
        _verwijs("actie", "gesprek_id", "gesprek"),
        _verwijs("actie", "agendapunt_id", "agendapunt", nullable=True),
        *_text("tekst", "eigenaar"),
        *_word("kwartaal_gereed"),
        *_word("slug", "richting", nullable=True),
        *_word("status"),
        *_text("toelichting"),
    )
    _create_mutable(
        "duiding",
        _verwijs("duiding", "gesprek_id", "gesprek", nullable=True),
        *_word("soort", "slug", "kwartaal"),
        *_word("wijk", nullable=True),
        *_text("tekst"),
        *_word("status"),
    )
    _create_mutable(
        "verhaal",
        *_word("soort"),
        *_word("wijk", nullable=True),
        *_word("kwartaal"),
        *_text("titel", "tekst", "bron"),
        *_word("status"),
    )
    _create(
        "historie",
        *_word("op", "rol"),
        *_text("naam"),
        *_word("tabel"),
        _number("rij_id"),
        _number("versie"),
        *_word("soort", "zicht"),
        _number("gesprek_id", nullable=True),
        sa.Column("voor", sa.JSON, nullable=True),
        sa.Column("na", sa.JSON, nullable=True),
    )
    for tabel, kolom in (
        ("agendapunt", "gesprek_id"),
        ("bevriezing", "gesprek_id"),
        ("actie", "gesprek_id"),
        ("actie", "agendapunt_id"),
        ("duiding", "gesprek_id"),
        ("historie", "gesprek_id"),
    ):
        op.create_index(f"ix_{tabel}_{kolom}", tabel, [kolom])
    op.create_index("ix_historie_rij", "historie", ["tabel", "rij_id"])
    _guard()


def _guard() -> None:
    """Triggers that refuse to change or remove a row of ALLEEN_BIJ."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function weiger_wijziging() returns trigger language plpgsql as "
            f"$$ begin raise exception '{MELDING}'; end $$"
        )
        for tabel in ALLEEN_BIJ:
            op.execute(
                f"create trigger {tabel}_vast before update or delete on {tabel} "
                "for each row execute function weiger_wijziging()"
            )
            op.execute(
                f"create trigger {tabel}_niet_leeg before truncate on {tabel} "
                "for each statement execute function weiger_wijziging()"
            )
        return
    for tabel in ALLEEN_BIJ:
        for naam, when in (
            ("niet_wijzigen", f"before update on {tabel}"),
            ("niet_verwijderen", f"before delete on {tabel}"),
            # "insert or replace" removes the old row without asking the delete trigger.
            (
                "niet_vervangen",
                f"before insert on {tabel} when exists (select 1 from {tabel} where id = new.id)",
            ),
        ):
            op.execute(
                f"create trigger {tabel}_{naam} {when} begin select raise(abort, '{MELDING}'); end"
            )
