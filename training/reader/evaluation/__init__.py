"""How well files were read: entities aligned one to one, then their fields by matchers of their own."""
