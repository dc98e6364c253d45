"""``almapy init``: a base without a window, for the demo or from a description."""

from __future__ import annotations

import argparse
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from almapy.cli.common import DONE, Verbs, ask_password, output_of, place_of
from almapy.errors import FormatError

_LARGEST = 256 * 1024
_SAMPLE = """[cabinet]
name = "Cabinet des Tilleuls"
[medecin]
login = "dr.dupont"
first_name = "Paul"
family_name = "DUPONT"
rpps = "10001234567"
"""


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    init = verbs.add_parser("init", help="créer une base sans fenêtre", parents=[common])
    kind = init.add_mutually_exclusive_group(required=True)
    kind.add_argument("--demo", type=int, metavar="N", help="N patients fictifs")
    kind.add_argument("--practice", metavar="FICHIER", help="cabinet décrit en TOML")
    init.set_defaults(run=_init)


def _init(args: argparse.Namespace) -> int:
    from almapy.clock import SystemClock
    from almapy.opening import Door

    output = output_of(args)
    place = place_of(args)
    clock = SystemClock()
    if args.demo is not None:
        from almapy.demo.build import create_demo
        from almapy.opening import DEMO_PASSWORD

        opened = create_demo(place, clock, max(1, args.demo), progress=output.say)
        output.say(f"Base de démonstration, mot de passe\u00a0: {DEMO_PASSWORD}")
    else:
        new = _described(Path(args.practice), ask_password("Mot de passe du titulaire"))
        opened = Door(place, clock).create(new)
        output.say(f"Clé de secours, à garder hors du poste\u00a0: {opened.recovery_text}")
    application = opened.application
    count = application.patients.count()
    application.close()
    path = str(place.folders.root)
    output.line({"patients": count, "path": path}, f"{count} patient(s) dans {path}")
    return DONE


def _described(path: Path, password: str) -> Any:
    from almapy.opening import NewPractice
    from almapy.practice.model import Practice, Practitioner

    try:
        with path.open("rb") as file:
            described = tomllib.loads(file.read(_LARGEST).decode())
        practice, doctor = dict(described["cabinet"]), dict(described["medecin"])
        person = {name: str(doctor.pop(name)) for name in ("login", "first_name", "family_name")}
        _require_known(practice, Practice)
        _require_known(doctor, Practitioner)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"La description du cabinet «\u00a0{path.name}\u00a0» n'est pas lisible. Rien n'a été "
            f"créé. Modèle attendu\u00a0:\n{_SAMPLE}",
            code="practice.description",
        ) from error
    return NewPractice(
        practice=Practice(**practice),
        practitioner=Practitioner(**doctor),
        first_name=person["first_name"],
        family_name=person["family_name"],
        login=person["login"],
        password=password,
    )


def _require_known(values: dict[str, Any], model: type[Any]) -> None:
    known = {one.name for one in fields(model)}
    if not set(values) <= known or not all(isinstance(v, str) for v in values.values()):
        raise ValueError("unknown name or value that is no text")
