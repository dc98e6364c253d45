"""The official reading interface of the carte Vitale, and of its application (ApCV).

Neither is public: the API de lecture Vitale (api_lec), SSV and the ApCV services come with a
contract of the GIE SESAM-Vitale. What they give is what SSV describes in groups 101 to 109 (card
notes §2.5, « group.field »); a connector fills ``VitaleReading`` so:

======================================  ========================================================
``VitaleReading.test_card``             101.1: T test, R réelle
``VitaleReading.certified``             True
``Insured.nir``                         101.8 and 101.9 (NIR de l'assuré, clé)
``Insured.scheme, fund, centre``        101.10, 101.11, 101.12 (régime, caisse, centre)
``Bearer.name``                         104.1 (nom usuel)
``Bearer.birth_name``                   104.2 (nom patronymique)
``Bearer.first_name``                   104.3
``Bearer.own_nir``                      104.9 and 104.10 (NIR certifié, clé); empty without
``Bearer.birth_text``                   104.12, its first eight figures (AAAAMMJJ)
``Bearer.birth_date``                   the same day when the calendar has it
``Bearer.rank``                         104.13 (rang de naissance)
``Bearer.quality``                      104.14 (qualité)
``Bearer.rights``                       105, at most three: début, fin; empty without any
``Bearer.coverages``                    106, at most seven: début, fin, code ALD, code situation
``Bearer.complementary``                109: organisme (1 or 2), adhérent 3, début 5, fin 6; else
                                        107.1 and 108 (mutuelle on the card)
``Complementary.is_c2s``                104.15, service AMO 01
``Bearer.no_complementary``             True when 107 and 109 are both empty
``VitaleReading.ends_at``               end of the ApCV context
======================================  ========================================================

The address (104.4 to 104.8), the date of certification (104.11), services AMO (102), accidents
(103) and the routing of the complementary (107, 109) stay in the connector: nothing uses them yet.
So does an ApCV context (token, deletion at the end of the act, notes §4): only billing renews or
ends one, here a reading is forgotten at ``ends_at``.
"""

from __future__ import annotations

from typing import Protocol

from almapy.stop import Stop
from almapy.vitale.reading import VitaleReading


class OfficialVitale(Protocol):
    """A connector to the official interface."""

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""

    def read_card(self, reader: str, stop: Stop) -> VitaleReading:
        """Read the card in this reader (empty: wherever one is).

        Raises a fault of ``almapy.cards.faults``, or ExternalError in the connector's words.
        """

    def read_apcv(self, payload: bytes, stop: Stop) -> VitaleReading:
        """Exchange what a telephone showed, opaque here, for a reading.

        Raises ExternalError: expired, refused, not a code of the application.
        """

    def read_apcv_by_nfc(self, stop: Stop) -> VitaleReading:
        """Wait for a telephone on the NFC reader, which the connector drives itself."""
