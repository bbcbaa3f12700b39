"""The books: the tables and every rule; knows nothing of screens, commands or files."""
