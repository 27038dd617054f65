"""A closed form of x_k, mode by mode, and as mathematics on paper: 2 (3, 4)^T (19/20)^k + ..."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final

import sympy as sp
from sympy import Expr

from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import (
    Bold,
    Chain,
    Combined,
    Indexed,
    Matrix,
    Relation,
    Written,
)
from symdescent.language.tree import Call, Name, Negative, Node, Number, Product, Sum
from symdescent.notebook_hook import short
from symdescent.recurrence.surds import ONE, Surd, rational, read

K = sp.Symbol("k", integer=True, nonnegative=True)
IMAGINARY = Surd({-1: Fraction(1)})


class Behaviour(StrEnum):
    """What a mode does in the long run."""

    MONOTONE = "monotone"
    OSCILLATING = "oscillating"
    ROTATING = "rotating"
    DIVERGING = "diverging"
    AT_REST = "at rest"


@dataclass(frozen=True)
class Geometric:
    """coefficient k^power root^k."""

    coefficient: Expr
    root: Expr
    power: int = 0

    @property
    def size(self) -> Expr:
        """|root|."""
        return abs(self.root)

    @property
    def expression(self) -> Expr:
        """The term in K; the root stays a fraction: (9/10)^k, not 9^k/10^k."""
        return self.coefficient * K**self.power * sp.Pow(self.root, K)


@dataclass(frozen=True)
class Turning:
    """k^power size^k (cosine_part cos(k theta) + sine_part sin(k theta)), from two complex roots.

    The roots are size (cosine +- i sine), sine > 0, so theta = arccos(cosine).
    """

    size: Expr
    cosine: Expr
    sine: Expr
    cosine_part: Expr
    sine_part: Expr
    power: int = 0

    @property
    def theta(self) -> Expr:
        """The angle that a step turns by, in radians."""
        return sp.acos(self.cosine)

    @property
    def amplitude(self) -> Expr:
        """C in C size^k cos(k theta + phi)."""
        return sp.sqrt(sp.expand(self.cosine_part**2 + self.sine_part**2))

    @property
    def phase(self) -> Expr:
        """phi in C size^k cos(k theta + phi), in radians, -pi < phi <= pi."""
        return sp.atan2(-self.sine_part, self.cosine_part)

    @property
    def expression(self) -> Expr:
        """The term in K."""
        turn = self.cosine_part * sp.cos(K * self.theta) + self.sine_part * sp.sin(K * self.theta)
        return K**self.power * sp.Pow(self.size, K) * turn


Term = Geometric | Turning


@dataclass(frozen=True)
class Mode:
    """What happens along one direction in which the Hessian only stretches.

    `eigenvalue`, `direction` (n,): H direction = eigenvalue direction; `multiplicity` of the
    eigenvalue; `roots`: those of the characteristic polynomial of the step along the direction at
    this rate, as often as they occur (empty where they have no short spelling: only for a mode at
    rest); `terms`: how far x_k - fixed reaches along the direction, empty at rest; `factor`: the
    largest size of a root among the terms, 0 at rest.
    """

    eigenvalue: Expr
    multiplicity: int
    direction: tuple[Expr, ...]
    roots: tuple[Expr, ...]
    terms: tuple[Term, ...]
    behaviour: Behaviour
    factor: Expr


@dataclass(frozen=True)
class ClosedForm:
    """x_k of an affine iteration from one start, as a sum over modes.

    `fixed` (n,): where it would rest: it tends there if all factors are below 1; `checked`: how
    many iterates of an exact loop agreed (0: irrational numbers, where algebra alone speaks);
    `is_stationary`: the gradient vanishes at `fixed`.
    """

    fixed: tuple[Expr, ...]
    modes: tuple[Mode, ...]
    checked: int = 0
    is_stationary: bool = True

    __repr__ = short

    @property
    def factor(self) -> Expr:
        """The factor by which the gap shrinks, or grows, per step in the long run."""
        moving = [mode.factor for mode in self.modes if mode.terms]
        return max(moving, key=lambda size: sp.Float(size.evalf(30)), default=sp.S.Zero)

    @property
    def converges(self) -> bool:
        """Whether x_k tends to `fixed`."""
        return bool(self.factor < 1)

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """x_k, coordinate by coordinate, in K."""
        return tuple(
            sp.Add(c, *[m.direction[i] * t.expression for m in self.modes for t in m.terms])
            for i, c in enumerate(self.fixed)
        )

    @cached_property
    def numbers(self) -> "Numbers | None":
        """The same in numbers that are computed with exactly; None where they are no surds."""
        return numbers(self)

    def at(self, k: int) -> tuple[Fraction, ...] | None:
        """x_k exactly (n,); None where its numbers are no square roots of rationals."""
        found = self.numbers
        return None if found is None else found.point([p.root**k for p in found.powers], k)

    def first(self, count: int) -> Iterator[tuple[Fraction, ...]]:
        """x_0, x_1, ... (n,), `count` of them; none where `at` has none."""
        found = self.numbers
        powers = [ONE for _ in found.powers] if found else []
        for k in range(count if found else 0):
            assert found is not None
            yield found.point(powers, k)
            powers = [now * p.root for now, p in zip(powers, found.powers, strict=True)]


@dataclass(frozen=True)
class Powers:
    """The vector (n,) times k^power root^k; its real part counts."""

    vector: tuple[Surd, ...]
    root: Surd
    power: int


@dataclass(frozen=True)
class Numbers:
    """A closed form as a constant and a sum of powers."""

    fixed: tuple[Surd, ...]
    powers: tuple[Powers, ...]

    def point(self, raised: list[Surd], k: int) -> tuple[Fraction, ...]:
        """x_k where root^k is known of each."""
        total = list(self.fixed)
        for p, size in zip(self.powers, raised, strict=True):
            scaled = size * rational(k**p.power)
            total = [x + (v * scaled).real for x, v in zip(total, p.vector, strict=True)]
        assert all(x.is_rational for x in total), "an iterate of rational numbers is rational"
        return tuple(x.fraction for x in total)


def numbers(form: ClosedForm) -> Numbers | None:
    """The record read back into numbers."""
    fixed = read_all(form.fixed)
    powers = [powers_of(mode.direction, term) for mode in form.modes for term in mode.terms]
    known = [p for p in powers if p is not None]
    if fixed is None or len(known) < len(powers):
        return None
    return Numbers(fixed, tuple(known))


def powers_of(direction: tuple[Expr, ...], term: Term) -> Powers | None:
    """One term; two complex roots are twice the real part of one."""
    vector = read_all(direction)
    told = (
        (term.coefficient, term.root)
        if isinstance(term, Geometric)
        else (term.size, term.cosine, term.sine, term.cosine_part, term.sine_part)
    )
    values = read_all(told)
    if vector is None or values is None:
        return None
    if isinstance(term, Geometric):
        factor, root = values
    else:
        size, cosine, sine, a, b = values
        factor, root = a - IMAGINARY * b, size * (cosine + IMAGINARY * sine)
    return Powers(tuple(factor * v for v in vector), root, term.power)


def read_all(expressions: tuple[Expr, ...]) -> tuple[Surd, ...] | None:
    found = [read(expression) for expression in expressions]
    known = [value for value in found if value is not None]
    return tuple(known) if len(known) == len(found) else None


INDEX: Final = Name("k", 0, 0)
LETTERS: Final = ("theta", "phi", "psi", "omega", "alpha")  # of angles
Piece = tuple[bool, Node]  # whether it is added, and what
Angles = dict[Expr, str]  # the name of an angle by its cosine


def solution(form: ClosedForm, names: Sequence[str]) -> Relation:
    """x_k = fixed + a sum over the modes, for the variables of these names; of several, bold x."""
    base: Written = Name(names[0], 0, 0) if len(names) == 1 else Bold("x")
    return Relation((Indexed(base, INDEX), sum_of(form, names)), ("=",))


def angles(form: ClosedForm, names: Sequence[str]) -> tuple[Relation, ...]:
    """cos theta = number, for each angle that the sum speaks of."""
    return tuple(
        Relation((Call("cos", (Name(name, 0, 0),), 0, 0), tree(cosine)), ("=",))
        for cosine, name in named(form, names).items()
    )


def named(form: ClosedForm, names: Sequence[str]) -> Angles:
    """A letter for each angle that is not a variable's, nor that of several."""
    turns = [t.cosine for m in form.modes for t in m.terms if isinstance(t, Turning)]
    different = list(dict.fromkeys(turns))
    stems = {name.rstrip("0123456789").removesuffix("_") for name in names}
    letter = next((letter for letter in LETTERS if letter not in stems), LETTERS[-1])
    if len(different) < 2:
        return dict.fromkeys(different, letter)
    return {cosine: f"{letter}_{i}" for i, cosine in enumerate(different, 1)}


