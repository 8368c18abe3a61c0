"""Settings: everything that differs between gemeenten, read from one file."""
