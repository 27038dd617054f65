"""Certificates for the answers of the rungs, each checked before it counts."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

import sympy
from sympy import Expr, Integer

from symdescent.late import late
from symdescent.proofs.kernel import polynomials as squares
from symdescent.proofs.kernel.certificates import (
    Bowl,
    Certificate,
    Chart,
)
from symdescent.proofs.kernel.check import check
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.steps import Why, reason

PATIENCE: Final = 2.0  # seconds after which no further certificate is tried
MOST_VARIABLES: Final = 30
Maker = Callable[[Problem, Minimum], Iterator[Certificate]]


def assured(problem: Problem, found: Minimum) -> Minimum:
    """The answer with its certificate; undecided where the check saw that it is false."""
    if found.kind not in MAKERS or len(problem.variables) > MOST_VARIABLES:
        return found
    begun = time.process_time()
    for certificate in certificates(problem, found):
        told = check(problem, replace(found, certificate=certificate))
        if told.accepted:
            return replace(found, certificate=certificate, all_checked=told.complete)
        if told.untrue and binding(problem, found, certificate):
            why = reason(Why.REFUSED, complaint=told.reason)
            return Minimum(Kind.UNDECIDED, reasons=(why,), rung=found.rung)
        if time.process_time() - begun > PATIENCE:
            break
    return found


def binding(problem: Problem, found: Minimum, certificate: Certificate) -> bool:
    """Whether the check decides, so that its refusal is the end of the answer; a guess does not.

    Every quadratic over the whole space is a bowl, and every piecewise rational function of one
    variable has a chart as it is.
    """
    if isinstance(certificate, Bowl):
        free = all(end is None for pair in problem.box for end in pair)
        return found.rung == "quadratic" and free
    charted = isinstance(certificate, Chart) and not certificate.substitution
    return found.rung == "univariate" and charted


def certificates(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    """What might prove the answer, likeliest first."""
    for make in MAKERS[found.kind]:
        try:
            yield from make(problem, found)
        except Exception:  # sympy may raise anything; a guess that fails is no certificate
            continue


def bowls(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    """L D L^T of the Hessian, by Gauss's elimination without exchanges."""
    rows, _ = squares.second_degree(problem)
    count = len(rows)
    lower = [[Integer(int(i == j)) for j in range(count)] for i in range(count)]
    pivots = []
    left = [[_rational(c) for c in row] for row in rows]
    for k in range(count):
        pivots.append(left[k][k])
        for i in range(k + 1, count):
            if left[k][k] != 0 and left[i][k] != 0:
                lower[i][k] = left[i][k] / left[k][k]
                left[i] = [a - lower[i][k] * b for a, b in zip(left[i], left[k], strict=True)]
    yield Bowl(tuple(tuple(map(str, row)) for row in lower), tuple(map(str, pivots)))


def _rational(number: object) -> Expr:
    return sympy.Rational(str(number))


MAKERS: Final[dict[Kind, tuple[Maker, ...]]] = {
    Kind.GLOBAL: (
        bowls,
        late("proofs.certificate_search:charts"),
        late("proofs.certificate_search:bounds"),
        late("proofs.certificate_search:shapes"),
        late("proofs.certificate_search:slopes"),
        partial(late("proofs.certificate_search:separated"), settle=assured),
        late("proofs.certificate_search:covers"),
        late("proofs.bowls:paved"),
    ),
    Kind.NOT_ATTAINED: (
        late("proofs.certificate_search:charts"),
        late("proofs.certificate_search:approaches"),
    ),
    Kind.UNBOUNDED: (
        late("proofs.certificate_search:charts"),
        late("proofs.certificate_search:escapes"),
    ),
    Kind.LOCAL: (late("proofs.bowls:level"),),
    Kind.STATIONARY: (late("proofs.bowls:level"),),
}
