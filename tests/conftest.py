"""Shared by all tests: Hypothesis runs the same examples everywhere and keeps no files."""

from hypothesis import settings

settings.register_profile(
    "proeftuin", deadline=None, database=None, derandomize=True, print_blob=True
)
settings.load_profile("proeftuin")
