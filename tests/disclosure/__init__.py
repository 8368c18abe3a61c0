"""Tests of the room disclosure."""
