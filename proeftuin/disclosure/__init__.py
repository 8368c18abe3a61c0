"""Disclosure control: from exact counts to what may be shown, and the attacker who checks it."""
