"""Writers: one per kind of file the report is written to."""
