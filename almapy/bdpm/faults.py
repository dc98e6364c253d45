"""Why the files of the base of medicines are not loaded."""

from __future__ import annotations

from almapy.errors import FormatError

_SAFE = "La base des médicaments déjà chargée n'a pas changé."


class BdpmRefused(FormatError):  # noqa: N818  (named after the fact)
    """A file does not conform; ``file`` and ``line`` (from 1, 0 for the whole file) tell where."""

    code = "bdpm.refused"

    def __init__(self, file: str, line: int, why: str) -> None:
        where = f"{file}, ligne {line}" if line else file
        super().__init__(
            f"{where}\u00a0: {why}. {_SAFE} Téléchargez à nouveau les fichiers sur le site de la "
            "base de données publique des médicaments, puis recommencez.",
            path=where,
        )
        self.file, self.line, self.why = file, line, why
