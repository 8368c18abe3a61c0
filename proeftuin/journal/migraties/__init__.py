"""Migrations of the journal (Alembic); opslag.migrate runs them when the journal opens."""
