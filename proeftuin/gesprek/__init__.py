"""The conversation: what is proposed for the agenda, what is frozen, what the minutes say."""
