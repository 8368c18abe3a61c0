"""Ingest: from what a gemeente delivers to a store, or to findings that say what is wrong."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.ingest.checks import MAXIMUM_ONBEKEND
    from proeftuin.ingest.findings import BEVINDINGEN
    from proeftuin.ingest.gebieden import Gebieden
    from proeftuin.ingest.herkenning import count_gebieden
    from proeftuin.ingest.load import LoadReport, load_levering
    from proeftuin.ingest.motor.tabellen import list_orders
    from proeftuin.ingest.motor.verbinding import Motorbron, find_motorbron
    from proeftuin.ingest.vergelijk import Leveringvergelijking, Rijtelling, compare_leveringen
    from proeftuin.ingest.werklijst.maken import make_werklijst
    from proeftuin.ingest.werkmap.controle import check_bronnen
    from proeftuin.ingest.werkmap.herkennen import propose_bron
    from proeftuin.ingest.werkmap.sjabloon import write_sjabloon

__getattr__ = hand_on(__name__)
