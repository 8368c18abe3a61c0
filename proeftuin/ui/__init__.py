"""The screens: what the pages show, and the door in front of them."""
