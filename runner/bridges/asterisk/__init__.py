"""The bridge to Asterisk, by ARI: 16 or newer, one ARI user, nothing else of it is needed."""

from .bridge import Asterisk

__all__ = ["Asterisk", "bridge"]

bridge = Asterisk
