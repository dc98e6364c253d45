"""How a failure is told where no base is open yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from almapy.errors import AccessError, AlmaPyError, DomainError
from ui.failures import Failure, failure_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from ui.widgets.message_strip import MessageStrip


def failure_at_door(error: BaseException) -> Failure:
    """Return how this is told: the usual titles speak of something that was being saved."""
    failure = failure_of(error)
    match error:
        case AccessError():
            return replace(failure, title="Connexion refusée")
        case DomainError():
            return failure
        case AlmaPyError():
            return replace(failure, title="Ouverture impossible")
    return failure


def tell(strip: MessageStrip, failure: Failure, actions: Sequence[QAction] = ()) -> None:
    """Show the three parts of the sentence and the code that support asks for."""
    detail = f"{failure.text} [{failure.code}]"
    strip.show_message(failure.tone, failure.title, detail, actions)
