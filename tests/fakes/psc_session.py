"""A session of Pro Santé Connect whose tokens, secrets and failures a test chooses."""

from __future__ import annotations

from datetime import datetime

from almapy.errors import AlmaPyError
from almapy.psc.claims import identity_of
from almapy.psc.faults import SessionOver
from almapy.psc.model import PscIdentity
from almapy.stop import Stop

ISSUER = "https://psc.example/auth/realms/esante-wallet"
DOCTOR, OTHER = "810001234565", "810007774564"


def identity(
    subject: str = DOCTOR, profession: str = "10", category: str = "C", places: int = 1
) -> PscIdentity:
    activities = [
        {"identifiantTechniqueDeLaStructure": f"R9000{n}", "raisonSocialeSite": f"CABINET {n}"}
        for n in range(places)
    ]
    exercice = {
        "codeProfession": profession,
        "codeCategorieProfessionnelle": category,
        "activities": activities,
    }
    return identity_of(
        ISSUER,
        {
            "SubjectNameID": subject,
            "family_name": "DEMO",
            "given_name": "PAUL",
            "Palier_Authentification": "APPPRIP3^1.2",
            "SubjectRefPro": {"exercices": [exercice]},
        },
    )


class FakeSession:
    """Renews at each call; ``fault`` is raised instead."""

    def __init__(
        self,
        who: PscIdentity | None = None,
        *,
        secret: bytes | None = b"s" * 32,
        ends_at: datetime | None = None,
    ) -> None:
        self.identity = who or identity()
        self.ends_at = ends_at
        self.secret = secret
        self.fault: AlmaPyError | None = None
        self.asked = 0
        self.ended = 0
        self.vault: list[tuple[str, bool]] = []

    def access_token(self, stop: Stop) -> str:
        if self.ended:
            raise SessionOver
        if self.fault is not None:
            raise self.fault
        self.asked += 1
        return f"token-{self.asked}"

    def opening_secret(self, base_id: str, stop: Stop, *, create: bool = False) -> bytes | None:
        if self.fault is not None:
            raise self.fault
        self.vault.append((base_id, create))
        return self.secret

    def forget_secret(self, base_id: str, stop: Stop) -> None:
        self.secret = None

    def discard(self, token: str) -> None:
        pass

    def end(self) -> None:
        self.ended += 1
