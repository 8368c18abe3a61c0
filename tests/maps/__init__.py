"""Tests of the room maps."""
