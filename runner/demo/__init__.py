"""The demo: everything in one process, on sample data."""
