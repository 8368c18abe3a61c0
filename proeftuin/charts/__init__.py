"""Charts: what is drawn of published figures, and how it becomes a picture in a file."""
