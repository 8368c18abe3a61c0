"""Sentences: figures in Dutch words."""
