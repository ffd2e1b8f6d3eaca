"""What a command reports in one line instead of a traceback."""


class UserError(Exception):
    """Something is wrong that the caller can understand and mend."""
