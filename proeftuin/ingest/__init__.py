"""Ingest: from what a gemeente delivers to a store, or to findings that say what is wrong."""

from proeftuin.ingest.aansluiting import REDENEN
from proeftuin.ingest.concordantie import check_concordantie
from proeftuin.ingest.findings import BEVINDINGEN
from proeftuin.ingest.herkenning import Herkenning, count_gebieden
from proeftuin.ingest.load import LoadReport, load_levering

__all__ = [
    "BEVINDINGEN",
    "REDENEN",
    "Herkenning",
    "LoadReport",
    "check_concordantie",
    "count_gebieden",
    "load_levering",
]
