"""Who a read INS code is of: found by matricule and OID, else by the traits.

A code is not signed and is no answer of INSi: nothing of it is recorded here (INS notes §5.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from almapy.errors import DomainError
from almapy.identity.ins_datamatrix import InsCode, decode
from almapy.identity.keyboard_scan import decode_scanned
from almapy.patients import duplicates, queries
from almapy.patients.duplicates import Likeness
from almapy.patients.model import PatientDraft, PatientHit
from almapy.patients.tables import PatientRow
from almapy.places.service import PlaceService
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.work import Works

PictureReader = Callable[[bytes, Stop], list[bytes]]
"""Gives the content of every code of a picture or PDF; raises FormatError."""

_NOTHING = "Rien n'a été modifié."


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A read code with the records it leads to.

    ``holders`` bear its matricule and OID; ``alike`` resemble its traits, the likeliest first.
    ``draft`` is what a new record would take over: the traits alone. ``place`` names the birth
    place, empty when its code is unknown.
    """

    code: InsCode = field(repr=False)
    holders: tuple[PatientHit, ...]
    alike: tuple[Likeness, ...]
    draft: PatientDraft = field(repr=False)
    place: str = field(repr=False)


class InsCodeService:
    """Reads INS codes and looks for their bearer."""

    def __init__(self, works: Works, places: PlaceService, reader: PictureReader) -> None:
        self._works = works
        self._places = places
        self._reader = reader

    def of_picture(self, actor: Actor, data: bytes, stop: Stop) -> CodeMatch:
        """Look for the person of the code that a picture or a PDF bears.

        Raises FormatError for what is no picture, DomainError when it bears no INS code, or those
        of several people.
        """
        actor.require(Right.IDENTITY)
        contents = self._reader(data, stop)
        codes = list(dict.fromkeys(code for one in contents if (code := decode(one)) is not None))
        if len(codes) > 1:
            raise DomainError(
                f"Cette image porte les codes INS de {len(codes)} personnes. {_NOTHING} Ne gardez "
                "que le code de la personne, puis recommencez.",
                code="ins_code.several",
            )
        if codes:
            return self.of_code(actor, codes[0])
        if contents:
            raise DomainError(
                f"Le code lu n'est pas un code INS. {_NOTHING} Vérifiez que c'est bien le code du "
                "cartouche INS.",
                code="ins_code.other",
            )
        raise DomainError(
            f"Aucun code n'a été lu. {_NOTHING} Numérisez à 300 points par pouce, à plat et net, "
            "ou ne gardez que le code.",
            code="ins_code.none",
        )

    def of_text(self, actor: Actor, typed: str) -> CodeMatch:
        """Look for the person of a code that a scanner typed; raises DomainError when it is none.

        What a QWERTY scanner types on an AZERTY post is understood.
        """
        code = decode_scanned(typed)
        if code is None:
            raise DomainError(
                f"Ce texte n'est pas un code INS entier. {_NOTHING} Scannez de nouveau, ou "
                "choisissez une image du code.",
                code="ins_code.text",
            )
        return self.of_code(actor, code)

    def of_code(self, actor: Actor, code: InsCode) -> CodeMatch:
        """Look for the person of a code."""
        actor.require(Right.IDENTITY)
        draft = code.draft()
        place = self._places.place(draft.birth_place_code, draft.birth_date)
        name = place.name if place is not None else ""
        # A record may hold the number as that of the insured, or under another OID.
        numbered = replace(draft, insured_nir=code.matricule)
        with self._works.database.reading() as session:
            query = select(PatientRow.id).where(
                PatientRow.matricule_ins == code.matricule,
                PatientRow.ins_oid == code.oid,
                PatientRow.merged_into.is_(None),
            )
            holders = queries.by_id(session, list(session.scalars(query)))
            alike = [
                one
                for one in duplicates.likely_same(session, numbered)
                if one.hit.patient_id not in holders
            ]
        return CodeMatch(
            code=code,
            holders=tuple(holders.values()),
            alike=tuple(alike),
            draft=replace(draft, birth_place_name=name),
            place=name,
        )
