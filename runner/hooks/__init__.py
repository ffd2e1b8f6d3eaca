"""Web hooks: programs are told by HTTP of what happened, from an outbox in the database."""
