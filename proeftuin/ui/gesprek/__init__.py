"""The screens of the conversation."""
