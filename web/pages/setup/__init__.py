"""/admin/setup/: what administrators set up, each kind of thing on one form."""

from . import access, numbers, trial  # noqa: F401
from .views import blueprint

__all__ = ["blueprint"]
