"""Synthetic: a made-up gemeente, written as a levering like any other."""

from proeftuin.synthetic.demo import write_demo

__all__ = ["write_demo"]
