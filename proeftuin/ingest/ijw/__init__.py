"""Messages of iJw: what is read of them, and which rows of a levering they become."""
