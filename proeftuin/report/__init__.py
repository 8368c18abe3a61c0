"""The report: the content of the evaluation for the council, and the files it is written to."""
