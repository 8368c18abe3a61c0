"""The journal of the conversations: what people write, apart from the figures, with history."""
