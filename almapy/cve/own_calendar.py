"""What our own calendar recommends, when the service cannot be asked (R23)."""

from __future__ import annotations

from datetime import date

from almapy.cve.model import RecommendationLight, RecommendationLine, Recommendations
from almapy.users.model import Actor
from almapy.vaccine_calendar.model import Status, Verdict
from almapy.vaccine_calendar.service import CalendarService

LOCAL_NOTICE = "calendrier local, à vérifier"


class OwnCalendar:
    """The calendar of this program in the words of a recommendation."""

    def __init__(self, calendar: CalendarService) -> None:
        self._calendar = calendar

    def __call__(self, actor: Actor, patient_id: int, on: date) -> Recommendations:
        """Return one line for each protection that concerns the patient."""
        found = self._calendar.of(actor, patient_id, on)
        return Recommendations(
            lines=tuple(
                _line(one) for one in found.verdicts if one.status is not Status.NOT_INDICATED
            ),
            computed_on=found.on,
            engine=f"Calendrier d'AlmaPy, table du {found.table_date:%d/%m/%Y}",
            local=True,
            notice=LOCAL_NOTICE,
        )


def _line(verdict: Verdict) -> RecommendationLine:
    return RecommendationLine(
        disease=verdict.label,
        light=RecommendationLight(verdict.light.value),
        status=verdict.word,
        next_from=verdict.next_from,
        next_to=verdict.next_to,
        text=verdict.reason,
        source=verdict.source,
    )
