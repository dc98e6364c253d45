"""A message strip that knows how to tell a failure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QAction

from almapy.errors import ExternalError
from ui.failures import failure_of
from ui.theme import Tone
from ui.widgets.message_strip import MessageStrip


class FailureStrip(MessageStrip):
    """Shows what went wrong beside the work it concerns, rather than at the top of the window."""

    def show_failure(
        self, error: Exception, actions: Sequence[QAction] = (), *, failed: str = ""
    ) -> None:
        """Tell the failure in three parts, with its code for the support.

        ``failed`` is the title where nothing was being saved: what a reader, a library or a service
        did not do.
        """
        failure = failure_of(error)
        if failed and isinstance(error, ExternalError):
            failure = replace(failure, title=failed, tone=Tone.ATTENTION)
        self.show_message(failure.tone, failure.title, f"{failure.text} [{failure.code}]", actions)
