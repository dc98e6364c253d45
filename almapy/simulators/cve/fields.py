"""Strict reading of what a request carries: types, lengths, days, nothing unknown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from almapy.simulators.cve.refusal import Refused, Wrong, refused_fields
from almapy.simulators.web import BodyProblem, HttpRequest

T = TypeVar("T")

MOST_BODY = 64 * 1024
LONGEST_TEXT = 200
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_MOST_RANK = 20


def json_of(request: HttpRequest) -> dict[str, Any]:
    """Return the object that a request carries; raises Refused."""
    if request.problem is BodyProblem.TOO_LONG or len(request.body) > MOST_BODY:
        raise Refused(413, "corps_trop_long", "Le message est trop long.")
    if request.problem is not None:
        raise _bad("Le message n'est pas arrivé entier.")
    if request.headers.get_content_type() != "application/json":
        raise Refused(415, "type_refuse", "Le message doit être en JSON.")
    try:
        asked = json.loads(
            request.body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError):
        raise _bad("Le message n'est pas du JSON.") from None
    if not isinstance(asked, dict):
        raise _bad("Le message n'est pas un objet.")
    if not all(_is_shallow(value) for value in asked.values()):
        raise _bad("Le message a trop d'étages.")
    return asked


class Form:
    """The fields of one body: each is asked for once, what is wrong is told together."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values
        self._asked: set[str] = set()
        self.wrong: list[Wrong] = []

    def text(self, name: str, *, most: int = LONGEST_TEXT, required: bool = False) -> str:
        """Return a text without spaces around it, empty when it lacks."""
        return self._of(name, lambda value: _text(name, value, most), "", required=required)

    def flag(self, name: str) -> bool:
        """Return true or false; false when it lacks."""
        return self._of(name, lambda value: _typed(name, value, bool), default=False)

    def rank(self, name: str) -> int:
        """Return the number of a dose, 0 when it lacks."""
        return self._of(name, lambda value: _rank(name, value), 0)

    def day(self, name: str, *, required: bool = False) -> date | None:
        """Return a day, None when it lacks."""
        return self._of(name, lambda value: _day(name, value), None, required=required)

    def email(self, name: str, *, required: bool = False) -> str:
        """Return an address in lower case, empty when it lacks."""
        return self._of(name, lambda value: _email(name, value), "", required=required)

    def one_of(self, name: str, known: Iterable[str], *, required: bool = False) -> str:
        """Return one of these words, empty when it lacks."""
        return self._of(name, lambda value: _known(name, value, known), "", required=required)

    def password(self, name: str) -> str:
        """Return a text as it is, spaces included; it must not lack."""
        return self._of(name, lambda value: _password(name, value), "", required=True)

    def refuse(self, name: str | None, code: str, message: str) -> None:
        """Say that a field cannot be taken, unless that was said already."""
        if all(one.field != name for one in self.wrong):
            self.wrong.append(Wrong(name, code, message))

    def ignore(self, *names: str) -> None:
        """Let these fields be there, whatever they hold."""
        self._asked.update(names)

    def check(self) -> None:
        """End: raises Refused with every wrong field, unknown ones included."""
        for name in self._values.keys() - self._asked:
            self.refuse(name[:LONGEST_TEXT], "champ_inconnu", "Ce champ n'existe pas.")
        if self.wrong:
            raise refused_fields(self.wrong)

    def _of(
        self, name: str, reading: Callable[[Any], T], default: T, *, required: bool = False
    ) -> T:
        self._asked.add(name)
        value = self._values.get(name)
        if value is None or value == "" or (isinstance(value, str) and not value.strip()):
            if required:
                self.refuse(name, "champ_obligatoire", "Ce champ est obligatoire.")
            return default
        try:
            return reading(value)
        except Wrong as wrong:
            self.wrong.append(wrong)
            return default


def day_of(name: str, value: object) -> date:
    """Return a day of a query or a body; raises Refused."""
    try:
        return _day(name, value)
    except Wrong as wrong:
        raise refused_fields([wrong]) from None


def _is_shallow(value: object) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not any(isinstance(one, dict | list) for one in inner)


def _bad(message: str) -> Refused:
    return Refused(400, "requete_invalide", message)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a field stands twice")
    return values


def _no_number(_word: str) -> float:
    raise ValueError("not a number")


def _typed(name: str, value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise Wrong(name, "type_invalide", "Ce champ n'a pas le type attendu.")
    return value


def _text(name: str, value: object, most: int) -> str:
    text = _typed(name, value, str).strip()
    if len(text) > most:
        raise Wrong(name, "trop_long", f"{most} caractères au plus.")
    if not text.isprintable():
        raise Wrong(name, "caractere_refuse", "Un caractère n'est pas accepté.")
    return text


def _password(name: str, value: object) -> str:
    text = _typed(name, value, str)
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise Wrong(name, "caractere_refuse", "Un caractère n'est pas accepté.")
    return text


def _rank(name: str, value: object) -> int:
    if type(value) is not int or not 0 <= value <= _MOST_RANK:
        raise Wrong(name, "type_invalide", f"Un nombre de 0 à {_MOST_RANK}.")
    return value


def _day(name: str, value: object) -> date:
    text = _typed(name, value, str)
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(name, "date_invalide", "Une date s'écrit AAAA-MM-JJ.") from None


def _email(name: str, value: object) -> str:
    text = _text(name, value, LONGEST_TEXT)
    if not _EMAIL.fullmatch(text):
        raise Wrong(name, "adresse_invalide", "Cette adresse électronique n'en est pas une.")
    return text.casefold()


def _known(name: str, value: object, known: Iterable[str]) -> str:
    text = _typed(name, value, str)
    if text not in known:
        raise Wrong(name, "valeur_inconnue", "Cette valeur n'est pas prévue.")
    return text
