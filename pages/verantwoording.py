"""Verantwoording: every definition, window, threshold, source and hash, from the code itself."""

from proeftuin.ui import load_styles, show_title, show_verantwoording, start_page

context = start_page("verantwoording")
load_styles()
show_title(context, "Hoe zijn de cijfers gemaakt, en waar rusten zij op?")
show_verantwoording(context)
