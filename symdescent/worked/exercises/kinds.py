"""The table of kinds: how each draws its numbers, tells them, and how short it keeps them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.worked.exercises import (
    convergence,
    convergence_telling,
    gradient,
    momentum,
    plane,
    plane_telling,
    polynomial,
    polynomial_telling,
    quadratic,
)
from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.records import Problem, Promise, Say, Told


@dataclass(frozen=True)
class Kind:
    """`forms`: the structures of its exercises, each with its difficulty from 1 to 3."""

    forms: Mapping[str, int]
    promise: Promise
    draw: Callable[[str, Chance], Problem | None]
    tell: Callable[[Problem, Say], Told]


KINDS: Final = {
    "quadratic": Kind(quadratic.FORMS, quadratic.PROMISE, quadratic.draw, quadratic.tell),
    "quadratic-2d": Kind(plane.FORMS, plane.PROMISE, plane.draw, plane_telling.tell),
    "momentum": Kind(momentum.FORMS, momentum.PROMISE, momentum.draw, momentum.tell),
    "polynomial": Kind(
        polynomial.FORMS, polynomial.PROMISE, polynomial.draw, polynomial_telling.tell
    ),
    "convergence": Kind(
        convergence.FORMS, convergence.PROMISE, convergence.draw, convergence_telling.tell
    ),
    "gradient": Kind(gradient.FORMS, gradient.PROMISE, gradient.draw, gradient.tell),
}


def kind_of(name: str) -> Kind:
    """The kind of a name; InputError with the nearest one."""
    if name not in KINDS:
        hint = did_you_mean(name, KINDS) or f"there are {', '.join(KINDS)}"
        raise InputError("unknown_name", f"there is no kind of exercises '{name[:40]}'", hint)
    return KINDS[name]
