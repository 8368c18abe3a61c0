"""Datakwaliteit: what the checks found and how complete the levering is."""

from proeftuin.ui import load_styles, show_datakwaliteit, show_title, start_page

context = start_page("datakwaliteit")
load_styles()
show_title(context, "Hoe volledig zijn de gegevens achter de cijfers?")
show_datakwaliteit(context, ("zonder_einddatum",))
