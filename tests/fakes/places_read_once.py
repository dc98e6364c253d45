"""The built-in list of places takes half a second to read: once for each worker is enough."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from almapy.places import service
from almapy.places.index import PlaceIndex


@pytest.fixture(scope="session", autouse=True)
def _places_read_once() -> Iterator[None]:
    index, built_in, departements = PlaceIndex, cache(service._built_in), service._departements

    @cache
    def alone() -> PlaceIndex:
        return index(built_in(), [], departements())

    def indexed(rows, loaded, names):
        return index(rows, loaded, names) if loaded else alone()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "_built_in", built_in)
        patch.setattr(service, "PlaceIndex", indexed)
        yield
