"""/admin/reports/: figures of attempts and of calls that came in, by what one chooses."""
