"""Who sees what: roles, the claims of a login service, and the log of who looked."""
