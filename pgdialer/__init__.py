"""The dialer. In a checkout the sub-packages lie one folder up, beside this one."""

from pathlib import Path as _Path

__version__ = "0.1.0"

if not (_Path(__file__).parent / "runner").is_dir():
    __path__.append(str(_Path(__file__).resolve().parent.parent))
