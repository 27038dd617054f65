"""Which signs an expression can have under conditions on its letters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any, Final

import sympy
from sympy import Expr, Integer, Mul, Pow

from symdescent.proofs.enclosure import sign_of
from symdescent.proofs.problem import Problem
from symdescent.proofs.proof_text import spell
from symdescent.proofs.rungs.quadratic import quadratic
from symdescent.proofs.terms import fraction

ANY: Final = frozenset({-1, 0, 1})
RELATIONS: Final[dict[str, tuple[frozenset[int], Any]]] = {
    ">": (frozenset({1}), sympy.Gt),
    ">=": (frozenset({0, 1}), sympy.Ge),
    "<": (frozenset({-1}), sympy.Lt),
    "<=": (frozenset({-1, 0}), sympy.Le),
    "=": (frozenset({0}), sympy.Eq),
    "!=": (frozenset({-1, 1}), sympy.Ne),
}
SIGNS: Final = {1: ">", 0: "=", -1: "<"}
MOST_ROWS: Final = 200
MOST_CHOICES: Final = 81
MOST_SPLITS: Final = 4


@dataclass(frozen=True)
class Fact:
    """A condition `expression relation 0`, the relation one of RELATIONS."""

    expression: Expr
    relation: str

    @property
    def sides(self) -> tuple[Expr, Expr]:
        """The same with its constant on the right."""
        number, rest = self.expression.as_coeff_Add()
        return (rest, -number) if rest != 0 else (number, Integer(0))

    @property
    def words(self) -> str:
        """As it would be typed: a > 0."""
        left, right = map(spell, self.sides)
        return f"{left} {self.relation} {right}"

    @property
    def condition(self) -> Any:
        """The same in sympy."""
        return RELATIONS[self.relation][1](*self.sides)


def signs(expression: Expr, facts: tuple[Fact, ...]) -> frozenset[int]:
    """The signs that are not excluded where all facts hold; none where these contradict."""
    if not expression.free_symbols:
        known = sign_of(expression)
        return ANY if known is None else frozenset({known})
    left = bowl(expression)[0]
    return frozenset(s for s in left if possible((*facts, Fact(expression, SIGNS[s]))))


@lru_cache(maxsize=1024)
def bowl(expression: Expr) -> tuple[frozenset[int], tuple[Expr, ...]]:
    """The signs of a quadratic over all values of its letters; what is 0 exactly where it is.

    For other expressions all signs, and nothing.
    """
    letters = tuple(sorted(expression.free_symbols, key=str))
    if not letters:
        return ANY, ()
    free = ((None, None),) * len(letters)
    for turn in (1, -1):
        found = quadratic(Problem(sympy.expand(turn * expression), letters, free))
        if found is not None and found.value is not None and found.value >= 0:
            flat = tuple(expression.diff(x) for x in letters) if found.value == 0 else ()
            return frozenset({turn} if found.value > 0 else {0, turn}), flat
    return ANY, ()


@lru_cache(maxsize=4096)
def possible(facts: tuple[Fact, ...]) -> bool:
    """False where the facts contradict one another."""
    split = [f for f in facts if f.relation == "!="][:MOST_SPLITS]
    rest = [f for f in facts if f.relation != "!="]
    for choice in product(("<", ">"), repeat=len(split)):
        parted = [Fact(f.expression, r) for f, r in zip(split, choice, strict=True)]
        if _together([_row(f) for f in (*rest, *parted)]):
            return True
    return False


@dataclass(frozen=True)
class Row:
    """A linear condition on monomials: sum > 0 (strict), >= 0, or = 0 (equal)."""

    numbers: dict[Expr, Fraction]
    strict: bool = False
    equal: bool = False


def _row(fact: Fact) -> Row:
    turn = -1 if fact.relation.startswith("<") else 1
    found = sympy.expand(fact.expression).as_coefficients_dict()
    numbers = {key: turn * fraction(number) for key, number in found.items() if number != 0}
    return Row(numbers, fact.relation in (">", "<"), fact.relation == "=")


def _sign_row(monomial: Expr, sign: int) -> Row:
    return Row({monomial: Fraction(sign or 1)}, strict=sign != 0, equal=sign == 0)


def _together(rows: list[Row]) -> bool:
    """Whether the conditions hold together, as far as signs of letters and lines can tell."""
    monomials = {m for row in rows for m in row.numbers if m != 1}
    parts = {m: _parts(m) for m in monomials}
    letters = sorted({base for pair in parts.values() for base, _ in pair}, key=str)
    if not _feasible(rows):
        return False
    choices = [_letter_signs(letter, rows) for letter in letters if _mixed(letter, parts)]
    mixed = [letter for letter in letters if _mixed(letter, parts)]
    if len(mixed) > 8 or _count(choices) > MOST_CHOICES:
        return True
    for choice in product(*choices):
        extra = _implied(parts, dict(zip(mixed, choice, strict=True)))
        if extra is not None and _feasible([*rows, *extra]):
            return True
    return False


def _count(choices: Sequence[Sequence[int]]) -> int:
    total = 1
    for each in choices:
        total *= len(each)
    return total


def _parts(monomial: Expr) -> list[tuple[Expr, int]]:
    """The letters of a monomial with their whole powers."""
    found = []
    for factor in Mul.make_args(monomial):
        whole = isinstance(factor, Pow) and isinstance(factor.exp, Integer)
        found.append((factor.base, int(factor.exp)) if whole else (factor, 1))
    return found


def _mixed(letter: Expr, parts: dict[Expr, list[tuple[Expr, int]]]) -> bool:
    """Whether its sign says something about a monomial other than itself, or sympy knows it."""
    inside = any(b == letter for m, pair in parts.items() if pair != [(m, 1)] for b, _ in pair)
    return inside or letter.is_nonnegative or letter.is_nonpositive


def _letter_signs(letter: Expr, rows: list[Row]) -> list[int]:
    asked = {1: letter.is_positive, 0: letter.is_zero, -1: letter.is_negative}
    return [
        s
        for s, known in asked.items()
        if known is not False and _feasible([*rows, _sign_row(letter, s)])
    ]


def _implied(parts: dict[Expr, list[tuple[Expr, int]]], known: dict[Expr, int]) -> list[Row] | None:
    """The signs of letters and of the monomials made of them; None where one divides by 0."""
    if any(e < 0 and known.get(b) == 0 for pair in parts.values() for b, e in pair):
        return None
    rows = [_sign_row(letter, sign) for letter, sign in known.items()]
    for monomial, pair in parts.items():
        if all(base in known for base, _ in pair):
            sign = 1
            for base, power in pair:
                sign *= known[base] ** abs(power)
            rows.append(_sign_row(monomial, sign))
    return rows


def _feasible(rows: list[Row]) -> bool:
    """Whether linear conditions hold together; True where there are too many to tell."""
    left = _without_equations(rows)
    while left is not None and (free := {m for row in left for m in row.numbers if m != 1}):
        if len(left) > MOST_ROWS:
            return True
        growth = {m: _growth(left, m) for m in sorted(free, key=str)}
        left = _eliminated(left, min(growth, key=growth.__getitem__))
    return left is not None and all(map(_holds, left))


def _holds(row: Row) -> bool:
    """A condition without unknowns."""
    number = row.numbers.get(Integer(1), Fraction(0))
    return number == 0 if row.equal else number > 0 if row.strict else number >= 0


def _without_equations(rows: list[Row]) -> list[Row] | None:
    """Each equation solved for one unknown, put into the others; None where one fails."""
    left = list(rows)
    while equation := next((row for row in left if row.equal), None):
        left = [row for row in left if row is not equation]
        pivot = next((m for m in equation.numbers if m != 1), None)
        if pivot is None:
            if not _holds(equation):
                return None
            continue
        left = [_cleared(row, equation, pivot) for row in left]
    return left


def _cleared(row: Row, equation: Row, pivot: Expr) -> Row:
    share = row.numbers.get(pivot, Fraction(0)) / equation.numbers[pivot]
    return Row(_sum(row.numbers, equation.numbers, -share), row.strict, row.equal)


def _sum(
    one: dict[Expr, Fraction], two: dict[Expr, Fraction], factor: Fraction
) -> dict[Expr, Fraction]:
    out = dict(one)
    for key, number in two.items():
        out[key] = out.get(key, Fraction(0)) + factor * number
    return {key: number for key, number in out.items() if number}


def _growth(rows: list[Row], monomial: Expr) -> int:
    """How many conditions an elimination makes."""
    found = [row.numbers.get(monomial, 0) for row in rows]
    return sum(n > 0 for n in found) * sum(n < 0 for n in found)


def _eliminated(rows: list[Row], monomial: Expr) -> list[Row]:
    above = [r for r in rows if r.numbers.get(monomial, 0) > 0]
    below = [r for r in rows if r.numbers.get(monomial, 0) < 0]
    kept = [r for r in rows if monomial not in r.numbers]
    return [*kept, *_pairs(above, below, monomial)]


def _pairs(above: list[Row], below: list[Row], monomial: Expr) -> Iterator[Row]:
    for one, two in product(above, below):
        share = -one.numbers[monomial] / two.numbers[monomial]
        yield Row(_sum(one.numbers, two.numbers, share), one.strict or two.strict)
