"""Een aanbieder: one of the largest beside all together, for the talk with it; intern only."""

from proeftuin.ui import show_title, start_page
from proeftuin.ui.gesprek import show_aanbieder

context = start_page("aanbieder")
show_title(context, "Hoe staat het ervoor bij een van de grootste aanbieders?")
show_aanbieder(context)