def sum_of(form: ClosedForm, names: Sequence[str]) -> Written:
    """The right-hand side."""
    many, moving = len(form.fixed) > 1, [mode for mode in form.modes if mode.terms]
    known, terms = named(form, names), list[tuple[bool, Written]]()
    if not moving or any(form.fixed):
        terms.append((True, vector(form.fixed)))
    for mode in moving:
        terms += [along(mode, known)] if many else alone(mode, known)
    return Combined(tuple(terms)) if len(terms) > 1 or not terms[0][0] else terms[0][1]


def vector(coordinates: Sequence[Expr]) -> Written:
    """A column; a lone number as it is."""
    entries = [tree(x) for x in coordinates]
    return Matrix(tuple((entry,) for entry in entries)) if len(entries) > 1 else entries[0]


def alone(mode: Mode, known: Angles) -> list[Piece]:
    """The terms of one coordinate, its direction being 1 or -1."""
    return pieces([scaled(term, mode.direction[0]) for term in mode.terms], known)


def along(mode: Mode, known: Angles) -> tuple[bool, Written]:
    """number direction power, or direction (sum)."""
    direction = vector(mode.direction)
    parts = pieces(mode.terms, known)
    if len(parts) > 1:
        return True, Chain((direction, added(parts)))
    number = leading(mode.terms)
    [(_, rest)] = pieces([scaled(term, 1 / number) for term in mode.terms], known)
    size = -number if is_minus(number) else number
    lead = () if size == 1 else (tree(size),)
    return not is_minus(number), Chain((*lead, direction, rest))


