"""What an answer without comparison leads to: a message beside the fields, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from almapy.errors import ExternalError
from almapy.insi.model import CallKind, Outcome
from almapy.insi.results import SearchResult
from almapy.patients.model import IdentityStatus
from ui.insi import words
from ui.insi.calls import Answer
from ui.insi.question import VerificationQuestion
from ui.theme import Tone
from ui.widgets.failure_strip import FailureStrip

_WITHDRAW = "Retirer le matricule de ce dossier"
_WAITS = (
    "La réponse est arrivée pendant que vous écriviez. Rien n'est modifié tant que vous ne "
    "l'avez pas comparée."
)
_KEPT = "Le matricule INS et son OID sont dans le dossier."
_STOPPED = "Vous avez arrêté la recherche. Rien n'a été modifié."


class Telling(QObject):
    """One message at a time; its actions live as long as the page."""

    def __init__(self, strip: FailureStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._strip = strip
        self.retry = QAction("Réessayer", self)
        self.see = QAction("Voir la comparaison", self)
        self.confirm = QAction("OK", self)
        self.withdraw = QAction(_WITHDRAW, self)
        self.leave = QAction(words.REFUSE, self)

    def tell(self, answer: Answer, matricule: str) -> None:
        """Tell an answer; ``matricule`` is that of the record, which a discordance may concern."""
        if answer.error is not None:
            self._strip.show_failure(answer.error, [self.retry])
        elif answer.result is not None and answer.question.kind is CallKind.VERIFICATION:
            self._tell_verification(answer, answer.result, matricule)
        elif answer.result is not None:
            self._tell_advice(answer.result)

    def tell_waiting(self) -> None:
        """Say that an identity was found while somebody was typing here."""
        self._strip.show_message(Tone.INFORMATION, "INSi a répondu", _WAITS, [self.see])

    @Slot(object)
    def tell_card(self, error: Exception) -> None:
        """Say why the card could not be read, or its number not be kept."""
        if isinstance(error, ExternalError):
            detail = f"{error.message} [{error.code}]"
            self._strip.show_message(Tone.CRITICAL, "La carte Vitale n'a pas été lue", detail)
        else:
            self._strip.show_failure(error)

    def tell_accepted(self, status: IdentityStatus) -> None:
        """Say what the identity became."""
        if status is IdentityStatus.QUALIFIED:
            self._strip.show_message(Tone.OK, status.label, _KEPT)
        else:
            detail = f"{_KEPT} {words.MUST_VALIDATE}."
            self._strip.show_message(Tone.INFORMATION, status.label, detail)

    def tell_withdrawn(self, status: IdentityStatus) -> None:
        """Say that the record holds no matricule any more."""
        title = "Le matricule et son OID sont retirés du dossier"
        self._strip.show_message(Tone.NEUTRAL, title, f"{status.label}.")

    def tell_interrupted(self) -> None:
        """Say that nobody waits any more."""
        self._strip.show_message(Tone.NEUTRAL, "Recherche interrompue", _STOPPED)

    def tell_untouched(self) -> None:
        """Say that the answer was not taken over."""
        detail = "Le dossier reste comme il était. Votre refus est gardé dans l'historique des INS."
        self._strip.show_message(Tone.NEUTRAL, "Rien n'a été modifié", detail)

    def _tell_verification(self, answer: Answer, result: SearchResult, matricule: str) -> None:
        if result.outcome is Outcome.FOUND:
            found = result.identity
            is_new = found is not None and found.active.matricule != matricule
            actions = [self.confirm, self.see] if is_new else [self.confirm]
            self._strip.show_message(Tone.OK, words.VERIFIED, words.RIGHT, actions)
        elif result.outcome is Outcome.DISCORDANT:
            advice, question = result.advice, answer.question
            own = (
                isinstance(question, VerificationQuestion)
                and bool(matricule)
                and question.ins.matricule == matricule
            )
            actions = [self.leave, self.withdraw] if own else [self.leave]
            self._strip.show_message(Tone.CRITICAL, advice.title, advice.text, actions)
        else:
            self._tell_advice(result)

    def _tell_advice(self, result: SearchResult) -> None:
        advice = result.advice
        tone = Tone.OK if advice.good else Tone.ATTENTION
        actions = [self.retry] if advice.retry else []
        self._strip.show_message(tone, advice.title, advice.text, actions)
