"""The work list of the back office: which rows of a levering to mend, under their own numbers."""
