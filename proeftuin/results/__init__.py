"""Results: what may be asked of an edition, by name."""
