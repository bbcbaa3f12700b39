"""The messages of the studio on the companies of its clients (chapters 01 and 21): derived, never kept."""
