"""What all verbs share: where the data are, how the base is opened, how lines are printed."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from almapy.errors import AccessError
from almapy.paths import DATA_DIR_VARIABLE, default_data_folder
from almapy.settings import Place, locate

if TYPE_CHECKING:
    from almapy.opening import Opened

PASSWORD_VARIABLE = "ALMAPY_PASSWORD"  # noqa: S105  (the name of a variable)
DONE, REFUSED, WRONG_USAGE = 0, 1, 2

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


class Output:
    """Prints results on standard output, one JSON object a line with ``--json``."""

    def __init__(
        self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self._as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def line(self, values: dict[str, object], french: str = "") -> None:
        """Print one result; ``french`` is what a person reads when JSON was not asked for."""
        if self._as_json:
            print(json.dumps(values, ensure_ascii=False), file=self._out, flush=True)
        elif french:
            print(french, file=self._out, flush=True)

    def say(self, text: str) -> None:
        """Print a message for a person, never mixed with results."""
        print(text, file=self._err, flush=True)


def output_of(args: argparse.Namespace) -> Output:
    """Return where the verb prints."""
    return Output(as_json=args.json)


def root_of(args: argparse.Namespace) -> Path:
    """Return the data folder that was named, or the default one."""
    if args.data_dir:
        return Path(args.data_dir).expanduser().absolute()
    return default_data_folder()


def place_of(args: argparse.Namespace) -> Place:
    """Return the data folder and settings that the verb works on."""
    return locate(root_of(args))


def open_base(args: argparse.Namespace) -> Opened:
    """Open the base for a verb.

    The password comes from the environment or a prompt, never from an argument. Raises AccessError
    when there is no practice in the folder.
    """
    from almapy.clock import SystemClock
    from almapy.db.key_file import list_logins
    from almapy.opening import Door

    place = place_of(args)
    logins = list_logins(place.folders.keys)
    if not place.folders.exists():
        raise AccessError(
            f"Aucun cabinet dans «\u00a0{place.folders.root}\u00a0». Créez-le avec «\u00a0almapy "
            f"init\u00a0», ou indiquez son dossier avec --data-dir ou {DATA_DIR_VARIABLE}.",
            code="practice.absent",
        )
    login = getattr(args, "login", "") or (logins[0] if logins else "")
    return Door(place, SystemClock()).open(login, ask_password(f"Mot de passe de {login}"))


def ask_password(question: str) -> str:
    """Return the secret from the environment, else from a prompt that does not show it."""
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin or not sys.stdin.isatty():
        raise AccessError(
            f"Un mot de passe est nécessaire\u00a0: donnez-le par la variable {PASSWORD_VARIABLE} "
            "ou lancez la commande dans un terminal. Rien n'a été ouvert.",
            code="access.no_prompt",
        )
    return getpass.getpass(f"{question}\u00a0: ")
