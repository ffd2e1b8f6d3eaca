"""The pages: where agents, supervisors and administrators work."""
