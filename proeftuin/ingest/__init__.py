"""Ingest: from what a gemeente delivers to a store, or to findings that say what is wrong."""

from proeftuin.ingest.findings import BEVINDINGEN
from proeftuin.ingest.load import load_levering

__all__ = ["BEVINDINGEN", "load_levering"]
