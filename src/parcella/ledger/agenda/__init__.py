"""Agenda rows, kept as given until their own chapter is built."""
