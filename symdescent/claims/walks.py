"""An update and a table go in; the iterates, and the first row that is none, come out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from time import process_time
from typing import Any, Final

import sympy as sp
from mpmath import isfinite, mp, mpf

from symdescent.calculus.gradient import Derivation
from symdescent.calculus.multiprecision import values
from symdescent.calculus.rule_step import Update
from symdescent.calculus.subexpressions import subexpressions
from symdescent.claims.certain import value
from symdescent.claims.tables import Cell, Row
from symdescent.exact.check.balls import fraction
from symdescent.recurrence.exact_iterates import exact_step, length

DIGITS: Final = 60
MOST_BITS: Final = 4_000  # of an exact iterate; then the first KEPT bits are taken further
SECONDS: Final = 10.0  # for all iterates of one table
KEPT: Final = 400
ALLOWED: Final = "each number may be rounded, or cut off, at its last digit"
PIECES: Final = (sp.Abs, sp.sign, sp.Heaviside, sp.Max, sp.Min)
State = tuple[Fraction, ...]


class Walk:
    """Iterates of an update, as fractions: exact ones, or to DIGITS digits."""

    def __init__(self, update: Update) -> None:
        self.update = without_value(update)
        self.step = exact_step(self.update)
        self.ends, self.is_late = process_time() + SECONDS, False
        self.size = len(update.inputs) - 1
        self.by_signs = self.step is None and has_rational_pieces(self.update)
        self.is_exact = self.step is not None or self.by_signs

    def begin(self, point: State) -> State:
        return (*point, *self.update.memory_at(point))

    def after(self, state: State, t: int) -> State | None:
        """The next state; None where it is not defined, or the time is up."""
        if process_time() > self.ends:
            self.is_late = True
            return None
        try:
            found = self.taken(state, t)
        except (ArithmeticError, ValueError):
            return None
        return None if found is None else tuple(self.kept(x) for x in found)

    def taken(self, state: State, t: int) -> State | None:
        if self.step is not None:
            return self.exactly(state, t)
        return self.piece(state, t) if self.by_signs else self.nearly(state, t)

    def piece(self, state: State, t: int) -> State | None:
        """Exactly, with every sign decided exactly: at a kink a rounded number takes a side."""
        numbers = [sp.Rational(x.numerator, x.denominator) for x in state]
        known = dict(zip(self.update.inputs, [*numbers, sp.Integer(t)], strict=True))
        for symbol, expression in self.update.assignments:
            found = value(expression, known)
            if found is None:
                return None
            known[symbol] = found
        last = [value(expression, known) for expression in self.update.outputs[-self.size :]]
        return tuple(Fraction(int(x.p), int(x.q)) for x in last if x is not None) or None

    def exactly(self, state: State, t: int) -> State:
        assert self.step is not None
        return tuple(Fraction(x) for x in self.step(*state, t)[-self.size :])

    def nearly(self, state: State, t: int) -> State | None:
        """By mpmath, line by line."""
        with mp.workdps(DIGITS):
            numbers = [mpf(x.numerator) / x.denominator for x in state]
            known: dict[Any, Any] = dict(zip(self.update.inputs, [*numbers, mpf(t)], strict=True))
            for symbol, expression in self.update.assignments:
                (known[symbol],) = values((expression,), known, DIGITS)
            found = values(self.update.outputs[-self.size :], known, DIGITS)
        return tuple(map(fraction, found)) if all(map(isfinite, found)) else None

    def kept(self, number: Fraction) -> Fraction:
        if length(number) <= MOST_BITS:
            return number
        self.is_exact = False
        bits = KEPT - (number.numerator.bit_length() - number.denominator.bit_length())
        scale = Fraction(2) ** bits
        return Fraction(round(number * scale)) / scale


def without_value(update: Update) -> Update:
    """The same step without L, which may be irrational where the slopes are not."""
    value, *others = update.outputs
    lines = [line for line in update.assignments if line[0] != value]
    needed = [*others, *(line[1] for line in lines)]
    if not all(map(is_rational, subexpressions(needed))) or any(e.has(value) for e in needed):
        return update
    return replace(update, assignments=lines, outputs=(sp.Integer(0), *others))


def has_rational_pieces(update: Update) -> bool:
    """Whether an update is made of rational operations and choices by sign."""
    needed = [*update.outputs, *(line[1] for line in update.assignments)]
    return all(is_rational(n) or isinstance(n, PIECES) for n in subexpressions(needed))


def is_rational(node: Any) -> bool:
    """Whether an operation makes rational numbers of rational numbers."""
    whole = node.is_Pow and node.exp.is_Integer
    return bool(node.is_Add or node.is_Mul or node.is_Symbol or node.is_Rational or whole)


@dataclass(frozen=True)
class Wrong:
    """The first wrong row: which coordinate (-1: the value), and what should stand there.

    `right`: None where the rule itself has no iterate there.
    """

    row: Row
    index: int
    right: Fraction | None


def first_wrong(
    walk: Walk, begun: State, rows: Sequence[Row], derivation: Derivation
) -> Wrong | None:
    """The first row that follows neither from the start nor from the row before it.

    So a person may go on with the rounded numbers that were written down, or with better ones.
    """
    true, own, k = begun, begun, 0
    for row in rows:
        ways = [follow(walk, state, k, row.k) for state in (true, own)]
        if ways[0] is None:
            return Wrong(row, 0, None)
        fitting = [way for way in ways if way is not None and near_all(row.point, way)]
        if not fitting:
            return named(row, ways[0], ways[1])
        bad = row.value is not None and not fits_value(row, fitting, derivation)
        if bad:
            return Wrong(row, -1, value_at(derivation, fitting[0]) or Fraction(0))
        true = ways[0]
        own = (*(cell.value for cell in row.point), *fitting[-1][len(row.point) :])
        k = row.k
    return None


def follow(walk: Walk, state: State, k: int, until: int) -> State | None:
    for t in range(k, until):
        found = walk.after(state, t + 1)
        if found is None:
            return None
        state = found
    return state


def named(row: Row, true: State, own: State | None) -> Wrong:
    """Which coordinate of a wrong row is wrong."""
    best = own if own is not None else true
    wrong = [
        i for i, cell in enumerate(row.point) if not (near(cell, true[i]) or near(cell, best[i]))
    ]
    index = wrong[0] if wrong else 0
    return Wrong(row, index, true[index])


def near_all(point: Sequence[Cell], state: Sequence[Fraction]) -> bool:
    return all(near(cell, x) for cell, x in zip(point, state, strict=False))


def near(cell: Cell, exact: Fraction) -> bool:
    """Whether a number is the exact one, rounded or cut off at its last digit."""
    gap = exact - cell.value
    if abs(gap) <= cell.unit / 2:
        return True
    is_cut = gap * (cell.value or gap) > 0 and abs(gap) < cell.unit
    return is_cut and cell.unit <= Fraction(1, 100)


def fits_value(row: Row, ways: Sequence[State], derivation: Derivation) -> bool:
    """Whether the value is that of the row's own point, or of the exact one."""
    assert row.value is not None
    points: Iterator[Sequence[Fraction]] = iter([*ways, [cell.value for cell in row.point]])
    found = [value_at(derivation, point) for point in points]
    return any(v is None or near(row.value, v) for v in found)


def value_at(derivation: Derivation, point: Sequence[Fraction]) -> Fraction | None:
    """L at a point, to DIGITS digits."""
    formula = derivation.formula
    with mp.workdps(DIGITS):
        numbers = [mpf(x.numerator) / x.denominator for x in point]
        at = dict(zip(formula.variables, numbers, strict=False))
        (found,) = values((formula.expression,), at, DIGITS)
    return fraction(found) if isfinite(found) else None
