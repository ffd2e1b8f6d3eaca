"""The web service: URLs, pages and REST in front of the database's procedures.

It decides nothing: each request is one transaction in which its caller acts.
"""
