"""The budget of the proeftuin in words; page and report say the same."""

from proeftuin.results.budget import BudgetRegel
from proeftuin.sentences.numbers import EURO, MIN, show_number


def show_euro(value: float) -> str:
    """'€ 1.234', whole euros, with a real minus sign before the euro sign."""
    text = show_number(value)
    return f"{MIN if text.startswith(MIN) else ''}{EURO}{text.lstrip(MIN)}"


def budget_sentence(total: BudgetRegel, elapsed: float) -> str:
    """What is spent of what was planned, beside the time that passed; elapsed as share 0..1."""
    part = show_number(100 * (total.uitputting or 0))
    return (
        f"Besteed: {show_euro(total.gerealiseerd_eur)} van {show_euro(total.begroot_eur)}, dat is "
        f"{part}%. Van de tijd is {show_number(100 * elapsed)}% voorbij. Nog "
        f"{show_euro(total.verplicht_eur)} is toegezegd."
    )
