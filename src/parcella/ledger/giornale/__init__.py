"""The journal: who changed what, when, and what was there before and after, chained so that tampering shows."""
