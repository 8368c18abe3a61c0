"""The rules of iJw, one tiny levering each."""
