"""The official services as a local server speaks them, with their faults."""
