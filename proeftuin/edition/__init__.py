"""Editions: measured figures become a frozen folder that the app reads."""
