"""The steps of a proof as records: a rule of a closed set, and the facts that it is about.

There are no words here: `symdescent.messages` has one sentence a rule and a language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from enum import StrEnum, auto
from typing import Any, Final, Literal, TypeAlias

from sympy import Expr, Integer, Rational, Symbol


class Step(StrEnum):
    """What a step of a proof says; L is the function that it speaks of."""

    # the whole of a proof, in its first step
    CONSTANT = auto()
    CONVEX_STATIONARY = auto()
    LOCAL_MINIMUM = auto()
    STATIONARY = auto()
    TERMS_AT_THEIR_LEAST = auto()
    PARTS_AT_THEIR_LEAST = auto()
    PART_FALLS = auto()
    RISES_WITH_PART = auto()
    LINEAR_FORM = auto()
    PERIODIC = auto()
    LEAST_OF_CANDIDATES = auto()
    LEAST_OF_CRITICAL = auto()
    ONLY_CRITICAL = auto()
    SIGN_CHART = auto()
    FALLS = auto()
    FALLS_ALONG_LINE = auto()
    FALLS_ALONG_CURVE = auto()
    APPROACHED = auto()
    APPROACHED_ALONG_CURVE = auto()
    BOXES_ENCLOSED = auto()
    OTHER_BOXES = auto()
    SQUARES_COMPLETED = auto()
    EVEN_POWERS = auto()
    TWO_POWERS = auto()
    # why it is so
    POSITIVE_PIVOTS = auto()
    PIVOTS_NOT_NEGATIVE = auto()
    POSITIVE_DEFINITE_THERE = auto()
    NEGATIVE_CURVATURE = auto()
    CONSTANT_SLOPE = auto()
    EQUALITY = auto()
    EQUALITY_HOLDS = auto()
    PART_NEVER_LEAST = auto()
    TERM_NEVER_LEAST = auto()
    TERMS_NEVER_LEAST_AT_ONCE = auto()
    LIMIT_NEVER_TAKEN = auto()
    OTHER_PART_BOUNDED = auto()
    ALONG_CURVE = auto()
    RATIONAL_IN_TANGENT = auto()
    LEAST_OF_TANGENTS = auto()
    OUTWEIGH = auto()
    VANISHES = auto()
    SLOPE = auto()
    SLOPE_SIGNS = auto()
    SLOPE_SIGNS_WITHOUT_ROOT = auto()
    DEFINITE_AND_STATIONARY = auto()
    RISES_FROM_END = auto()
    ONLY_ZERO_IN_BOX = auto()
    SYMMETRIC = auto()
    SQUARES_WITH_FACTORS = auto()
    SQUARES_WITH_FACTOR = auto()
    NOTHING_ELSE_DEPENDS = auto()
    SLOPE_CHANGES_ON_EITHER_SIDE = auto()
    SLOPE_CHANGES_ON_THE_LEFT = auto()
    SLOPE_CHANGES_ON_THE_RIGHT = auto()
    LETTERS_APART = auto()
    # candidates, values and places
    LIMIT = auto()
    CRITICAL_POINT = auto()
    END_POINT = auto()
    PIECES_MEET = auto()
    SO_LEAST = auto()
    VALUES_ADD_UP = auto()
    VALUE = auto()
    EXACT_VALUE = auto()
    FIRST_DIGITS = auto()
    TAKEN_AT = auto()


class Why(StrEnum):
    """Why there is no stronger answer."""

    NO_RUNG_BELOW = auto()
    HESSIAN_OPEN = auto()
    ENCLOSED = auto()
    BOX_EMPTY = auto()
    BOX_OPEN = auto()
    UNDEFINED_IN_BOX = auto()
    DIVIDES_BY_ZERO = auto()
    ROOT_WITHOUT_NAME = auto()
    LETTERS_IN_SLOPE = auto()
    LETTERS_BEYOND = auto()
    LATE = auto()
    REFUSED = auto()
    STOPPED = auto()
    RUNG_BROKE = auto()
    RUNG_NOT_WRITTEN = auto()
    RUNG_NOT_READ = auto()
    UNSETTLED = auto()
    NO_TIME = auto()
    OUT_OF_TIME = auto()


class Sign(StrEnum):
    """A sign of a slope."""

    MINUS = "-"
    PLUS = "+"


@dataclass(frozen=True)
class Applied:
    """A named function (L, a part L1, h) at arguments; without any, the function itself.

    Or its gradient there; or its derivative with `primes`; or the partial one `by` a variable.
    """

    name: str = "L"
    arguments: tuple[Expr, ...] = ()
    primes: int = 0
    gradient: bool = False
    by: Symbol | None = None


@dataclass(frozen=True)
class Total:
    """A sum in the order of its terms."""

    terms: tuple[Expr, ...]


Side: TypeAlias = Expr | tuple[Expr, ...] | Applied | Total  # a tuple is a point
Operator = Literal["=", "<", "<=", ">", ">=", "->"]


@dataclass(frozen=True)
class Towards:
    """A variable on its way to an end, which may be infinite; `side`: whence, "" or left, right."""

    variable: Symbol
    end: Expr
    side: Literal["", "left", "right"] = ""


@dataclass(frozen=True)
class Statement:
    """A chain of relations, each operator between two sides; a limit with what goes `towards`."""

    sides: tuple[Side, ...]
    operators: tuple[Operator, ...]
    towards: Towards | None = None


Fact: TypeAlias = Statement | Side | Sign | Decimal | str  # str: a name that stands for itself
Given: TypeAlias = Mapping[str, tuple[Fact, ...]]


@dataclass(frozen=True)
class ProofStep:
    """One line of a proof: its rule, the facts that it is about, and those within its sentence.

    `of`: the name of the function that is spoken of as L in the description of the rule.
    """

    rule: Step
    facts: tuple[Fact, ...] = ()
    given: Given = field(default_factory=dict)
    of: str = "L"


@dataclass(frozen=True)
class Reason:
    """Why there is no stronger answer: its kind, and the facts within its sentence."""

    kind: Why
    given: Given = field(default_factory=dict)


L: Final = Applied()
H: Final = Applied("h")
LATER: Final = {"h": "g", "g": "k", "k": "m"}  # the name of a part of a part


def step(rule: Step, *facts: Fact, **given: Fact | list[Fact]) -> ProofStep:
    """The step of a rule, about these facts; what is given stands within its sentence."""
    return ProofStep(rule, facts, _lists(given))


def reason(kind: Why, **given: Fact | list[Fact]) -> Reason:
    """The reason of a kind; what is given stands within its sentence."""
    return Reason(kind, _lists(given))


def _lists(given: Mapping[str, Fact | list[Fact]]) -> dict[str, tuple[Fact, ...]]:
    return {k: tuple(v) if isinstance(v, list) else (v,) for k, v in given.items()}


def equal(*sides: Side) -> Statement:
    """All sides are the same."""
    return Statement(sides, tuple("=" for _ in sides[1:]))


def related(left: Side, operator: Operator, right: Side) -> Statement:
    """One relation between two sides."""
    return Statement((left, right), (operator,))


def value_at(point: Iterable[Expr], value: Side) -> Statement:
    """L(point) = value."""
    return equal(Applied(arguments=tuple(point)), value)


def level_at(point: Iterable[Expr]) -> Statement:
    """The gradient of L vanishes at the point."""
    return equal(Applied(arguments=tuple(point), gradient=True), Integer(0))


def enclosed(low: Rational, high: Rational, digits: int = 12) -> Reason:
    """Between which decimals the infimum lies, rounded outwards.

    >>> enclosed(Rational(1, 3), Rational(1, 3), 4).given
    {'low': (Decimal('0.3333'),), 'high': (Decimal('0.3334'),)}
    """
    down, up = (Context(prec=digits, rounding=way) for way in (ROUND_FLOOR, ROUND_CEILING))
    left = down.divide(Decimal(int(low.p)), Decimal(int(low.q)))
    right = up.divide(Decimal(int(high.p)), Decimal(int(high.q)))
    return reason(Why.ENCLOSED, low=left, high=right)


def limit(value: Expr, towards: Towards | None) -> Statement:
    """L -> value on the way there."""
    return Statement((L, value), ("->",), towards)


def about(title: str, proof: Iterable[ProofStep]) -> tuple[ProofStep, ...]:
    """The steps about L as steps about a function with another name, its parts with theirs.

    >>> [one] = about("L2", [step(Step.FALLS, related(Applied("L1"), "<", Integer(0)))])
    >>> one.of, one.facts[0].sides[0].name
    ('L2', 'L21')
    """
    return tuple(_renamed(one, title) for one in proof)


def _renamed(node: Any, title: str) -> Any:
    if isinstance(node, tuple):
        return tuple(_renamed(part, title) for part in node)
    if isinstance(node, dict):
        return {key: _renamed(part, title) for key, part in node.items()}
    if not is_dataclass(node) or isinstance(node, type):
        return node
    if isinstance(node, Applied):
        return replace(node, name=_name(node.name, title))
    parts = {f.name: _renamed(getattr(node, f.name), title) for f in fields(node)}
    if isinstance(node, ProofStep):
        parts["of"] = _name(node.of, title)
    return type(node)(**parts)


def _name(name: str, title: str) -> str:
    """L and its parts under the title; what has that letter already gets the next one."""
    if name[0] == "L":
        return title + name[1:]
    return LATER.get(name[0], name[0]) + name[1:] if title == H.name else name
