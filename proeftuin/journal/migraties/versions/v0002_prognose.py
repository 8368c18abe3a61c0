"""A point about the prognose says so by its soort; until now only its title did.

No table changes. Points of before get their soort here, once, by the title they were made with.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TITEL = "Prognose van het lopende jaar"


def upgrade() -> None:
    """Name the points about the prognose."""
    op.execute(
        f"update agendapunt set soort = 'prognose' where soort = 'vrij' and titel = '{TITEL}'"
    )
