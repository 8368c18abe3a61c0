"""Evaluatie: the conclusion and the report, then the proof: promised, seen, what it costs."""

from proeftuin.report import title_text
from proeftuin.ui import load_styles, show_evaluatie, show_title, start_page

context = start_page("evaluatie")
load_styles()
show_title(context, title_text(context.settings))
show_evaluatie(context, ("ervaring", "vermeden_inzet"))
