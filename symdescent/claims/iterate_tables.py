"""A person's table of iterates as exact numbers, and the first row that is none of the walk's."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from time import process_time
from typing import Any, Final

import sympy as sp
from mpmath import isfinite, mp, mpf

from symdescent.calculus.gradient import Derivation
from symdescent.calculus.multiprecision import values
from symdescent.calculus.rule_step import Update
from symdescent.calculus.subexpressions import subexpressions
from symdescent.claims.certain_values import value
from symdescent.errors import InputError, did_you_mean
from symdescent.problem.options import number
from symdescent.proofs.kernel.balls import fraction
from symdescent.recurrence.exact_iterates import exact_step, length

MOST_ROWS: Final = 5_000
COUNTERS: Final = ("k", "n", "i", "t", "step", "iteration", "iter")
VALUES: Final = ("l", "f", "loss", "value", "objective")
LONGEST_LINE: Final = 20_000  # characters
COMMA: Final = re.compile(r"([+-]?\d+),(\d+(?:[eE][+-]?\d+)?)")  # 12,1
INDEXED: Final = re.compile(r"^(.+?)(_k|_n|_i|ₖ|\[k\]|\(k\)|\^\(k\))$")


@dataclass(frozen=True)
class Cell:
    """A number as it was written: exact, and the unit of its last digit (0: it is exact)."""

    text: str
    value: Fraction
    unit: Fraction


@dataclass(frozen=True)
class Row:
    """Iterate `k`: its coordinates, and its value where there is a column for that."""

    k: int
    line: int
    point: tuple[Cell, ...]
    value: Cell | None


@dataclass(frozen=True)
class Layout:
    """Which column holds what."""

    counter: int | None
    coordinates: tuple[int, ...]
    value: int | None


def table(text: str, names: Sequence[str], title: str) -> tuple[Row, ...]:
    """The rows in order of k. InputError for what cannot be read, with its line."""
    lines = cells(text)
    if not lines:
        raise InputError("empty", "the table of iterates is empty", "a row an iterate:  k,x")
    headed = not all(is_number(cell) for cell in lines[0][1])
    layout = by_names(lines[0][1], names, title) if headed else by_count(lines[0][1], names)
    body = lines[headed:]
    if not body or len(body) > MOST_ROWS:
        raise InputError("type", f"a table has 1 to {MOST_ROWS} rows, not {len(body)}")
    finest = {j: max(decimals(c[j]) for _, c in body if j < len(c)) for j in layout.coordinates}
    if layout.value is not None:
        j = layout.value
        finest[j] = max(decimals(c[j]) for _, c in body if j < len(c))
    rows = tuple(row(i, line, c, layout, finest) for i, (line, c) in enumerate(body))
    return ordered(rows)


def cells(text: str) -> list[tuple[int, list[str]]]:
    """Every line that is no comment, with its number, cut at commas, semicolons or tabs."""
    lines = [(i, line) for i, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)
             if line.strip() and not line.lstrip().startswith("#")]  # fmt: skip
    sign = next((s for s in (";", "\t", ",") if lines and s in lines[0][1]), ",")
    return [(i, cut(line, i, sign)) for i, line in lines]


def cut(line: str, i: int, sign: str) -> list[str]:
    """The cells of a line."""
    if len(line) > LONGEST_LINE:
        raise InputError("too_large", f"line {i} of the table has over {LONGEST_LINE} characters")
    found = [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=sign))]
    return found if sign == "," else [pointed(cell) for cell in found]


def pointed(cell: str) -> str:
    """A number with a decimal point in the place of a comma, which no comma ends: 12,1."""
    return COMMA.sub(r"\1.\2", cell) if COMMA.fullmatch(cell) else cell


def is_number(cell: str) -> bool:
    try:
        number(cell, "")
    except InputError:
        return False
    return True


def by_names(heading: Sequence[str], names: Sequence[str], title: str) -> Layout:
    """The columns by the words of the heading; others than these are left aside."""
    plain = [base(cell) for cell in heading]
    missing = [name for name in names if name not in plain]
    if missing:
        near = did_you_mean(missing[0], heading)
        message = f"the table has no column {missing[0]}"
        raise InputError("unknown_name", message, near or f"a heading such as  k,{','.join(names)}")
    lower = [cell.lower() for cell in plain]
    counter = next(
        (i for i, c in enumerate(lower) if c in COUNTERS and plain[i] not in names), None
    )
    told = (title.lower(), *VALUES)
    value = next((i for i, c in enumerate(lower) if c in told and plain[i] not in names), None)
    return Layout(counter, tuple(plain.index(name) for name in names), value)


def base(cell: str) -> str:
    """x of x_k, and L of L(x)."""
    cell = re.sub(r"\(.*\)$", "", cell.strip()) if not INDEXED.match(cell) else cell.strip()
    found = INDEXED.match(cell)
    return found[1] if found else cell


def by_count(first: Sequence[str], names: Sequence[str]) -> Layout:
    n = len(names)
    places = tuple(range(1, n + 1))
    if len(first) == n:
        return Layout(None, tuple(range(n)), None)
    if len(first) == n + 1:
        return Layout(0, places, None)
    if len(first) == n + 2:
        return Layout(0, places, n + 1)
    message = f"the table has {len(first)} columns for {n} variable{'s' * (n > 1)}"
    raise InputError("type", message, f"a heading says what they are:  k,{','.join(names)}")


def row(i: int, line: int, texts: list[str], layout: Layout, finest: dict[int, int]) -> Row:
    wanted = [*layout.coordinates, *([] if layout.value is None else [layout.value])]
    if max(wanted) >= len(texts):
        raise InputError("type", f"line {line} of the table has only {len(texts)} cells")
    found = [cell(texts[j], line, finest[j]) for j in wanted]
    n = len(layout.coordinates)
    k = i if layout.counter is None else whole(texts[layout.counter], line)
    return Row(k, line, tuple(found[:n]), found[n] if layout.value is not None else None)


def whole(text: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise InputError("type", f"line {line} of the table: '{text[:40]}' counts no steps")
    return int(text)


def cell(text: str, line: int, finest: int) -> Cell:
    """One number; without a point it has as many decimals as the finest of its column."""
    value = number(text, f"line {line} of the table")
    if "/" in text or not is_decimal(text):
        return Cell(text, value, Fraction(0))
    own = decimals(text) if "." in text or "e" in text.lower() else finest
    return Cell(text, value, Fraction(10) ** -own if own or finest else Fraction(0))


def is_decimal(text: str) -> bool:
    try:
        Decimal(text.strip())
    except InvalidOperation:
        return False
    return True


def decimals(text: str) -> int:
    """The digits after the point: 2 of 0.33, 4 of 3.3e-3, 0 of what is no decimal."""
    if not is_decimal(text):
        return 0
    exponent = Decimal(text.strip()).as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def ordered(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    for one, two in zip(rows, rows[1:], strict=False):
        if two.k <= one.k:
            raise InputError("type", f"line {two.line} of the table: step {two.k} after {one.k}")
    return rows


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
