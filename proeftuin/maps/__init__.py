"""Maps: outlines of the wijken, their cells and the picture of them."""
