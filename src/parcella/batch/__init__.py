"""The Typer commands, one file per command group."""