def leading(terms: Sequence[Term]) -> Expr:
    """The number in front of a term that is one; 1 where it is a sum in itself."""
    [first, *more] = terms
    if more:
        return sp.S.One
    if isinstance(first, Geometric):
        return first.coefficient
    parts = [part for part in (first.cosine_part, first.sine_part) if part != 0]
    return parts[0] if len(parts) == 1 else sp.S.One


def scaled(term: Term, scale: Expr) -> Term:
    """The term times a number."""
    if isinstance(term, Geometric):
        return replace(term, coefficient=scale * term.coefficient)
    parts = (scale * term.cosine_part, scale * term.sine_part)
    return replace(term, cosine_part=parts[0], sine_part=parts[1])


def pieces(terms: Sequence[Term], known: Angles) -> list[Piece]:
    """The terms, those of one real root together: (1/2 + 1/4 k) 2^-k."""
    found = []
    for root in dict.fromkeys(t.root if isinstance(t, Geometric) else t for t in terms):
        alike = [t for t in terms if isinstance(t, Geometric) and t.root == root]
        if len(alike) > 1:
            numbers = [signed(t.coefficient, counter(t.power)) for t in alike]
            found.append((True, joined([added(numbers), *raised(root)])))
        elif alike:
            powers = [*counter(alike[0].power), *raised(root)]
            found.append(signed(alike[0].coefficient, powers))
        else:
            found.append(turned(root, known[root.cosine]))
    return found


def turned(term: Turning, name: str) -> Piece:
    """size^k (A cos(k theta) + B sin(k theta)), without what is 0."""
    angle = Product((INDEX, Name(name, 0, 0)), (False, False), 0, 0)
    powers = [*counter(term.power), *raised(term.size)]
    waves = [
        (number, Call(wave, (angle,), 0, 0))
        for number, wave in ((term.cosine_part, "cos"), (term.sine_part, "sin"))
        if number != 0
    ]
    if len(waves) == 1:
        [(number, wave)] = waves
        return signed(number, [*powers, wave])
    return True, joined([*powers, added([signed(number, [wave]) for number, wave in waves])])


def counter(power: int) -> list[Node]:
    """k^power, nothing for 1."""
    return [tree(K**power)] if power else []


def raised(root: Expr) -> list[Node]:
    """root^k, nothing for 1; 2^-k for a half."""
    if root == 1:
        return []
    whole = root.is_Rational and root.p == 1
    return [tree(sp.Pow(root.q, -K) if whole else sp.Pow(root, K))]


def signed(number: Expr, factors: Sequence[Node]) -> Piece:
    """A number times factors, its sign apart."""
    size = -number if is_minus(number) else number
    lead = [] if size == 1 and factors else [tree(size)]
    return not is_minus(number), joined([*lead, *factors])


def is_minus(number: Expr) -> bool:
    return bool(number.as_coeff_Mul()[0].is_negative)


def joined(factors: Sequence[Node]) -> Node:
    """The factors as one product."""
    one = Number(Fraction(1), "1", 0, 0)
    if len(factors) < 2:
        return factors[0] if factors else one
    return Product(tuple(factors), (False,) * len(factors), 0, 0)


def added(parts: Sequence[Piece]) -> Node:
    """The pieces as one sum."""
    return Sum(tuple(node if plus else Negative(node, 0, 0) for plus, node in parts), 0, 0)
