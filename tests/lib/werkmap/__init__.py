"""Files as other programs write them, for tests of the door."""
