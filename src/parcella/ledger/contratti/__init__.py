"""Contratti, kept as given until their own chapter is built."""
