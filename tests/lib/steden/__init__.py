"""Cities that tests publish: what is special of each."""
