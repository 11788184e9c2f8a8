"""How well grown-ups know German and which scripts they read: who has been here longer knows more."""

from .groups import Group, Member
from .source import Dice, apportion, read

LEARNS_SLOWLY = frozenset({"does_not_read", "reads_little"})


def give(groups: list[Group], dice: Dice) -> None:
    adults = [(group, member) for group in groups for member in group.members if member.is_adult]
    _give_literacy(adults, dice)
    counts = apportion(len(adults), read("shares")["german_levels"])
    levels = [level for level, count in counts.items() for _ in range(count)]
    demo_day = read("shares")["demo_day"]

    def progress(pair: tuple[Group, Member]) -> float:
        days = (demo_day - pair[0].entered_on).days
        return days * dice.uniform(0.2, 1) * (0.3 if pair[1].literacy in LEARNS_SLOWLY else 1)

    for (_, member), level in zip(sorted(adults, key=progress), levels, strict=True):
        member.german = member.facts.get("german", level)


def _give_literacy(adults: list[tuple[Group, Member]], dice: Dice) -> None:
    counts = apportion(len(adults), read("shares")["literacy"])
    waiting = []
    for group, member in dice.shuffled(adults):
        if known := member.facts.get("literacy"):
            member.literacy = known
            counts[known] -= 1
        else:
            waiting.append((group, member))
    # Nobody who grew up with Latin letters reads only another script, so those who did not choose first.
    waiting.sort(key=lambda pair: read("names")[pair[0].origin[3]]["script"] == "Latn")
    for _, member in waiting:
        member.literacy = "reads_other_script" if counts["reads_other_script"] > 0 and dice.chance(60) else ""
        counts["reads_other_script"] -= member.literacy != ""
    rest = [code for code, count in counts.items() if code != "reads_other_script" for _ in range(max(0, count))]
    dice.shuffle(rest)
    for _, member in waiting:
        member.literacy = member.literacy or (rest.pop() if rest else "reads_latin")
