"""Aanbieders: who declared the most in a period; intern only."""

from proeftuin.ui import load_styles, show_aanbieders, show_title, start_page

context = start_page("aanbieders")
load_styles()
show_title(context, "Welke aanbieders hebben het meeste gedeclareerd?")
show_aanbieders(context)
