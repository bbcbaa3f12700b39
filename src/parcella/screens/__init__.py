"""One file per voice of the menu."""
