"""The command line: what each command takes, does and prints."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.cli.commands import run_command
    from proeftuin.cli.parser import make_parser

__getattr__ = hand_on(__name__)
