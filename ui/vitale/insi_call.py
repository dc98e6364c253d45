"""INSi is asked by itself about a record that a card opened (A-INS-06); nothing is accepted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from almapy.errors import AlmaPyError, DomainError
from almapy.insi.questions import traits_of
from almapy.patients.model import Patient
from almapy.users.model import Right
from ui.desk import Desk
from ui.insi.calls import Answer, calls_of
from ui.insi.decisions import why_not
from ui.insi.question import CardQuestion, Question, TraitsQuestion
from ui.insi.wish import ask_insi_of
from ui.patients.open_records import OpenRecords
from ui.shell.page_stack import PageStack
from ui.tasks import Lane
from ui.theme import Tone
from ui.vitale.flow import Taken
from ui.vitale.typing_watch import is_at_work
from ui.widgets.toast import Toast

_WITH_WHICH_IT_OPENS = "record"
_INSI = "insi"
_SEE = "Voir la réponse INSi"
_SECONDS = 120.0


class InsiByCard(QObject):
    """Asks in the background; the answer comes to the front only of who does nothing else yet."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        pages: PageStack,
        records: OpenRecords,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._desk = window, desk
        self._pages, self._records = pages, records
        self._asked: set[int] = set()
        if desk.actor.may(Right.QUALIFY_INS):
            calls_of(desk).answered.connect(self._take)

    @Slot(object)
    def begin(self, taken: Taken) -> None:
        """Ask about a record that holds no matricule yet and was certainly meant by the card."""
        patient = self._opened(taken.patient_id)
        actor, application = self._desk.actor, self._desk.application
        if taken.over is None or patient is None or not actor.may(Right.QUALIFY_INS):
            return
        if patient.data.matricule_ins or why_not(patient):
            return

        def work() -> Question | None:
            if application.insi.why_not(actor):
                return None
            holder = application.vitale.beneficiary(taken.reading, taken.bearer)
            return CardQuestion(holder) if holder is not None else _by_traits(patient)

        def put(question: Question | None) -> None:
            if question is not None and self._opened(patient.id) is not None:
                self._asked.add(patient.id)
                calls_of(self._desk).put(patient, question, told_elsewhere=True)

        # The connection may read the card of the professional, which takes its time.
        self._desk.run(self, work, put, lane=Lane.IO)

    @Slot(object)
    def _take(self, answer: Answer) -> None:
        if answer.patient_id not in self._asked:
            return
        self._asked.discard(answer.patient_id)
        current = self._records.current
        is_here = current is not None and current.patient.id == answer.patient_id
        page = self._pages.current_name()
        if is_here and page == _INSI:
            return  # the page shows it
        if (
            is_here
            and page == _WITH_WHICH_IT_OPENS
            and _identity(answer)
            and not is_at_work(self._pages)
        ):
            ask_insi_of(self._desk, answer.patient_id)
            return
        self._tell(answer)

    def _tell(self, answer: Answer) -> None:
        text = f"Dossier n° {answer.dossier}\u00a0: {_words(answer)}"
        tone = Tone.INFORMATION if _identity(answer) else Tone.ATTENTION
        notice = Toast(self._window, text, tone=tone, action=_SEE, seconds=_SECONDS)
        desk, patient_id = self._desk, answer.patient_id
        notice.action_chosen.connect(lambda: ask_insi_of(desk, patient_id))
        notice.show()

    def _opened(self, patient_id: int) -> Patient | None:
        records = (one.patient for one in self._records.all())
        return next((one for one in records if one.id == patient_id), None)


def _by_traits(patient: Patient) -> Question | None:
    """Return the search by the traits of the record, None while one of them is missing."""
    try:
        return TraitsQuestion(traits_of(patient.data))
    except DomainError:
        return None


def _identity(answer: Answer) -> bool:
    return answer.result is not None and answer.result.identity is not None


def _words(answer: Answer) -> str:
    if _identity(answer):
        return "INSi a trouvé une identité."
    if answer.result is not None:
        return f"INSi\u00a0: {answer.result.advice.title}"
    error = answer.error
    return f"INSi\u00a0: {error.message}" if isinstance(error, AlmaPyError) else "INSi a échoué."
