"""Notule and parcelle: arithmetic, emission, revision, life of a document."""
