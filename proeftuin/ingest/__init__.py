"""From a levering to the store: read, type at the door, check, pseudonymise, merge."""
