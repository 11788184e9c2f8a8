"""The closed little language of conditions: facts, sets, comparisons, days. Parsed once, evaluated in three values."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from . import logic
from .logic import UNKNOWN

SIGNS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip


class NotOurLanguage(ValueError):
    """An expression uses something the language does not have."""


class Scope:
    """What an expression may ask: values of names, and functions by name."""

    def value(self, name: str) -> Any:
        raise NotImplementedError

    def call(self, name: str, arguments: Sequence[Any]) -> Any:
        raise NotImplementedError


@dataclass(frozen=True)
class Node:
    """A piece of an expression. names: every name in it, facts and sets alike; calls: every function in it."""

    text: str = field(compare=False)
    names: frozenset[str] = field(compare=False)
    calls: frozenset[str] = field(compare=False)

    def value(self, scope: Scope) -> Any:
        """The value here; UNKNOWN where the facts do not tell."""
        raise NotImplementedError

    def holds(self, scope: Scope) -> Any:
        """True, False or UNKNOWN."""
        return logic.truth(self.value(scope))


@dataclass(frozen=True)
class Constant(Node):
    fixed: Any = None

    def value(self, scope: Scope) -> Any:
        return self.fixed


@dataclass(frozen=True)
class Name(Node):
    name: str = ""

    def value(self, scope: Scope) -> Any:
        return scope.value(self.name)


@dataclass(frozen=True)
class Combined(Node):
    """And, or: their parts stand in the order of the law."""

    sign: str = ""
    parts: tuple[Node, ...] = ()

    def value(self, scope: Scope) -> Any:
        join = logic.both if self.sign == "and" else logic.either
        return join(part.holds(scope) for part in self.parts)


@dataclass(frozen=True)
class Negated(Node):
    part: Node | None = None

    def value(self, scope: Scope) -> Any:
        return logic.negation(self.part.holds(scope)) if self.part else UNKNOWN


@dataclass(frozen=True)
class Compared(Node):
    signs: tuple[str, ...] = ()
    sides: tuple[Node, ...] = ()

    def value(self, scope: Scope) -> Any:
        values = [side.value(scope) for side in self.sides]
        return logic.both(
            logic.compare(sign, values[place], values[place + 1]) for place, sign in enumerate(self.signs)
        )


@dataclass(frozen=True)
class Called(Node):
    function: str = ""
    arguments: tuple[Node, ...] = ()

    def value(self, scope: Scope) -> Any:
        return scope.call(self.function, [argument.value(scope) for argument in self.arguments])


@dataclass(frozen=True)
class Chosen(Node):
    """One value or another; unknown where it is not known which, unless both are the same."""

    test: Node | None = None
    yes: Node | None = None
    no: Node | None = None

    def value(self, scope: Scope) -> Any:
        if not (self.test and self.yes and self.no):
            return UNKNOWN
        holds = self.test.holds(scope)
        if holds is UNKNOWN:
            one, other = self.yes.value(scope), self.no.value(scope)
            return one if one == other else UNKNOWN
        return (self.yes if holds else self.no).value(scope)


@dataclass(frozen=True)
class Joined(Node):
    """Union or intersection of sets."""

    sign: str = ""
    left: Node | None = None
    right: Node | None = None

    def value(self, scope: Scope) -> Any:
        sides: list[Any] = [side.value(scope) if side else UNKNOWN for side in (self.left, self.right)]
        one, other = sides
        if one is UNKNOWN or other is UNKNOWN:
            return UNKNOWN
        left: frozenset[Any] = frozenset(one or ())
        right: frozenset[Any] = frozenset(other or ())
        return left | right if self.sign == "|" else left & right


def children(node: Node) -> tuple[Node, ...]:
    """The parts an expression is made of."""
    if isinstance(node, Combined):
        return node.parts
    if isinstance(node, Compared):
        return node.sides
    if isinstance(node, Called):
        return node.arguments
    pieces: tuple[Node | None, ...] = ()
    if isinstance(node, Negated):
        pieces = (node.part,)
    elif isinstance(node, Chosen):
        pieces = (node.test, node.yes, node.no)
    elif isinstance(node, Joined):
        pieces = (node.left, node.right)
    return tuple(piece for piece in pieces if piece)


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """An expression of the book.

    raises  NotOurLanguage for anything that is not comparison, membership, and/or/not, choice, set or call
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as problem:
        raise NotOurLanguage(f"{text}: {problem}") from None
    return _node(tree.body)


def _node(tree: ast.expr) -> Node:
    reader = READERS.get(type(tree))
    if reader is None:
        raise NotOurLanguage(f"{ast.unparse(tree)}: {type(tree).__name__} is not in the language")
    return reader(tree)


def _marks(tree: ast.expr) -> dict[str, Any]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return {"text": ast.unparse(tree), "names": frozenset(names - calls), "calls": frozenset(calls)}


def _constant(tree: ast.Constant) -> Node:
    return Constant(**_marks(tree), fixed=tree.value)


def _set(tree: ast.Set) -> Node:
    if not all(isinstance(element, ast.Constant) for element in tree.elts):
        raise NotOurLanguage(f"{ast.unparse(tree)}: a set holds constants")
    return Constant(**_marks(tree), fixed=frozenset(element.value for element in tree.elts))  # type: ignore[attr-defined]


def _name(tree: ast.Name) -> Node:
    return Name(**_marks(tree), name=tree.id)


def _combined(tree: ast.BoolOp) -> Node:
    sign = "and" if isinstance(tree.op, ast.And) else "or"
    return Combined(**_marks(tree), sign=sign, parts=tuple(_node(part) for part in tree.values))


def _negated(tree: ast.UnaryOp) -> Node:
    if isinstance(tree.op, ast.USub) and isinstance(tree.operand, ast.Constant):
        return Constant(**_marks(tree), fixed=-tree.operand.value)  # type: ignore[operator]
    if not isinstance(tree.op, ast.Not):
        raise NotOurLanguage(f"{ast.unparse(tree)}: only not")
    return Negated(**_marks(tree), part=_node(tree.operand))


def _compared(tree: ast.Compare) -> Node:
    signs = tuple(SIGNS[type(sign)] for sign in tree.ops)
    sides = tuple(_node(side) for side in (tree.left, *tree.comparators))
    return Compared(**_marks(tree), signs=signs, sides=sides)


def _called(tree: ast.Call) -> Node:
    if not isinstance(tree.func, ast.Name) or tree.keywords:
        raise NotOurLanguage(f"{ast.unparse(tree)}: only functions by name")
    return Called(**_marks(tree), function=tree.func.id, arguments=tuple(_node(part) for part in tree.args))


def _chosen(tree: ast.IfExp) -> Node:
    return Chosen(**_marks(tree), test=_node(tree.test), yes=_node(tree.body), no=_node(tree.orelse))


def _joined(tree: ast.BinOp) -> Node:
    sign = {ast.BitOr: "|", ast.BitAnd: "&"}.get(type(tree.op))
    if sign is None:
        raise NotOurLanguage(f"{ast.unparse(tree)}: only sets are joined")
    return Joined(**_marks(tree), sign=sign, left=_node(tree.left), right=_node(tree.right))


READERS: Mapping[type, Callable[[Any], Node]] = {
    ast.Constant: _constant,
    ast.Set: _set,
    ast.Name: _name,
    ast.BoolOp: _combined,
    ast.UnaryOp: _negated,
    ast.Compare: _compared,
    ast.Call: _called,
    ast.IfExp: _chosen,
    ast.BinOp: _joined,
}
