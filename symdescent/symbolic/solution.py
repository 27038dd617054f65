"""A ClosedForm as mathematics on paper: x_k = 2 (3, 4)^T (19/20)^k + ...

(9/10)^k stays a power of a fraction, and is not simplified to 9^k/10^k. Complex roots turn by
angles theta, which relations of their own tell.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

import sympy as sp
from sympy import Expr

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
from symdescent.symbolic.closed_form import ClosedForm, Geometric, K, Mode, Term, Turning
from symdescent.symbolic.retelling import tree

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
