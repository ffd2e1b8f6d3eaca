"""What would happen if: a list played through with other agents, modes and limits."""
