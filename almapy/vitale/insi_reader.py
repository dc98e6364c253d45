"""What INSi wants of the carte Vitale in the reader: only the official interface gives it."""

from __future__ import annotations

from almapy.errors import ExternalError
from almapy.insi.model import Beneficiary
from almapy.users.model import Actor
from almapy.vitale.service import VitaleService


class BeneficiaryReader:
    """Reads the persons of a card as « rechercherInsAvecCarteVitale » asks for them."""

    def __init__(self, vitale: VitaleService) -> None:
        self._vitale = vitale

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""
        return self._vitale.simulated

    def read(self, actor: Actor) -> list[Beneficiary]:
        """Return the persons of the card in the reader.

        Raises ExternalError without the official interface (``vitale.not_official``), and what
        ``VitaleService.read`` raises.
        """
        if not self._vitale.is_official:
            raise _not_official()
        reading = self._vitale.read(actor)
        told = (self._vitale.beneficiary(reading, one) for one in reading.bearers)
        persons = [one for one in told if one is not None]
        if not persons:
            raise _not_official()
        return persons


def _not_official() -> ExternalError:
    return ExternalError(
        "La carte Vitale ne peut pas servir à cette recherche\u00a0: INSi demande ce que seule "
        "l'interface officielle de lecture (API de lecture Vitale) donne, et elle n'est pas "
        "installée sur ce poste. Rien n'a été envoyé ni modifié. Recherchez l'INS sans carte, par "
        "les traits d'identité.",
        code="vitale.not_official",
    )
