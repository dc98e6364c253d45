"""The shared vaccination booklet of a patient: everything a screen asks for.

Reading asks ``READ_NOTES``, changing ``WRITE_NOTES``. What calls the service raises what the ports
name, and never holds a transaction open meanwhile.
"""

from __future__ import annotations

from almapy.cve.activation import Activation
from almapy.cve.syncing import Syncing
from almapy.cve.telling import Telling


class CarnetService(Activation, Syncing, Telling):
    """Activation, links to booklets, comparison and exchange, states and the queue."""
