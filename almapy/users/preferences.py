"""What each person chose in « Informations utilisateur », as typed fields."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from almapy.errors import DomainError

LONGEST_WARNING_DAYS = 60


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices of one person; names are stored, so they never change meaning.

    ``send_*`` are the permanent boxes of the background sending (A-BGQ-16); ``use_*`` switch an
    outside module, all off until its connector is there. ``psc_activity`` is the key of the place
    of work chosen last with Pro Santé Connect.
    """

    backup_warning_days: int = 2
    send_to_mssante: bool = True
    send_to_dmp: bool = True
    send_in_background: bool = True
    use_affid: bool = False
    use_jfse: bool = False
    use_entractes: bool = False
    use_compta_liberale: bool = False
    bioserveur_login: str = ""
    use_bioserveur: bool = False
    mesvaccins_email: str = ""
    use_mesvaccins: bool = False
    mssante_address: str = ""
    mssante_imap_host: str = ""
    mssante_smtp_host: str = ""
    psc_activity: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.backup_warning_days <= LONGEST_WARNING_DAYS:
            raise DomainError(
                f"Le délai d'avertissement va de 1 à {LONGEST_WARNING_DAYS} jours.",
                field="backup_warning_days",
            )


class SecretName:
    """The secrets that a person may leave with the program."""

    BIOSERVEUR = "bioserveur"
    MESVACCINS = "mesvaccins"


def from_stored(values: dict[str, Any]) -> Preferences:
    """Build the preferences from stored values; unknown names and wrong types count for nothing."""
    defaults = Preferences()
    accepted = {
        f.name: values[f.name]
        for f in fields(Preferences)
        if f.name in values and type(values[f.name]) is type(getattr(defaults, f.name))
    }
    try:
        return Preferences(**accepted)
    except DomainError:
        accepted.pop("backup_warning_days", None)
        return Preferences(**accepted)


def changed(old: Preferences, new: Preferences) -> dict[str, Any]:
    """Return the names and new values of what differs."""
    before = asdict(old)
    return {name: value for name, value in asdict(new).items() if before[name] != value}
