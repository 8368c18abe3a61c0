"""Tests of the room gesprek."""
