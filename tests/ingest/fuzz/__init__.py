"""Spoiled leveringen."""
