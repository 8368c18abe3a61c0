"""Ingest: from what a gemeente delivers to a store, or to findings that say what is wrong."""

from proeftuin.ingest.door import Gebieden
from proeftuin.ingest.findings import BEVINDINGEN
from proeftuin.ingest.gebieden import Herkenning, count_gebieden
from proeftuin.ingest.load import load_levering

__all__ = ["BEVINDINGEN", "Gebieden", "Herkenning", "count_gebieden", "load_levering"]
