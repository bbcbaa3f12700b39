"""From a terminal's bytes to one name per key; type-ahead; the table of commands and keys."""
