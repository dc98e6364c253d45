"""Usual words for vaccines that no name, valence or disease of the reference holds."""

from __future__ import annotations

_DIPHTHERIA, _TETANUS, _PERTUSSIS, _POLIO = "DIS001", "DIS002", "DIS003", "DIS004"
_HIB, _HEPATITIS_B, _HEPATITIS_A = "DIS005", "DIS006", "DIS016"
_MEASLES, _MUMPS, _RUBELLA, _VARICELLA = "DIS008", "DIS009", "DIS010", "DIS011"
_MEN_C, _MEN_A, _MEN_B, _MEN_W, _MEN_Y = "DIS043", "DIS044", "DIS045", "DIS046", "DIS047"

_DT = (_DIPHTHERIA, _TETANUS)
_DTP = (*_DT, _POLIO)
_DTCP = (*_DTP, _PERTUSSIS)
_PENTA = (*_DTCP, _HIB)
_HEXA = (*_PENTA, _HEPATITIS_B)
_ROR = (_MEASLES, _MUMPS, _RUBELLA)

GROUPS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("dt", "td", "ditetanos"), _DT),
    **dict.fromkeys(("dtp", "dtpolio"), _DTP),
    **dict.fromkeys(("dtc", "dtcoq", "dtca"), (*_DT, _PERTUSSIS)),
    **dict.fromkeys(("dtcp", "dtcap", "dtpc", "dtpca", "dtpcoq", "dtcapolio"), _DTCP),
    **dict.fromkeys(("penta", "pentavalent"), _PENTA),
    **dict.fromkeys(("hexa", "hexavalent"), _HEXA),
    **dict.fromkeys(("ror", "mmr"), _ROR),
    **dict.fromkeys(("rorv", "mmrv"), (*_ROR, _VARICELLA)),
    **dict.fromkeys(("hpv", "papilloma", "col", "uterus"), ("DIS038",)),
    **dict.fromkeys(("influenza", "h1n1", "antigrippal", "antigrippe"), ("DIS015",)),
    **dict.fromkeys(("sars", "cov", "coronavirus"), ("DIS057",)),
    **dict.fromkeys(("vrs", "rsv", "bronchiolite"), ("DIS058",)),
    **dict.fromkeys(("acwy", "acyw", "menacwy"), (_MEN_A, _MEN_C, _MEN_W, _MEN_Y)),
    **dict.fromkeys(("menc",), (_MEN_C,)),
    **dict.fromkeys(("menb",), (_MEN_B,)),
    **dict.fromkeys(("hib", "haemophilus"), (_HIB,)),
    **dict.fromkeys(("vhb", "hbv", "hepb", "hb"), (_HEPATITIS_B,)),
    **dict.fromkeys(("vha", "hav", "hepa"), (_HEPATITIS_A,)),
    **dict.fromkeys(("bcg", "tb", "bk"), ("DIS014",)),
    **dict.fromkeys(("rougeole", "measles"), (_MEASLES,)),
    **dict.fromkeys(("tbe", "tique", "tiques", "mevt"), ("DIS027",)),
    **dict.fromkeys(("singe", "monkeypox", "mpox"), ("DIS029",)),
    **dict.fromkeys(("shingles", "zoster"), ("DIS033",)),
    **dict.fromkeys(("vzv",), (_VARICELLA, "DIS033")),
    **dict.fromkeys(("antitetanique", "tetanique"), (_TETANUS,)),
    **dict.fromkeys(("antirabique", "rabique"), ("DIS030",)),
    **dict.fromkeys(("amaril", "amarile"), ("DIS017",)),
    **dict.fromkeys(("malaria",), ("DIS040",)),
}
"""Folded word: the diseases (NUVA codes) that a vaccine so named protects from, all of them."""

USUAL = (
    "VAC0523",  # GARDASIL 9
    "VAC1466",  # COMIRNATY LP.8.1 30 µg
    "VAC0900",  # PREVENAR 20
    "VAC1254",  # CAPVAXIVE
    "VAC0495",  # BEXSERO
)
"""The first choice of a practice among vaccines against the same diseases (calendar_fr.toml)."""

PACKAGING = frozenset(
    {
        "ser",
        "seringue",
        "seringues",
        "inj",
        "injectable",
        "susp",
        "suspension",
        "sol",
        "solution",
        "pdr",
        "poudre",
        "solv",
        "solvant",
        "fl",
        "flacon",
        "bt",
        "boite",
        "ml",
        "mg",
        "ug",
        "ui",
        "amp",
        "dose",
        "doses",
        "iv",
        "im",
        "sc",
        "adulte",
        "enfant",
        "nourrisson",
        "pediatrique",
        "vaccin",
        "vaccins",
        "vaccination",
        "contre",
        "anti",
        "la",
        "le",
        "les",
        "de",
        "du",
        "des",
        "d",
        "l",
        "et",
        "avec",
    }
)
"""Folded words that order what is found and refuse nothing: labels of boxes are full of them."""
