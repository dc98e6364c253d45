"""What is true of a document: whose it is, whether that can be proven, what sort, which date."""

from dataclasses import dataclass, field
from datetime import date

from tests.letters.sheet import Page, exact_text

AUTO, REVIEW, NONE = "auto", "review", "none"
_COLUMNS = (
    "file doc_id variant expected patient_id patient_ids reason tag doc_type doc_date layout "
    "identity pages container"
)
COLUMNS = _COLUMNS.split(" ")


@dataclass(frozen=True)
class Truth:
    """``expected`` is « auto » (name with birth date or matricule, one patient), « review »
    (a patient whom the document does not prove, or two), « none » (nobody of the base)."""

    doc_id: str
    expected: str
    patient_ids: tuple[int, ...]
    kind: str
    day: date
    layout: str
    identity: str  # how the patient is written
    reason: str = ""
    tag: str = ""

    @property
    def patient_id(self):
        return self.patient_ids[0] if len(self.patient_ids) == 1 else None


@dataclass(frozen=True)
class Letter:
    """One document and its truth."""

    truth: Truth
    pages: tuple[Page, ...] = field(repr=False)

    @property
    def text(self):
        """The text as a faultless reader gives it (almapy.ocr.model.DocumentText)."""
        return exact_text(self.pages)

    def row(self, file="", variant="none", container=""):
        """Return one line of ``truth.csv``."""
        truth = self.truth
        return (
            file,
            truth.doc_id,
            variant,
            truth.expected,
            truth.patient_id or "",
            " ".join(map(str, truth.patient_ids)),
            truth.reason,
            truth.tag,
            truth.kind,
            truth.day.isoformat(),
            truth.layout,
            truth.identity,
            len(self.pages),
            container,
        )
