"""How this person usually gives a vaccine."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from almapy.vaccination.model import ActState, Route, Site
from almapy.vaccination.tables import VaccinationRow


def usual_way(session: Session, user_id: int, vaccine: str) -> tuple[Route, Site]:
    """Return route and site last used by an account for a vaccine; unknown for the first time."""
    query = (
        select(VaccinationRow.route, VaccinationRow.site)
        .where(
            VaccinationRow.performer_id == user_id,
            VaccinationRow.vaccine == vaccine,
            VaccinationRow.state == ActState.DONE.value,
            VaccinationRow.deleted_at.is_(None),
            or_(VaccinationRow.route != "", VaccinationRow.site != ""),
        )
        .order_by(VaccinationRow.created_at.desc(), VaccinationRow.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    if found is None:
        return Route.UNKNOWN, Site.UNKNOWN
    return Route(found.route), Site(found.site)
