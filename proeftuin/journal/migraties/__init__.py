"""Migrations of the journal (Alembic); journal_migreren runs them when the journal opens."""
