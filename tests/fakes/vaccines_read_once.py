"""The shipped reference of vaccines takes a tenth of a second to read: once a worker is enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

import pytest

from almapy.vaccines import service
from almapy.vaccines.catalogue import Catalogue


@pytest.fixture(scope="session", autouse=True)
def _vaccines_read_once() -> Iterator[None]:
    read, shipped, known = service.read_catalogue, service.resource, list[Catalogue]()

    def read_once(vaccines: TextIO, valences: TextIO) -> Catalogue:
        if service.resource is not shipped:
            return read(vaccines, valences)
        if not known:
            known.append(read(vaccines, valences))
        return known[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "read_catalogue", read_once)
        yield
