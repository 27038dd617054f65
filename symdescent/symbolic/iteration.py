"""An Update and a start go in; if the step is affine, the closed form of x_k comes out, checked."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from typing import Final

import sympy as sp
from sympy import Expr, Poly
from sympy.polys.matrices import DomainMatrix

from symdescent.symbolic.affine_map import AffineMap, affine_map
from symdescent.symbolic.closed_form import Behaviour, ClosedForm, Geometric, Mode
from symdescent.symbolic.elimination import Z
from symdescent.symbolic.exact_walk import exact_step, states
from symdescent.symbolic.modes import by_modes
from symdescent.symbolic.surds import ZERO, Surd, rational
from symdescent.symbolic.update import Update

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
