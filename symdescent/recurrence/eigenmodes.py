"""The closed form of x_k, along each eigenvector of the Hessian; checked by exact iterates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Final

import sympy as sp
from sympy import Expr, Poly
from sympy.polys.matrices import DomainMatrix

from symdescent.calculus.rule_step import Update
from symdescent.recurrence.affine_map import AffineMap, affine_map
from symdescent.recurrence.closed_form import Behaviour, ClosedForm, Geometric, Mode, Term, Turning
from symdescent.recurrence.exact_iterates import exact_step, states
from symdescent.recurrence.surds import (
    ONE,
    ZERO,
    Surd,
    Vector,
    Z,
    characteristic,
    null_vector,
    product,
    rational,
    root,
    solution,
    zeros,
)

Matrix = list[list[Surd]]


@dataclass(frozen=True)
class Part:
    """A direction (n,), its eigenvalue, and the deviation (d,) of x and memory along it."""

    eigenvalue: Surd
    multiplicity: int
    direction: Vector
    deviation: Vector


@dataclass(frozen=True)
class Piece:
    """coefficient k^power zero^k of a sequence."""

    coefficient: Surd
    zero: Surd
    power: int


def by_modes(found: AffineMap, state: Sequence[Fraction]) -> ClosedForm | None:
    """x_k from the state (N,) at the start; None where it has no short spelling.

    None too where there is no place to rest, or where the step does not keep to the eigenvectors
    of the Hessian.
    """
    matrix, hessian = surds(found.matrix), surds(found.hessian)
    rest = resting(matrix, vector(found.shift))
    eigenvalues = zeros(characteristic(hessian))
    if rest is None or eigenvalues is None or len(matrix) % found.n:
        return None
    gap = tuple(s - r for s, r in zip(vector(state), rest, strict=True))
    eigenvalues = sorted(eigenvalues, key=lambda pair: float(pair[0]))
    parts = [p for each in eigenvalues for p in parted(hessian, each, eigenvalues, gap)]
    told = [mode(part, matrix) for part in parts]
    modes = [each for each in told if each is not None]
    if len(modes) < len(told):
        return None
    kept = [(offset, part.direction) for (_, offset), part in zip(modes, parts, strict=True)]
    fixed = moved(rest[: found.n], kept)
    still = not any(found.gradient([x.fraction for x in fixed]))
    return ClosedForm(
        tuple(x.expression for x in fixed), tuple(m for m, _ in modes), is_stationary=still
    )


def moved(point: Vector, offsets: Sequence[tuple[Surd, Vector]]) -> Vector:
    """The point with multiples of vectors added; a place of rest of a rational step is rational."""
    for offset, direction in offsets:
        point = tuple(x + offset * v for x, v in zip(point, direction, strict=True))
    assert all(x.is_rational for x in point)
    return point


def surds(rows: Sequence[Sequence[Fraction]]) -> Matrix:
    return [list(vector(row)) for row in rows]


def vector(numbers: Sequence[Fraction]) -> Vector:
    return tuple(map(rational, numbers))


def resting(matrix: Matrix, shift: Vector) -> Vector | None:
    """A state s with s = matrix s + shift."""
    rows = [
        [(ONE if i == j else ZERO) - entry for j, entry in enumerate(row)]
        for i, row in enumerate(matrix)
    ]
    return solution(rows, shift)


def parted(
    hessian: Matrix, of: tuple[Surd, int], eigenvalues: Sequence[tuple[Surd, int]], gap: Vector
) -> list[Part]:
    """The directions of one eigenvalue that a deviation (N,) needs: one, but for odd memories."""
    (eigenvalue, many), n = of, len(hessian)
    others = [other for other, _ in eigenvalues if other != eigenvalue]
    blocks = [projected(hessian, eigenvalue, others, gap[i : i + n]) for i in range(0, len(gap), n)]
    basis: list[Vector] = []
    for block in blocks:
        if any(block) and within(block, basis) is None:
            basis.append(neat(block))
    if not basis:
        still = null_vector(less(hessian, eigenvalue))
        assert still is not None, "an eigenvalue has an eigenvector"
        return [Part(eigenvalue, many, neat(still), (ZERO,) * len(blocks))]
    shares = [within(block, basis) or () for block in blocks]
    return [
        Part(eigenvalue, many, direction, tuple(share[i] for share in shares))
        for i, direction in enumerate(basis)
    ]


def projected(hessian: Matrix, eigenvalue: Surd, others: Sequence[Surd], whole: Vector) -> Vector:
    """The part of a vector (n,) in one eigenspace of a symmetric matrix."""
    found = whole
    for other in others:
        scale = (eigenvalue - other).inverse()
        found = tuple(scale * x for x in product(less(hessian, other), found))
    return found


def less(matrix: Matrix, number: Surd) -> Matrix:
    """The matrix minus a number times the identity."""
    return [
        [entry - number if i == j else entry for j, entry in enumerate(row)]
        for i, row in enumerate(matrix)
    ]


def within(block: Vector, basis: Sequence[Vector]) -> Vector | None:
    """The coordinates of a vector in a basis; None where it lies outside."""
    if not basis:
        return None
    return solution(list(zip(*basis, strict=True)), block)


def neat(direction: Vector) -> Vector:
    """The same direction in whole numbers without a common divisor, where it is rational."""
    lead = next(x for x in direction if x).inverse()
    scaled = [lead * x for x in direction]
    below = math.lcm(*[q.denominator for x in scaled for q in x.parts.values()])
    return tuple(rational(below) * x for x in scaled)


def mode(part: Part, matrix: Matrix) -> tuple[Mode, Surd] | None:
    """The mode, and the constant that x keeps along it; None where there is no short spelling."""
    step = along(part.direction, matrix)
    if step is None:
        return None
    found = zeros(characteristic(step))
    if found is None:
        return None if any(part.deviation) else (resting_mode(part, []), ZERO)
    pieces = sequence(step, part.deviation, found)
    if pieces is None:
        return None
    constant = sum((p.coefficient for p in pieces if p.zero == ONE and not p.power), ZERO)
    moving = [p for p in pieces if p.zero != ONE or p.power]
    told = moved_mode(part, found, moving) if moving else resting_mode(part, found)
    return None if told is None else (told, constant)


def along(direction: Vector, matrix: Matrix) -> Matrix | None:
    """The step on (x, memory) along a direction (d, d); None where it leaves the direction."""
    n, pivot = len(direction), next(i for i, x in enumerate(direction) if x)
    scale, found = direction[pivot].inverse(), []
    for top in range(0, len(matrix), n):
        row = []
        for left in range(0, len(matrix), n):
            block = [line[left : left + n] for line in matrix[top : top + n]]
            image = product(block, direction)
            factor = image[pivot] * scale
            if any(a - factor * b for a, b in zip(image, direction, strict=True)):
                return None
            row.append(factor)
        found.append(row)
    return found


def sequence(step: Matrix, start: Vector, zeros: Sequence[tuple[Surd, int]]) -> list[Piece] | None:
    """x_k of the step from a start (d,) as powers of its zeros.

    None where it would need a number that only the first steps have, as for a double zero at 0.
    """
    states = [start]
    for _ in step[1:]:
        states.append(product(step, states[-1]))
    columns = [(zero, j) for zero, many in zeros for j in range(many if zero else 1)]
    rows = [[rational(k**j) * zero**k for zero, j in columns] for k in range(len(step))]
    found = solution(rows, [state[0] for state in states])
    if found is None:
        return None
    pairs = zip(found, columns, strict=True)
    return [Piece(value, zero, j) for value, (zero, j) in pairs if value]


def resting_mode(part: Part, zeros: Sequence[tuple[Surd, int]]) -> Mode:
    return Mode(
        part.eigenvalue.expression,
        part.multiplicity,
        tuple(x.expression for x in part.direction),
        with_multiplicity(zeros),
        (),
        Behaviour.AT_REST,
        sp.S.Zero,
    )


def with_multiplicity(zeros: Sequence[tuple[Surd, int]]) -> tuple[Expr, ...]:
    return tuple(zero.expression for zero, many in zeros for _ in range(many))


def moved_mode(
    part: Part, zeros: Sequence[tuple[Surd, int]], pieces: Sequence[Piece]
) -> Mode | None:
    """The mode of a sequence that moves; None where the size of a complex zero has no spelling."""
    sizes = [size(piece.zero) for piece in pieces]
    known = [s for s in sizes if s is not None]
    if len(known) < len(sizes):
        return None
    ordered = sorted(zip(known, pieces, strict=True), key=lambda p: -float(p[0]))
    factor, leading = ordered[0]
    kept = [(s, piece) for s, piece in ordered if piece.zero.imaginary.sign() >= 0]
    sign = -1 if is_turned(part.direction, kept[0][1]) else 1
    return Mode(
        part.eigenvalue.expression,
        part.multiplicity,
        tuple((rational(sign) * x).expression for x in part.direction),
        with_multiplicity(zeros),
        tuple(term(piece, s, rational(sign)) for s, piece in kept),
        behaviour(leading, factor),
        factor.expression,
    )


def size(zero: Surd) -> Surd | None:
    """|zero|."""
    return root((zero * zero.conjugate).real) if zero.imaginary else abs(zero)


def is_turned(direction: Vector, piece: Piece) -> bool:
    """Whether the other way round reads better: fewer minuses, else a positive number in front."""
    balance = sum(x.sign() for x in direction)
    lead = (piece.coefficient.real or piece.coefficient.imaginary).sign()
    return balance < 0 or (balance == 0 and lead < 0)


def term(piece: Piece, size: Surd, sign: Surd) -> Term:
    factor, zero = sign * piece.coefficient, piece.zero
    if not zero.imaginary:
        return Geometric(factor.expression, zero.expression, piece.power)
    return Turning(
        size.expression,
        (zero.real / size).expression,
        (zero.imaginary / size).expression,
        (rational(2) * factor.real).expression,
        (rational(-2) * factor.imaginary).expression,
        piece.power,
    )


def behaviour(leading: Piece, factor: Surd) -> Behaviour:
    """By the zero of the largest size, which the long run follows."""
    beyond = (factor - ONE).sign()
    if beyond > 0 or (beyond == 0 and leading.power):
        return Behaviour.DIVERGING
    if leading.zero.imaginary:
        return Behaviour.ROTATING
    return Behaviour.OSCILLATING if leading.zero.sign() < 0 else Behaviour.MONOTONE


CHECKED: Final = 31  # iterates that an exact loop must agree with


def closed_form(update: Update, start: Sequence[Fraction]) -> ClosedForm | None:
    """x_k from a start (n,), for a step that is affine and constant in time; None for others.

    By the eigenvectors of the Hessian, as far as square roots spell eigenvalues and roots; for one
    variable without memory also with other numbers, such as pi. A form is given only if it solves
    the recurrence and agrees with the first iterates of an exact loop.
    """
    found = affine_map(update)
    if found is None:
        return alone(update, start)
    if not any(map(any, found.hessian)):
        return None
    state = (*start, *update.memory_at(start))
    form = by_modes(found, state)
    return form and checked(form, found, update, state)


def checked(
    form: ClosedForm, found: AffineMap, update: Update, state: Sequence[Fraction]
) -> ClosedForm | None:
    """The form where it is proved, with the number of iterates that were compared.

    All x_k of the recurrence follow from the first N + 1 of them by the characteristic polynomial
    of the whole step, and the form obeys that polynomial: so they agree for every k.
    """
    count = max(CHECKED, len(state) + 2)
    step = exact_step(update)
    if step is None or not solves(form, found):
        return None
    walked = [tuple(s[: found.n]) for s in islice(states(step, state), count)]
    if walked != list(form.first(count)):
        return None
    return ClosedForm(form.fixed, form.modes, count, form.is_stationary)


def solves(form: ClosedForm, found: AffineMap) -> bool:
    """Whether each k^j root^k solves the recurrence: root is a zero more than j times."""
    told = form.numbers
    if told is None:
        return False
    rows = [[sp.QQ(x.numerator, x.denominator) for x in row] for row in found.matrix]
    whole = Poly(DomainMatrix(rows, (len(rows),) * 2, sp.QQ).charpoly(), Z, domain=sp.QQ)
    slopes = [whole]
    for _ in range(max((p.power for p in told.powers), default=0)):
        slopes.append(slopes[-1].diff(Z))
    return not any(at(slopes[j], p.root) for p in told.powers for j in range(p.power + 1))


def at(polynomial: Poly, point: Surd) -> Surd:
    """The value at a point (W. G. Horner 1819)."""
    value = ZERO
    for c in polynomial.all_coeffs():
        value = value * point + rational(Fraction(int(c.p), int(c.q)))
    return value


def alone(update: Update, start: Sequence[Fraction]) -> ClosedForm | None:
    """The closed form of one variable without memory, whatever its numbers are."""
    if len(start) != 1 or update.first_memory:
        return None
    x = update.inputs[0]
    after = sp.expand(substituted(update))
    factor = sp.diff(after, x)
    shift = sp.expand(after - factor * x)
    if shift.free_symbols or not factor.is_number or factor is sp.S.One:
        return None
    fixed = sp.together(shift / (1 - factor))
    gap = sp.Rational(*start[0].as_integer_ratio()) - fixed
    still = sp.expand(update.assignments[1][1].xreplace({x: fixed})) == 0
    return ClosedForm((fixed,), (single(update, factor, gap),), is_stationary=bool(still))


def single(update: Update, factor: Expr, gap: Expr) -> Mode:
    """The one mode of one variable."""
    bend = sp.diff(update.assignments[1][1], update.inputs[0])
    terms = (Geometric(gap, factor),) if gap != 0 else ()
    size = abs(factor) if terms else sp.S.Zero
    kind = Behaviour.MONOTONE if factor.is_nonnegative else Behaviour.OSCILLATING
    kind = Behaviour.DIVERGING if size > 1 else kind
    kind = kind if terms else Behaviour.AT_REST
    return Mode(bend, 1, (sp.S.One,), (factor,), terms, kind, size)


def substituted(update: Update) -> Expr:
    """The next coordinate with every intermediate symbol replaced by what it stands for."""
    known: dict[Expr, Expr] = {}
    for symbol, expression in update.assignments:
        known[symbol] = expression.xreplace(known)
    return update.outputs[2].xreplace(known)
