"""CSV in and out of outbound lists: reading files, carrying rows, writing results."""
