"""Alembic's entry: runs the migrations on the connection it is given, or on DATABASE_URL from the command line."""

from __future__ import annotations

from alembic import context

from data.database import connect
from data.schema import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    with connect().begin() as connection:
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        context.run_migrations()
else:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    context.run_migrations()
