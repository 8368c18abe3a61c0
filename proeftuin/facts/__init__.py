"""Facts: one row per unit and window, as SQL that DuckDB, PostgreSQL and Spark share."""

from proeftuin.facts.read import FACTS, NIET_BEWAARD, read_fact, read_functies
