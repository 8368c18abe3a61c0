"""Measuring: from facts in the store to a figure per wijk, window and category."""

from proeftuin.measure.aanbieder import ALLE_PRODUCTEN, Aanbiedermeting, measure_aanbieders
from proeftuin.measure.bijdragen import CEL, Bijdragen
from proeftuin.measure.figures import COLUMNS, DAGEN, GETALLEN, ONTHULLING, Measured, measure_all
from proeftuin.measure.prepare import prepare_facts
from proeftuin.measure.prognose import Reeksen, measure_prognose
from proeftuin.measure.source import NOEMERSTAND, cut_up
from proeftuin.measure.spark import compute_on
