"""The archive format: import and export of a whole studio, JSON (design: batch.md)."""
