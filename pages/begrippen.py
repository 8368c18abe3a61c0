"""Begrippen: every term in two sentences, with its source; the same text as docs/begrippen.md."""

from proeftuin.ui import show_title, start_page
from proeftuin.ui.hulp import show_begrippen

context = start_page("begrippen")
show_title(context, "Wat betekenen de woorden in deze app?")
show_begrippen(context.settings)
