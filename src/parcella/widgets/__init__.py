"""The form kit all screens are made of."""
