"""Due dates: of the notule, and of the books."""
