"""What an earlier version of this program left behind, and that today's still reads it."""
