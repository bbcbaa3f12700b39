"""What a studio adds to its records: fields of its own and attached files, for prestazioni and clienti alike."""
