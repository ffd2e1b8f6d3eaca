"""The session's Asterisk, for the tests of this folder."""

from tests.asterisk_kit.fixtures import asterisk, far_ends

__all__ = ["asterisk", "far_ends"]
