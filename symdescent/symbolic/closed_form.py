"""The records of a closed form x_k, mode by mode: numbers as sympy expressions, all of them exact.

x_k = fixed + sum over modes of direction * (sum of its terms at k).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

import sympy as sp
from sympy import Expr

from symdescent.displaying import short
from symdescent.symbolic.surds import ONE, Surd, rational, read

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
