"""A study goes in; of one variable without memory, x_{k+1} = factor x_k + shift comes out."""

from dataclasses import dataclass

import sympy as sp
from sympy import Expr

from symdescent.recurrence.closed_form import Geometric
from symdescent.studies import Study


@dataclass(frozen=True)
class Affine:
    """x -> factor x + shift, with the fixed point and x_k = fixed + gap factor^k."""

    factor: Expr
    fixed: Expr
    gap: Expr

    @property
    def shift(self) -> Expr:
        """What is added at each step."""
        return sp.expand(self.fixed * (1 - self.factor))


def affine(study: Study) -> Affine | None:
    """The iteration of gradient descent on a parabola; None for all others."""
    form = study.closed
    if form is None or len(form.fixed) > 1 or not study.setting.is_plain:
        return None
    [mode] = form.modes
    gap = sp.S.Zero
    for term in mode.terms:
        if not isinstance(term, Geometric) or term.power:
            return None
        gap = term.coefficient * mode.direction[0]
    return Affine(mode.roots[0], form.fixed[0], gap)


def curvature(study: Study) -> Expr | None:
    """The second derivative of one variable where it is a positive number."""
    hessian = study.derivation.hessian if len(study.run.names) == 1 else ()
    bend = hessian[0][0] if hessian else sp.S.Zero
    return bend if bend.is_number and bend.is_positive else None
