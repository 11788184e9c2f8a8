"""Names put together from common parts, each with its own script where the language has one."""

from dataclasses import dataclass
from functools import cache

from .source import Dice, read


@dataclass(frozen=True)
class Part:
    """One part of a name: as in the papers, in its own script, and as others write it."""

    papers: str
    native: str = ""
    variant: str = ""


@dataclass(frozen=True)
class Surname:
    """A surname in the form of men and in the form of women."""

    men: Part
    women: Part

    def of(self, sex: str) -> Part:
        return self.women if sex == "f" else self.men


@dataclass(frozen=True)
class Names:
    """The parts of one language."""

    women: tuple[Part, ...]
    men: tuple[Part, ...]
    surnames: tuple[Surname, ...]
    is_surname_first: bool
    do_spouses_keep: bool

    def given(self, sex: str, dice: Dice) -> Part:
        return dice.choice(self.women if sex == "f" else self.men)

    def native(self, given: Part, surname: Part) -> str:
        """The whole name in its own script; empty where a part is only known in Latin letters."""
        if not (given.native and surname.native):
            return ""
        parts = (surname.native, given.native) if self.is_surname_first else (given.native, surname.native)
        return " ".join(parts)


def _part(text: str) -> Part:
    return Part(*(word.replace("~", " ") for word in text.split()))


def _surname(text: str) -> Surname:
    men, _, women = text.partition("/")
    return Surname(_part(men), _part(women or men))


@cache
def of(culture: str) -> Names:
    """The parts of names of one language, by its key in names.yaml."""
    values = read("names")[culture]
    return Names(
        women=tuple(map(_part, values["women"].split(","))),
        men=tuple(map(_part, values["men"].split(","))),
        surnames=tuple(map(_surname, values["surnames"].split(","))),
        is_surname_first=values.get("surname_first", False),
        do_spouses_keep=values.get("spouses_keep_names", False),
    )
