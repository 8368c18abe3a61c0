"""Synthetic: a made-up gemeente, written as a levering like any other, and what it talks about."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.synthetic.berichten import check_omvang, clear_berichten, write_berichten
    from proeftuin.synthetic.demo import write_demo
    from proeftuin.synthetic.gesprek import MERK, invite, talk_about

__getattr__ = hand_on(__name__)
