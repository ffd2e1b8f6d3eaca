"""What the engine costs, measured beside what PostgreSQL itself costs: pgdialer bench."""
