"""What the screens of booklets are told: a test chooses every answer, nothing is kept or sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from almapy.cve.model import (
    AccessRequest,
    Availability,
    CarnetFound,
    CarnetIdentity,
    CarnetLink,
    CertificateSeen,
    Comparison,
    LinkState,
    NewCarnet,
    Operation,
    Professional,
    PseudoLine,
    RecommendationLight,
    RecommendationLine,
    Recommendations,
    RemoteLine,
    SendLine,
    SendState,
    ShareCode,
    SharedLine,
)

UUID = "3f2b8c1e-6a4d-4f70-9c51-0d9be2a7c611"
NOW = datetime(2026, 11, 20, 9, 42, tzinfo=UTC)
PLACE = "chiffré dans la base du cabinet"
PSEUDOS = (
    "Test Testsss",
    "Test Test Test",
    "Cervarix",
    "voyage",
    "Ambroise",
    "Alwin-10062005",
    "010106",
    "10 ans",
    "15/12/2006",
    "09 10 2007",
)


def link(**changes: Any) -> CarnetLink:
    values: dict[str, Any] = {
        "id": 1,
        "patient_id": 1,
        "record_uuid": UUID,
        "pseudo": "Ambroise",
        "state": LinkState.ACTIVE,
        "linked_at": NOW,
        "linked_by": "P.D.",
        "seen_at": NOW,
    }
    return CarnetLink(**(values | changes))


def remote(remote_id: str = "17", **changes: Any) -> RemoteLine:
    values: dict[str, Any] = {
        "nuva": "VAC0523",
        "cip13": "3400930056202",
        "day": date(2022, 9, 12),
        "label": "GARDASIL 9",
        "lot": "3006440",
    }
    return RemoteLine(remote_id, "e1", SharedLine(**(values | changes)), author="DEMO Paul")


def send_line(**changes: Any) -> SendLine:
    values: dict[str, Any] = {
        "id": 1,
        "patient_id": 1,
        "patient": "DE VINCI RUTH",
        "vaccination_id": 1,
        "label": "AGRIPPAL",
        "operation": Operation.ADD,
        "state": SendState.WAITING,
        "attempts": 2,
        "next_try_at": NOW,
        "error": "Le service du carnet de vaccination ne répond pas.",
        "created_at": NOW,
        "ended_at": None,
        "by": "P.D.",
        "own": True,
    }
    return SendLine(**(values | changes))


def recommendation(light: RecommendationLight, disease: str, text: str = "") -> RecommendationLine:
    return RecommendationLine(
        disease, light, "", date(2027, 1, 5), date(2027, 3, 5), text, "Calendrier 2026"
    )


class ChosenCarnets:
    """Answers what its attributes hold; ``fails`` names what raises, ``asked`` what was called."""

    def __init__(self) -> None:
        self.available = Availability(ready=True, simulated=True)
        self.seen: CertificateSeen | None = None
        self.linked: CarnetLink | None = None
        self.chosen_between: list[CarnetLink] = []
        self.waiting: list[SendLine] = []
        self.draft_shown = NewCarnet(
            "DE VINCI", "NESSI", "RUTH", date(1977, 7, 14), "f", "67000", "", "0612345678"
        )
        self.found: Callable[[int], CarnetFound] = lambda patient_id: CarnetFound(
            patient_id, CarnetIdentity(UUID), "Ambroise", (remote(), remote("18", lot="B2"))
        )
        self.comparison = Comparison(read_at=NOW)
        self.recommended = Recommendations(
            (
                recommendation(RecommendationLight.GREEN, "Rougeole"),
                recommendation(RecommendationLight.RED, "Tétanos", "Rappel à faire."),
            ),
            NOW.date(),
            "service simulé",
            local=False,
        )
        self.fails: dict[str, Exception] = {}
        self.calls: list[tuple[Any, ...]] = []

    def asked(self, name: str) -> list[tuple[Any, ...]]:
        """Return what a method was asked, call by call."""
        return [call[1:] for call in self.calls if call[0] == name]

    def availability(self, _who: object) -> Availability:
        return self.available

    def hints(self, _who: object) -> tuple[Any, ...]:
        return ()

    def certificate(self, _who: object) -> CertificateSeen | None:
        return self.seen

    def password_place(self, _who: object) -> str:
        return PLACE

    def link(self, _who: object, _patient_id: int) -> CarnetLink | None:
        return self.linked

    def links(self, _who: object, _patient_id: int) -> list[CarnetLink]:
        return self.chosen_between or ([self.linked] if self.linked else [])

    def to_choose(self, _who: object, _patient_id: int) -> list[CarnetLink]:
        return self.chosen_between

    def queue(self, _who: object) -> list[SendLine]:
        return self.waiting

    def draft(self, _who: object, _patient_id: int) -> NewCarnet:
        return self.draft_shown

    def activate(self, _who: object, code: str, _stop: object) -> CertificateSeen:
        return self._do("activate", CertificateSeen("DEMO Paul", NOW, PLACE), code)

    def import_certificate(self, _who: object, data: bytes, code: str) -> CertificateSeen:
        return self._do("import_certificate", CertificateSeen("DEMO Paul", NOW, PLACE), data, code)

    def test_sign_in(self, *_asked: object) -> Professional:
        return self._do("test_sign_in", Professional("DEMO Paul", "10001234565", "a@b.invalid", 3))

    def keep_password(self, _who: object, password: str) -> str:
        return self._do("keep_password", PLACE, password)

    def register(self, _who: object, wanted: object, _stop: object) -> None:
        self._do("register", None, wanted)

    def remind(self, _who: object, email: str, _stop: object) -> None:
        self._do("remind", None, email)

    def create(self, _who: object, patient_id: int, new: object, _stop: object) -> CarnetLink:
        self.linked = self._do("create", link(patient_id=patient_id), new)
        return self.linked

    def resolve(self, _who: object, code: str, _stop: object) -> AccessRequest:
        lines = tuple(PseudoLine(f"r{number}", one) for number, one in enumerate(PSEUDOS))
        return self._do("resolve", AccessRequest("q1", lines), code)

    def ask(self, _who: object, patient_id: int, *asked: Any) -> CarnetFound:
        return self._do("ask", self.found(patient_id), *asked[1:3])

    def attach(
        self, _who: object, patient_id: int, _found: object, *, typed_confirmation: str = ""
    ) -> CarnetLink:
        self.linked = self._do("attach", link(patient_id=patient_id), typed_confirmation)
        return self.linked

    def take(self, _who: object, _patient_id: int, lines: list[Any]) -> list[Any]:
        return self._do("take", list(lines), list(lines))

    def send(self, _who: object, _patient_id: int, facts: list[Any]) -> int:
        return self._do("send", len(facts), facts)

    def settle(self, _who: object, line: object, keep: str) -> None:
        self._do("settle", None, line, keep)

    def compare(self, _who: object, patient_id: int, _stop: object) -> Comparison:
        return self._do("compare", self.comparison, patient_id)

    def recommendations(self, *_asked: object) -> Recommendations:
        return self._do("recommendations", self.recommended)

    def resend_code(self, _who: object, _patient_id: int, email: str, _stop: object) -> ShareCode:
        return self._do("resend_code", ShareCode("ABCD2345", NOW, email), email)

    def unlink(self, _who: object, _patient_id: int) -> None:
        self._do("unlink", None)
        self.linked = None

    def choose(self, _who: object, _patient_id: int, link_id: int) -> CarnetLink:
        return self._do("choose", link(id=link_id), link_id)

    def retry(self, _who: object, send_id: int | None = None) -> int:
        return self._do("retry", 1, send_id)

    def cancel(self, _who: object, send_id: int) -> None:
        self._do("cancel", None, send_id)

    def _do(self, name: str, answer: Any, *asked: Any) -> Any:
        self.calls.append((name, *asked))
        if name in self.fails:
            raise self.fails[name]
        return answer
