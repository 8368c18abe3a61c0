"""Ingest: from what a gemeente delivers to a store, or to findings that say what is wrong."""

from proeftuin.ingest.aansluiting import REDENEN
from proeftuin.ingest.checks import MAXIMUM_ONBEKEND
from proeftuin.ingest.findings import BEVINDINGEN
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.herkenning import count_gebieden
from proeftuin.ingest.load import LoadReport, load_levering

__all__ = [
    "BEVINDINGEN",
    "MAXIMUM_ONBEKEND",
    "REDENEN",
    "Gebieden",
    "LoadReport",
    "count_gebieden",
    "load_levering",
]
