"""What is known (catalogue, schema, migrations) and where it is kept (embedded or server database)."""
