"""A point about the prognose says so by its soort; until now only its title did.

No table changes. Points of before get their soort here, once, by the title they were made with;
each has its line of history, as any change has.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TITEL = "Prognose van het lopende jaar"
OUD, NIEUW = "vrij", "prognose"
PUNTEN = sa.text(
    "select agendapunt.id, agendapunt.versie, agendapunt.gesprek_id, gesprek.soort as zicht"
    " from agendapunt inner join gesprek on gesprek.id = agendapunt.gesprek_id"
    " where agendapunt.soort = :oud and agendapunt.titel = :titel order by agendapunt.id"
)
WIJZIG = sa.text("update agendapunt set soort = :nieuw where id = :id")
REGEL = sa.text(
    "insert into historie"
    " (op, rol, naam, tabel, rij_id, versie, soort, zicht, gesprek_id, voor, na)"
    " values (:op, 'beheerder', 'nieuwe versie van het product', 'agendapunt', :id, :versie,"
    " 'wijziging', :zicht, :gesprek_id, :voor, :na)"
)


def upgrade() -> None:
    """Name the points about the prognose."""
    connection = op.get_bind()
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    was, becomes = (json.dumps({"soort": soort}) for soort in (OUD, NIEUW))
    for row in connection.execute(PUNTEN, {"oud": OUD, "titel": TITEL}).mappings().all():
        connection.execute(WIJZIG, {"nieuw": NIEUW, "id": row["id"]})
        connection.execute(REGEL, {**row, "op": moment, "voor": was, "na": becomes})
