"""A private Asterisk with SIP far ends, for the demo and the tests: fetched, never installed."""
