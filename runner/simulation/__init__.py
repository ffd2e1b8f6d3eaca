"""A call centre made of dice: customers, agents, and a time that need not pass."""
