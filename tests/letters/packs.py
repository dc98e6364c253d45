"""The packs of documents: each has its layouts, phrases and names."""

from tests.letters import names, names_second, names_third
from tests.letters.maker import Maker
from tests.letters.maker_second import OtherMaker
from tests.letters.maker_third import WeekMaker
from tests.letters.people import village

FIRST, SECOND, THIRD = "first", "second", "third"
PACKS = {
    FIRST: (names, Maker),
    SECOND: (names_second, OtherMaker),
    THIRD: (names_third, WeekMaker),
}


def town_and_maker(patients, seed, pack=FIRST):
    """Return the village of this pack and the maker of its documents."""
    pools, made = PACKS[pack]
    town = village(patients, seed, pools)
    return town, made(town, seed)
