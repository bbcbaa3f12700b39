"""Alembic's entry point: migrates the connection it is handed, inside the caller's transaction."""

from alembic import context

connessione = context.config.attributes["connection"]
context.configure(connection=connessione, target_metadata=context.config.attributes.get("metadata"))
context.run_migrations()
