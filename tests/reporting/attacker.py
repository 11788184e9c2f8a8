"""Somebody who sees a page of numbers and works back what was hidden: equations, elimination, bounds."""

from collections.abc import Sequence
from fractions import Fraction

from wegbuch.reporting.suppression import Shown

Place = tuple[int, int, int]
Equation = tuple[dict[Place, Fraction], Fraction]
Bounds = dict[Place, tuple[Fraction, Fraction | None]]


def bounds(tables: Sequence[Shown]) -> Bounds:
    """Smallest and largest value of every hidden number that fits all that is shown; None without an upper end."""
    hidden = [place for place, number in _numbers(tables) if number is None]
    equations = _equations(tables)
    equations += _eliminated(equations, hidden)
    found: Bounds = {place: (Fraction(0), None) for place in hidden}
    for _round in range(60):
        narrowed = [_narrow(equation, found) for equation in equations]
        if not any(narrowed):
            break
    return found


def is_betrayed(tables: Sequence[Shown]) -> bool:
    """Whether a hidden number is pinned down, or known to be under 5."""
    return any(high is not None and (high < 5 or high <= low) for low, high in bounds(tables).values())


def _numbers(tables: Sequence[Shown]) -> list[tuple[Place, int | None]]:
    return [
        ((t, r, c), number)
        for t, table in enumerate(tables)
        for r, row in enumerate(table.cells)
        for c, number in enumerate(row)
    ]


def _equations(tables: Sequence[Shown]) -> list[Equation]:
    """One for each sum that is shown, and one for each column that two tables share."""
    known = dict(_numbers(tables))
    found = []
    for t, table in enumerate(tables):
        rows, columns = range(len(table.cells)), range(len(table.column_totals))
        lines = [([(t, r, c) for c in columns], table.row_totals[r]) for r in rows]
        lines += [([(t, r, c) for r in rows], table.column_totals[c]) for c in columns]
        lines += [([(t, r, c) for r in rows for c in columns], table.total)]
        found += [_equation(dict.fromkeys(places, 1), total, known) for places, total in lines if total is not None]
    for t in range(1, len(tables)):
        for c in range(len(tables[0].column_totals)):
            signs = {(0, r, c): 1 for r in range(len(tables[0].cells))}
            signs |= {(t, r, c): -1 for r in range(len(tables[t].cells))}
            found.append(_equation(signs, 0, known))
    return found


def _equation(signs: dict[Place, int], total: int, known: dict[Place, int | None]) -> Equation:
    rest = Fraction(total) - sum(sign * (known[place] or 0) for place, sign in signs.items())
    return {place: Fraction(sign) for place, sign in signs.items() if known[place] is None}, rest


def _eliminated(equations: list[Equation], hidden: list[Place]) -> list[Equation]:
    """The same equations, each unknown solved for as far as they go."""
    rows = [(dict(signs), rest) for signs, rest in equations if signs]
    solved: list[Equation] = []
    for place in hidden:
        pivot = next((row for row in rows if row[0].get(place)), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = _scaled(pivot, 1 / pivot[0][place])
        rows = [_minus(row, pivot, place) for row in rows]
        solved = [_minus(row, pivot, place) for row in solved] + [pivot]
    return solved


def _scaled(equation: Equation, factor: Fraction) -> Equation:
    return {place: sign * factor for place, sign in equation[0].items()}, equation[1] * factor


def _minus(row: Equation, pivot: Equation, place: Place) -> Equation:
    factor = row[0].get(place, Fraction(0))
    if not factor:
        return row
    places = row[0].keys() | pivot[0].keys()
    signs = {each: row[0].get(each, Fraction(0)) - factor * pivot[0].get(each, Fraction(0)) for each in places}
    return {each: sign for each, sign in signs.items() if sign}, row[1] - factor * pivot[1]


def _narrow(equation: Equation, found: Bounds) -> bool:
    """Tighten each unknown of one equation by the bounds of the others; whether something moved."""
    signs, rest = equation
    moved = False
    for place, sign in signs.items():
        others = [(each, factor) for each, factor in signs.items() if each != place]
        ends = [_end(others, rest, found, is_high) for is_high in (False, True)]
        low, high = (None if end is None else end / sign for end in (ends if sign > 0 else reversed(ends)))
        old_low, old_high = found[place]
        new_low = old_low if low is None else max(old_low, low)
        new_high = old_high if high is None else high if old_high is None else min(old_high, high)
        moved |= (new_low, new_high) != (old_low, old_high)
        found[place] = (new_low, new_high)
    return moved


def _end(others: list[tuple[Place, Fraction]], rest: Fraction, found: Bounds, is_high: bool) -> Fraction | None:
    """The lowest or highest that is left for one unknown after the others; None where it is open."""
    left = rest
    for place, factor in others:
        low, high = found[place]
        taken = low if (factor > 0) == is_high else high
        if taken is None:
            return None
        left -= factor * taken
    return left
