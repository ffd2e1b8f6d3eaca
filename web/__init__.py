"""The web service: URLs and REST in front of the database's procedures. It decides nothing."""
