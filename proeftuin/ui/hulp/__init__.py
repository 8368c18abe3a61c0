"""Help on every page: the terms, what the marks mean, a short tour and a search."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.ui.hulp.begrippen import show_begrippen, term_html
    from proeftuin.ui.hulp.uitleg import show_legend_button, show_tour
    from proeftuin.ui.hulp.verklaring import show_toegankelijkheid
    from proeftuin.ui.hulp.zoeken import find_places, show_search

__getattr__ = hand_on(__name__)
