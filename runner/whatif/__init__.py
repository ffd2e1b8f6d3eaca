"""What would happen if: a list played through in virtual time, with other agents, modes and limits."""
