"""The words and the solution of an exercise on gradient descent in two variables."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from symdescent.language.notation import (
    Bold,
    Chain,
    Combined,
    Function,
    Indexed,
    Matrix,
    Nabla,
    Relation,
    Written,
)
from symdescent.worked.blocks import Derivation, Line, Paragraph, Text
from symdescent.worked.exercises.mathematics import (
    LETTERS,
    PLANE,
    column,
    equal,
    joined,
    line,
    number,
    point,
    row,
    written,
)
from symdescent.worked.exercises.plane import STEPS, Bowl, Pair, Slide
from symdescent.worked.exercises.records import Opening, Problem, Say, Solution, Told

MOVING = LETTERS["v_k"]


def tell(problem: Problem, say: Say) -> Told:
    """The words."""
    made: Slide = problem.made_of
    bowl = made.bowl
    last = labelled(STEPS)
    return Told(
        (
            Paragraph(
                say(
                    "descent.plane",
                    formula=written(f"L_xy = {problem.formula}"),
                    point=PLANE,
                    start=equal(labelled(0), row(made.start)),
                    rate=written(f"eta = {made.rate}"),
                )
            ),
        ),
        (
            say("part.gradient_hessian"),
            say("part.eigen"),
            say("part.iterates", points=joined([labelled(k) for k in range(1, STEPS + 1)])),
            say("part.closed", point=MOVING),
        ),
        say("question.point", point=last),
        (
            gradient_key(bowl),
            eigen_key(bowl),
            joined([equal(labelled(k), row(made.points[k])) for k in range(1, STEPS + 1)]),
            closed_key(made),
        ),
        solution(made, say),
    )


def gradient_key(bowl: Bowl) -> Text:
    """The gradient as a column, and the Hessian."""
    return joined([gradient(bowl), equal(LETTERS["L_hessian"], square(bowl))])


def gradient(bowl: Bowl) -> Relation:
    """Its entries below each other."""
    entries = tuple((written(slope),) for slope in bowl.slopes)
    return equal(LETTERS["L_nabla"], Matrix(entries))


def eigen_key(bowl: Bowl) -> Text:
    """Each eigenvalue with its vector, the smaller first."""
    pairs = sorted(zip(bowl.eigenvalues, (bowl.first, bowl.second), strict=True))
    return joined([(number(value), ": ", row(vector)) for value, vector in pairs])


def closed_key(made: Slide) -> Text:
    formulas = [written(f"{x}_k = {f}") for x, f in zip("xy", made.closed, strict=True)]
    return joined([*formulas, Relation((MOVING, row(made.bowl.centre)), ("->",))])


def labelled(step: int) -> Indexed:
    """x_1, the point."""
    return Indexed(Bold("x"), number(step))


def square(bowl: Bowl) -> Matrix:
    a, b, c = map(number, bowl.hessian)
    return Matrix(((a, b), (b, c)))


def solution(made: Slide, say: Say) -> Solution:
    """Part by part."""
    return (
        Opening(say("plane.slopes")),
        Derivation(tuple(slope_lines(made.bowl, say))),
        Opening(say("plane.eigen")),
        Derivation(tuple(eigen_lines(made.bowl))),
        Opening(say("plane.iterates")),
        Derivation(tuple(iterate_lines(made))),
        Opening(say("plane.closed")),
        Derivation(tuple(closed_lines(made, say))),
        Paragraph(say("plane.settles", limit=row(made.bowl.centre))),
    )


def slope_lines(bowl: Bowl, say: Say) -> Iterator[Line]:
    for letter, slope in zip("xy", bowl.slopes, strict=True):
        yield line(f"L_by_{letter} = {slope}", say("rule.power"))
    yield Line(gradient(bowl))
    yield Line(equal(LETTERS["L_hessian"], square(bowl)))


def eigen_lines(bowl: Bowl) -> Iterator[Line]:
    """The Hessian times each eigenvector."""
    for vector, value in zip((bowl.first, bowl.second), bowl.eigenvalues, strict=True):
        grown = [value * part for part in vector]
        sides = Chain((square(bowl), column(vector))), column(grown)
        yield Line(equal(*sides, Chain((number(value), column(vector)))))


def moved(start: Written, rate: Fraction, slopes: Sequence[Fraction]) -> Combined:
    """start - rate * slopes."""
    return Combined(((True, start), (False, Chain((number(rate), column(slopes))))))


def iterate_lines(made: Slide) -> Iterator[Line]:
    """The gradient at each point, then the step."""
    for step, (here, following) in enumerate(pairwise(made.points)):
        slopes = made.bowl.slopes_at(here)
        yield Line(equal(at_point(here), column(slopes)))
        stepped = moved(column(here), made.rate, slopes)
        yield Line(equal(labelled(step + 1), stepped, column(following)))


def at_point(here: Pair) -> Written:
    return Nabla(Function("L", (point(here),)))


def away(made: Slide) -> Iterator[Written]:
    """The start as seen from the centre."""
    centre = made.bowl.centre
    gap = [start - middle for start, middle in zip(made.start, centre, strict=True)]
    if any(centre):
        yield Combined(((True, column(made.start)), (False, column(centre))))
    yield column(gap)


def closed_lines(made: Slide, say: Say) -> Iterator[Line]:
    """The start along the eigenvectors; each part shrinks by its own factor."""
    bowl = made.bowl
    vectors = [column(vector) for vector in (bowl.first, bowl.second)]
    terms = [
        (weight > 0, Chain((number(abs(weight)), vector)) if abs(weight) > 1 else vector)
        for weight, vector in zip(made.weights, vectors, strict=True)
    ]
    yield Line(equal(*away(made), Combined(tuple(terms))), say("reason.along"))
    for index, (factor, value) in enumerate(zip(made.factors, bowl.eigenvalues, strict=True), 1):
        yield line(f"q_{index} = 1 - {made.rate}*{value} = {factor}", say("reason.factor"))
    for letter, text in zip("xy", made.closed, strict=True):
        yield line(f"{letter}_k = {text}")
