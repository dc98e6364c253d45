"""Files shipped with the program: icons, style sheet, templates, nomenclatures."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a shipped file, the same from a clone, a wheel or a frozen program.

    `importlib.resources` would say the same, 5 ms later: too much before the sign-in window.
    """
    return _ROOT.joinpath(*parts)
