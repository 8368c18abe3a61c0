"""Tables of the contract that stand in a database of the gemeente: read whole, at one moment."""
