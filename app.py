"""The app: a menu over pages/ and nothing else. Start with `make app`."""

from proeftuin.ui import run_app

run_app()
