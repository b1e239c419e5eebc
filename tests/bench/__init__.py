"""How fast it is, measured in one run: `python -m tests.bench`."""
