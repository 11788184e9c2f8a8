"""Ages and sexes of households: parents older than their children, and every share of the district kept."""

from collections import Counter

from .groups import Group, Member
from .source import Dice, apportion, read

Band = tuple[int, int]
YOUNGEST_PARENT, OLDEST_MOTHER = 18, 46
GIRLS = 47


def bands() -> dict[Band, float]:
    """Age bands with their shares, youngest first."""
    return {tuple(map(int, text.split("-"))): share for text, share in read("shares")["ages"].items()}  # type: ignore[misc]


def fill(groups: list[Group], dice: Dice) -> None:
    """Give every household its members with role, age and sex."""
    people = sum(group.size for group in groups)
    left = Counter(apportion(people, bands()))
    left.subtract(_band(member.age) for group in groups for member in group.members)
    open_groups = [group for group in groups if not group.members]
    small = [band for band in left if band[1] < YOUNGEST_PARENT]
    children = [band for band in small for _ in range(left[band])]
    dice.shuffle(children)
    for group, count in zip(open_groups, _children(open_groups, len(children), dice), strict=True):
        _found(group, [children.pop() for _ in range(count)], left, dice)
    _add_adults(open_groups, [band for band in left if band not in small for _ in range(left[band])], dice)
    _give_sexes(groups, dice)


def _band(age: int) -> Band:
    return next(band for band in bands() if band[0] <= age <= band[1])


def _children(groups: list[Group], wanted: int, dice: Dice) -> list[int]:
    """How many children each household has; together the wanted number, or as many as there is room for."""
    wanted = min(wanted, sum(group.size - 1 for group in groups))
    counts = [max(0, group.size - 2) + (group.size in (2, 3) and dice.chance(40)) for group in groups]
    while (missing := wanted - sum(counts)) != 0:
        number = dice.randrange(len(groups))
        changed = counts[number] + (1 if missing > 0 else -1)
        if 0 <= changed < groups[number].size:
            counts[number] = changed
    return counts


def _found(group: Group, children: list[Band], left: Counter[Band], dice: Dice) -> None:
    """Children with one or two parents; a household without children stays empty for now."""
    if not children:
        return
    ages = [dice.randint(*band) for band in children]
    parents = 2 if group.size - len(ages) > 1 and dice.chance(90) else 1
    for number in range(parents):
        age = _parent_age(ages, left, dice)
        left[_band(age)] -= 1
        group.members.append(Member("partner" if number else "head", age))
    group.members += [Member("child", age) for age in sorted(ages, reverse=True)]


def _parent_age(children: list[int], left: Counter[Band], dice: Dice) -> int:
    youngest, oldest = max(children) + YOUNGEST_PARENT, min(children) + OLDEST_MOTHER
    possible = {
        band: number * (3 if band[0] == 27 else 1)
        for band, number in left.items()
        if number > 0 and band[0] >= YOUNGEST_PARENT and max(band[0], youngest) <= min(band[1], oldest)
    }
    band = dice.one_of(possible) if possible else (27, 45)
    return dice.randint(max(band[0], youngest), max(min(band[1], oldest), youngest))


def _add_adults(groups: list[Group], left: list[Band], dice: Dice) -> None:
    """Grown-ups for every place that is still free."""
    dice.shuffle(left)
    for group in groups:
        while len(group.members) < group.size:
            age = dice.randint(*(left.pop() if left else (27, 45)))
            group.members.append(Member(_role(group, age, dice), age))


def _role(group: Group, age: int, dice: Dice) -> str:
    if not group.members:
        return "head"
    head = group.members[0].age
    has_partner = any(member.role == "partner" for member in group.members)
    if head - age >= YOUNGEST_PARENT:
        return "grown_child"
    if age - head >= YOUNGEST_PARENT:
        return "parent"
    if not has_partner and abs(head - age) < 12 and not any(member.role == "child" for member in group.members):
        return "partner"
    return "sibling" if dice.chance(70) else "relative"


def _give_sexes(groups: list[Group], dice: Dice) -> None:
    people = [member for group in groups for member in group.members]
    left = Counter(apportion(len(people), read("shares")["sexes"]))
    for group in groups:
        _give_parents(group, dice)
    left.subtract(member.sex for member in people if member.sex)
    rest = [member for member in people if not member.sex]
    pack = [sex for sex, number in left.items() for _ in range(number)]
    dice.shuffle(pack)
    for member in rest:
        member.sex = pack.pop() if pack else "m"


def _give_parents(group: Group, dice: Dice) -> None:
    """Couples and children first; chance deals the rest of the shares to all others."""
    if any(member.sex for member in group.members):
        return
    roles = {member.role for member in group.members}
    for member in group.members:
        if member.role == "child":
            member.sex = "f" if dice.chance(GIRLS) else "m"
        elif member.role == "partner":
            member.sex = "f"
        elif member.role == "head" and len(group.members) > 1:
            alone = "child" in roles and "partner" not in roles
            member.sex = "f" if alone and dice.chance(80) else "m"
