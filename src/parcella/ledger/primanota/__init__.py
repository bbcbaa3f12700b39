"""Registrations in the books: FE, FS, PG."""
