"""A message strip that knows how to tell a failure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction

from ui.failures import failure_of
from ui.widgets.message_strip import MessageStrip


class FailureStrip(MessageStrip):
    """Shows what went wrong beside the work it concerns, rather than at the top of the window."""

    def show_failure(self, error: Exception, actions: Sequence[QAction] = ()) -> None:
        """Tell the failure in three parts, with its code for the support."""
        failure = failure_of(error)
        self.show_message(failure.tone, failure.title, f"{failure.text} [{failure.code}]", actions)
