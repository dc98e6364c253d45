"""Why a string is not taken as a box of medicine, each reason worded once."""

from __future__ import annotations

from enum import StrEnum

from almapy.errors import FormatError
from almapy.gs1.model import BoxCode

_OTHERWISE = "saisissez le vaccin à la main"


class BoxFault(StrEnum):
    """What is wrong with the string."""

    NOT_GS1 = "not_gs1"
    CHECK_DIGIT = "check_digit"
    GROUPING_PACK = "grouping_pack"
    MISSING = "missing"
    BAD_DATE = "bad_date"
    DAMAGED = "damaged"
    AMBIGUOUS = "ambiguous"

    @property
    def label(self) -> str:
        """Return what is wrong, as the beginning of a French sentence."""
        return _LABELS[self]


_LABELS = {
    BoxFault.NOT_GS1: "Ce code n'est pas celui d'une boîte de médicament",
    BoxFault.CHECK_DIGIT: "Le code de la boîte est faux\u00a0: sa clé de contrôle ne va pas",
    BoxFault.GROUPING_PACK: "Ce code est celui d'un carton de groupage, pas d'une boîte",
    BoxFault.MISSING: "Le code de la boîte est incomplet",
    BoxFault.BAD_DATE: "La date d'expiration lue n'existe pas ou n'est pas vraisemblable",
    BoxFault.DAMAGED: "Le code de la boîte est abîmé",
    BoxFault.AMBIGUOUS: "Ce code se lit de plusieurs façons, car ses séparateurs manquent",
}
_REMEDIES = {
    BoxFault.NOT_GS1: f"Présentez le code Datamatrix carré de la boîte, ou {_OTHERWISE}.",
    BoxFault.CHECK_DIGIT: f"Scannez la boîte de nouveau, ou {_OTHERWISE}.",
    BoxFault.GROUPING_PACK: "Scannez la boîte de la dose.",
    BoxFault.MISSING: f"Scannez la boîte de nouveau, ou {_OTHERWISE}.",
    BoxFault.BAD_DATE: f"Regardez la date sur la boîte, et {_OTHERWISE}.",
    BoxFault.DAMAGED: f"Scannez la boîte de nouveau, ou {_OTHERWISE}.",
    BoxFault.AMBIGUOUS: "Choisissez le lot et le numéro de série imprimés sur la boîte.",
}


class BoxRefused(FormatError):  # noqa: N818  (named after the fact, as in the French sentence)
    """The string is no box that may be recorded.

    ``detail`` completes the sentence (which field is missing, where reading stopped); ``position``
    is the character from 0 at which it stopped, -1 when it did not. ``choices`` are the possible
    readings of an ambiguous string, the likeliest first. The message quotes nothing of the string.
    """

    code = "box"

    def __init__(
        self,
        reason: BoxFault,
        detail: str = "",
        *,
        position: int = -1,
        choices: tuple[BoxCode, ...] = (),
    ) -> None:
        what = f"{reason.label}\u00a0: {detail}" if detail else reason.label
        super().__init__(
            f"{what}. Rien n'a été ajouté. {_REMEDIES[reason]}", code=f"box.{reason.value}"
        )
        self.reason = reason
        self.position = position
        self.choices = choices
