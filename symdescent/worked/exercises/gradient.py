"""Exercises in differentiating, and in taking one step."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from symdescent.calculus.gradient import derive
from symdescent.calculus.parsing import parse
from symdescent.calculus.steps.derivation_steps import gradient_steps
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
from symdescent.worked.blocks import Derivation, Line, Paragraph
from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.gradient_forms import TABLE, Slopes
from symdescent.worked.exercises.mathematics import (
    LETTERS,
    PLANE,
    column,
    equal,
    line,
    name,
    number,
    point,
    row,
    written,
)
from symdescent.worked.exercises.mistakes import three
from symdescent.worked.exercises.records import (
    Answer,
    Opening,
    Problem,
    Promise,
    Say,
    Solution,
    Told,
)
from symdescent.worked.exercises.texts import scaled, within

PROMISE: Final = Promise(characters=6)
FORMS: Final = {form: difficulty for form, (difficulty, _) in TABLE.items()}
RATES: Final = tuple(
    Fraction(*pair) for pair in ((1, 2), (1, 4), (1, 5), (1, 8), (1, 10), (1, 20), (1, 3), (2, 5))
)
Place = tuple[Fraction, ...]


@dataclass(frozen=True)
class Step:
    """One step of gradient descent."""

    slopes: Slopes
    rate: Fraction

    @property
    def start(self) -> Place:
        return tuple(map(Fraction, self.slopes.point))

    @property
    def gradient(self) -> Place:
        return tuple(map(Fraction, self.slopes.values))

    @property
    def end(self) -> Place:
        return moved(self.start, self.rate, self.gradient)


def moved(start: Place, rate: Fraction, gradient: Place) -> Place:
    return tuple(x - rate * g for x, g in zip(start, gradient, strict=True))


def draw(form: str, chance: Chance) -> Problem | None:
    """The numbers, or None at a critical point, from which no step leads away."""
    slopes = TABLE[form][1](chance)
    made = Step(slopes, chance.one_of(RATES))
    if not all(made.gradient):
        return None
    asked = (
        Answer("gradient", slopes.slopes),
        Answer("gradient_there", made.gradient),
        Answer("last", made.end),
    )
    numbers = {"start": made.start, "rate": (made.rate,), "steps": (Fraction(1),)}
    wrong = three(chance, asked[-1], slips(made), PROMISE)
    return Problem("gradient", form, slopes.formula, numbers, asked, asked[-1], wrong, made)


def slips(made: Step) -> dict[str, Place]:
    """What the new point becomes by mistake."""
    start, rate, gradient = made.start, made.rate, made.gradient
    bent = tuple(map(Fraction, made.slopes.bent))
    return {
        "sign": moved(start, -rate, gradient),
        made.slopes.slip: moved(start, rate, bent),
        "inverse": moved(start, 1 / rate, gradient),
        "no_start": tuple(-rate * g for g in gradient),
        "no_rate": moved(start, Fraction(1), gradient),
        "only_gradient": gradient,
    }


def tell(problem: Problem, say: Say) -> Told:
    """The words."""
    made: Step = problem.made_of
    several = len(made.start) > 1
    formula = written(f"{'L_xy' if several else 'L_x'} = {problem.formula}")
    statement = "gradient.plane" if several else "gradient.statement"
    at = {"point": PLANE} if several else {}
    start, end = labelled(made.start, 0), labelled(made.start, 1)
    return Told(
        (Paragraph(say(statement, formula=formula, **at)),),
        (
            say("part.gradient" if several else "part.slope"),
            say(
                "part.gradients_there" if several else "part.gradient_there",
                start=equal(start, row(made.start)),
            ),
            say("part.one_step", rate=written(f"eta = {made.rate}"), point=end),
        ),
        say(
            "question.one_step",
            start=equal(start, row(made.start)),
            rate=written(f"eta = {made.rate}"),
            point=end,
        ),
        (
            (gradient(made),) if several else (written(f"L_slope = {made.slopes.slopes[0]}"),),
            (row(made.gradient),),
            (equal(end, row(made.end)),),
        ),
        solution(made, say),
    )


def labelled(start: Place, step: int) -> Written:
    """x_1, bold where it is a point."""
    return Indexed(Bold("x") if len(start) > 1 else name("x"), number(step))


def gradient(made: Step) -> Relation:
    """Its entries below each other."""
    entries = tuple((written(slope),) for slope in made.slopes.slopes)
    return equal(LETTERS["L_nabla"], Matrix(entries))


def solution(made: Step, say: Say) -> Solution:
    """Part by part."""
    return (
        Opening(say("gradient.rules")),
        Derivation(tuple(slope_lines(made, say))),
        Opening(say("gradient.put_in")),
        Derivation((Line(equal(*values(made))),)),
        Opening(say("gradient.step")),
        Derivation((stepped(made),)),
    )


def stepped(made: Step) -> Line:
    """The step with the numbers put in."""
    if len(made.start) == 1:
        push = scaled(made.rate, within(made.gradient[0]))
        return line(f"x_1 = {made.start[0]} - {push} = {made.end[0]}")
    change = Chain((number(made.rate), column(made.gradient)))
    moved_on = Combined(((True, column(made.start)), (False, change)))
    return Line(equal(labelled(made.start, 1), moved_on, column(made.end)))


def slope_lines(made: Step, say: Say) -> Iterator[Line]:
    """Each derivative as the rules give it, where that is not tidy yet, and as it is told."""
    derivation = derive(parse(made.slopes.formula))
    for index, (side, slope) in enumerate(slopes(made)):
        _, raw, *rest = gradient_steps(derivation, index, "brief").lines
        sides = f"{side} = raw = {slope}" if rest else f"{side} = {slope}"
        yield line(sides, say(made.slopes.rules[index]), raw=raw.written)
    if len(made.start) > 1:
        yield Line(gradient(made))


def slopes(made: Step) -> Iterator[tuple[str, str]]:
    """What each derivative is called, and what it is."""
    called = ("L_by_x", "L_by_y") if len(made.start) > 1 else ("L_slope",)
    yield from zip(called, made.slopes.slopes, strict=True)


def values(made: Step) -> tuple[Written, Written]:
    """The slope at the start, or the gradient there."""
    there = point(made.start)
    if len(made.start) > 1:
        return Nabla(Function("L", (there,))), column(made.gradient)
    return Function("L", (there,), 1), number(made.gradient[0])
