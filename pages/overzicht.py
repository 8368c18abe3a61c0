"""Overzicht: the five core indicators in one minute."""

from proeftuin.ui import heading, start_page

context = start_page("overzicht")
heading("Overzicht", "Hoe staat het ervoor?")
