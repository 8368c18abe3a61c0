"""Measuring: from facts in the store to a figure per wijk, window and category."""
