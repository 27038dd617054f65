"""The critical points of a problem over the whole space, each with its nature."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import sympy
from sympy import Abs, Expr, Matrix, Max, Min, Piecewise, Symbol, sign

from symdescent.proofs import codec, named_points
from symdescent.proofs.enclosure import sign_of
from symdescent.proofs.polynomial_systems import places
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.process import Deadline, launch
from symdescent.proofs.substitution import Doubtful, put

POINT, END = "point", "end"
HIGHEST: Final = 8
KINKED: Final = (Abs, Max, Min, Piecewise, sign)


class Nature(StrEnum):
    """What a critical point is, near itself."""

    MINIMUM = "local minimum"
    MAXIMUM = "local maximum"
    SADDLE = "saddle"
    INFLECTION = "inflection"
    DEGENERATE = "degenerate: the Hessian does not tell"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Critical:
    """A point where the gradient is exactly 0; a family holds symbols listed in `parameters`."""

    point: tuple[Expr, ...]
    value: Expr
    nature: Nature
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CriticalPoints:
    """Those that were found; `complete`: proved to be all."""

    points: tuple[Critical, ...]
    complete: bool


def critical(problem: Problem, time_limit: float = 10.0) -> CriticalPoints:
    """What is found within `time_limit` seconds, in a process that can be killed."""
    deadline = Deadline(time_limit, time.perf_counter())
    child = launch(problem, serve)
    found: list[Critical] = []
    try:
        for line in child.lines(deadline):
            word, _, rest = line.partition(" ")
            if word == END:
                return CriticalPoints(tuple(found), rest == "complete")
            point = _read(rest)
            found += [point] if point not in found else []
        return CriticalPoints(tuple(found), False)
    finally:
        child.end()


def _read(text: str) -> Critical:
    kind, _, written = text.partition(" ")
    told = codec.read_minimum(written)
    assert told.value is not None  # every point is written with its value
    return Critical(told.points[0], told.value, Nature[kind], told.parameters)


def serve(problem: Problem, send: Callable[[str], None]) -> None:
    """The child's work: every point with its nature, then whether these are all."""
    sure = True
    found, complete = _candidates(problem)
    for known, parameters in found:
        try:
            value = _value(problem, known)
            told = None if value is None else nature(problem.expression, problem.variables, known)
        except Doubtful:
            value, told, sure = None, None, False
        if value is not None and told is not None:
            point = tuple(known[v] for v in problem.variables)
            made = Minimum(Kind.STATIONARY, (point,), value, parameters=parameters)
            send(f"{POINT} {told.name} {codec.write_minimum(made)}")
    send(f"{END} {'complete' if complete and sure else 'partial'}")


Known = Mapping[Symbol, Expr]


def _candidates(problem: Problem) -> tuple[Iterable[tuple[Known, dict[str, str]]], bool]:
    """Where the gradient may vanish; and whether there is no other place."""
    f, variables = problem.expression, problem.variables
    if f.has(*KINKED):
        return [], False
    tops = [sympy.fraction(sympy.together(sympy.diff(f, v)))[0] for v in variables]
    found = places(tops, variables)
    if found is not None:
        return [(place.values, place.parameters) for place in found], True
    guessed = named_points.more_points(f, variables)
    return ((dict(zip(variables, point, strict=True)), {}) for point in guessed), False


def _value(problem: Problem, known: Known) -> Expr | None:
    """L there; None where L or its gradient is not defined."""
    parts = [problem.expression, *(sympy.diff(problem.expression, v) for v in problem.variables)]
    made = [put(part, known) for part in parts]
    return None if None in made else made[0]


def nature(f: Expr, variables: Sequence[Symbol], known: Known) -> Nature:
    """What the point is; undecided where the sign of a number is not known."""
    if len(variables) == 1:
        return _on_line(f, variables[0], known)
    rows = [[put(sympy.diff(f, a, b), known) for b in variables] for a in variables]
    if any(entry is None for row in rows for entry in row):
        return Nature.UNDECIDED
    numbers = [sympy.expand(c) for c in Matrix(rows).charpoly().all_coeffs()]
    signs = [sign_of(c) for c in numbers]
    told = [s for s in signs if s is not None]
    return _by_roots(told) if len(told) == len(signs) else Nature.UNDECIDED


def _by_roots(signs: list[int]) -> Nature:
    """From the signs of a polynomial with real roots alone, the highest power first."""
    firm = [s for s in signs if s]
    zeros = next(i for i, s in enumerate(reversed(signs)) if s)
    positive = sum(a != b for a, b in zip(firm, firm[1:], strict=False))
    negative = len(signs) - 1 - zeros - positive
    if positive and negative:
        return Nature.SADDLE
    if zeros:
        return Nature.DEGENERATE
    return Nature.MINIMUM if positive else Nature.MAXIMUM


def _on_line(f: Expr, x: Symbol, known: Known) -> Nature:
    for order, slope in _slopes(f, x):
        number = put(slope, known)
        bend = None if number is None else sign_of(sympy.expand(number))
        if bend is None:
            return Nature.UNDECIDED
        if bend and order % 2:
            return Nature.INFLECTION
        if bend:
            return Nature.MINIMUM if bend > 0 else Nature.MAXIMUM
    return Nature.DEGENERATE


def _slopes(f: Expr, x: Symbol) -> Iterator[tuple[int, Expr]]:
    slope = sympy.diff(f, x)
    for order in range(2, HIGHEST + 1):
        slope = sympy.diff(slope, x)
        yield order, slope
