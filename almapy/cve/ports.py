"""What a booklet service offers the program.

**Interface non publique**: MesVaccins.net gives its interface to partners only. What stands here is
our own reference service (cve.md §5); an adapter to the real one has to fit these protocols.

Everything may raise CarnetAway, CarnetStopped, CarnetNonsense and CredentialsRefused, and each call
what its text names (``almapy.cve.faults``). Nothing is repeated by itself.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from almapy.cve.exchanged import CreatedCarnet, Credentials
from almapy.cve.model import (
    AccessRequest,
    CarnetIdentity,
    Hint,
    NewCarnet,
    Professional,
    Recommendations,
    RemoteLine,
    ShareCode,
    SharedLine,
)
from almapy.cve.registration import Registration
from almapy.stop import Stop


class Carnets(Protocol):
    """The booklets that one account may open; any thread may use it."""

    def me(self, stop: Stop) -> Professional:
        """Return whom the service knows these credentials as."""

    def create(self, new: NewCarnet, external_id: str, key: str, stop: Stop) -> CreatedCarnet:
        """Create a booklet; the same key gives the same one. Raises CarnetRefused with a field."""

    def created(self, external_id: str, stop: Stop) -> CreatedCarnet | None:
        """Return the last booklet that was created under this name, None without one."""

    def resolve(self, code: str, stop: Stop) -> AccessRequest:
        """Return the booklets behind a sharing code; raises CodeUnknown or CodeOver."""

    def ask(self, request_id: str, ref: str, birth_date: date, stop: Stop) -> str:
        """Return the UUID of a booklet; raises WrongBirthDate, RequestLocked, CarnetRefused."""

    def identity(self, uuid: str, stop: Stop) -> CarnetIdentity:
        """Return whose booklet it is; raises AccessRevoked or CarnetGone."""

    def lines(self, uuid: str, stop: Stop) -> tuple[RemoteLine, ...]:
        """Return its vaccinations; raises AccessRevoked or CarnetGone."""

    def add(self, uuid: str, line: SharedLine, key: str, stop: Stop) -> RemoteLine:
        """Add one; the same key adds it once.

        Raises AlreadyThere, AccessRevoked, CarnetGone, CarnetRefused.
        """

    def change(
        self, uuid: str, remote_id: str, etag: str, line: SharedLine, key: str, stop: Stop
    ) -> RemoteLine:
        """Replace one as it was under ``etag``.

        Raises ChangedElsewhere, AccessRevoked, CarnetGone, CarnetRefused.
        """

    def delete(self, uuid: str, remote_id: str, etag: str, key: str, stop: Stop) -> None:
        """Delete one; that there is none is well.

        Raises ValidatedByOther, ChangedElsewhere, AccessRevoked, CarnetRefused.
        """

    def recommendations(self, uuid: str, on: date, stop: Stop) -> Recommendations:
        """Return what the service recommends; raises AccessRevoked or CarnetGone."""

    def share_code(self, uuid: str, email: str, stop: Stop) -> ShareCode:
        """Send a new sharing code; raises CarnetRefused when one was sent less than a minute ago.

        Raises AccessRevoked or CarnetGone.
        """


class CarnetGateway(Protocol):
    """The service before one is signed in."""

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""

    def open(self, credentials: Credentials) -> Carnets:
        """Return the booklets of an account; nothing is called yet."""

    def withdraw(self, code: str, stop: Stop) -> bytes:
        """Return the PKCS#12 file of a withdrawal code; raises CodeUnknown or CodeOver."""

    def register(self, registration: Registration, stop: Stop) -> None:
        """Open an account; raises CarnetRefused with the field to change."""

    def remind(self, email: str, stop: Stop) -> None:
        """Have the service send what was forgotten to this address, if it knows it."""

    def hints(self) -> tuple[Hint, ...]:
        """Return the fictitious values to try a simulator with; nothing for a real service."""


class Keyring(Protocol):
    """The keyring of the system; nothing here lasts more than a few seconds nor raises."""

    def place(self) -> str:
        """Return in French where it keeps things, empty when it cannot serve."""

    def keep(self, name: str, text: str) -> bool:
        """Keep a text; tell whether it is kept."""

    def read(self, name: str) -> str:
        """Return a text, empty when it is not there or cannot be had."""

    def forget(self, name: str) -> None:
        """Remove a text."""
