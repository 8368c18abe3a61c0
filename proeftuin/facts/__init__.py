"""Facts: one row per unit and window, as SQL that DuckDB, PostgreSQL and Spark share."""

from proeftuin.facts.read import FACTS, read_fact, read_functies
