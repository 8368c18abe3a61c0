"""Toegankelijkheid: what was tested, what a person must still look at; docs/toegankelijkheid.md."""

from proeftuin.ui import show_title, start_page
from proeftuin.ui.hulp import show_toegankelijkheid

context = start_page("toegankelijkheid")
show_title(context, "Kan iedereen deze app gebruiken?")
show_toegankelijkheid(context.settings)
