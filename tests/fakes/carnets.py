"""A booklet service in memory: keeps lines, counts what it is asked, fails as it is told."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from almapy.cve.exchanged import CreatedCarnet
from almapy.cve.faults import AlreadyThere, CarnetAway, CarnetGone, CarnetRefused, ChangedElsewhere
from almapy.cve.model import CarnetIdentity, NewCarnet, Professional, RemoteLine, ShareCode


@dataclass
class FakeCarnets:
    """Implements Carnets and CarnetGateway for one account."""

    simulated: bool = True
    kept: dict[str, dict[str, RemoteLine]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    news: dict[str, NewCarnet] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    failures: list[Exception] = field(default_factory=list)
    lost_answers: int = 0
    before: Callable[[], None] = lambda: None
    guard: threading.Lock = field(default_factory=threading.Lock)

    def clear(self):
        """Forget everything, as at the start of a test."""
        self.__init__()

    def open(self, credentials):
        return self

    def hints(self):
        return ()

    def me(self, stop):
        return Professional("PAUL DEMO", "10001234565", "demo@almapy.invalid", len(self.kept))

    def create(self, new, external_id, key, stop):
        name = self.keys.setdefault(key, str(uuid.uuid4()))
        self.named[external_id] = name
        self._met("create")
        if self.news.setdefault(key, new) != new:
            raise CarnetRefused("clé", reason="cle_deja_utilisee")
        self.kept.setdefault(name, {})
        if self.lost_answers:
            self.lost_answers -= 1
            raise CarnetAway
        return CreatedCarnet(name, "essai")

    def created(self, external_id, stop):
        made = self.named.get(external_id)
        return CreatedCarnet(made, "essai") if made in self.kept else None

    def share_code(self, name, email, stop):
        self._met(f"share {email}")
        return ShareCode("TEST2345", datetime(2027, 1, 1, tzinfo=UTC), email)

    def identity(self, name, stop):
        return CarnetIdentity(name)

    def lines(self, name, stop):
        self._met("lines")
        return tuple(self.kept[name].values())

    def add(self, name, line, key, stop):
        self._met("add")
        with self.guard:
            if key in self.keys:
                return self.kept[name][self.keys[key]]
            for one in self.kept[name].values():
                if (one.content.nuva, one.day) == (line.nuva, line.day):
                    raise AlreadyThere(one.remote_id)
            made = RemoteLine(str(len(self.keys) + 1), "v1", line, validated=True)
            self.kept[name][made.remote_id] = made
            self.keys[key] = made.remote_id
        if self.lost_answers:
            self.lost_answers -= 1
            raise CarnetAway
        return made

    def change(self, name, remote_id, etag, line, key, stop):
        self._met("change")
        before = self._line(name, remote_id)
        if before.etag != etag:
            raise ChangedElsewhere(before)
        now = replace(before, content=line, etag=f"{etag}'")
        self.kept[name][remote_id] = now
        return now

    def delete(self, name, remote_id, etag, key, stop):
        self._met("delete")
        self.kept[name].pop(remote_id, None)

    def elsewhere(self, name, line, **changes):
        """Have somebody else write a line, or change one."""
        now = RemoteLine(f"a{len(self.kept[name])}", "v1", line, author="INES PERSONNE")
        now = replace(now, **changes)
        self.kept[name][now.remote_id] = now
        return now

    def _line(self, name, remote_id):
        if remote_id not in self.kept[name]:
            raise CarnetGone
        return self.kept[name][remote_id]

    def _met(self, what):
        self.before()
        self.asked.append(what)
        if self.failures:
            raise self.failures.pop(0)
