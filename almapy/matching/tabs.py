"""Which tab of « Documents » a received document usually stands in."""

from __future__ import annotations

from almapy.documents.model import Tab

_BIOLOGY = frozenset({"11502-2", "60568-3", "51969-4", "DOCPAT05", "96173-0"})
_PARAMEDICAL = frozenset(
    {
        "11506-3",
        "34120-6",
        "47420-5",
        "83901-9",
        "93024-8",
        "78601-2",
        "56445-0",
        "28617-9",
        "61357-0",
        "28653-4",
        "34842-5",
        "BIL_AUTO",
    }
)


def usual_tab(type_code: str) -> Tab:
    """Return the tab for a received document of this type of JDV_J07: Reçus when in doubt.

    Results of laboratories (biology, cytology and pathology, genetics) go to « Biologie »; what
    auxiliaries, pharmacists and social workers write goes to « Paramed ».
    """
    if type_code in _BIOLOGY:
        return Tab.BIOLOGY
    return Tab.PARAMEDICAL if type_code in _PARAMEDICAL else Tab.RECEIVED
