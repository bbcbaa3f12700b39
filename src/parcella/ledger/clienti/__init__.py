"""The clients of the studio."""
