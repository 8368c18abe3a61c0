"""Proeftuin monitor: follow a youth-care pilot in one wijk, honestly."""
