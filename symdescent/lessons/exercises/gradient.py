"""Exercises in differentiating, and in taking one step."""

from collections.abc import Callable, Iterator
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
from symdescent.lessons.blocks import Derivation, Line, Paragraph
from symdescent.lessons.exercises.mathematics import (
    LETTERS,
    PLANE,
    column,
    equal,
    less,
    line,
    name,
    number,
    point,
    row,
    scaled,
    total,
    within,
    written,
)
from symdescent.lessons.exercises.problems import (
    Answer,
    Chance,
    Opening,
    Problem,
    Promise,
    Say,
    Solution,
    Wording,
    three,
)

Numbers = tuple[Fraction | int, ...]


@dataclass(frozen=True)
class Slopes:
    """A formula in x, or in x and y; `rules` one a slope; `bent`: the slopes' values with the
    mistake `slip`."""

    formula: str
    slopes: tuple[str, ...]
    rules: tuple[str, ...]
    point: Numbers
    values: Numbers
    bent: Numbers
    slip: str = "inner"


def cubic(chance: Chance) -> Slopes:
    a, b, c, p = chance.nonzero(4), chance.nonzero(6), chance.nonzero(9), chance.nonzero(3)
    return Slopes(
        total((a, "x^3"), (b, "x^2"), (c, "x")),
        (total((3 * a, "x^2"), (2 * b, "x"), (c, "")),),
        ("rule.power",),
        (p,),
        (3 * a * p * p + 2 * b * p + c,),
        (a * p * p + b * p + c,),
        "exponent",
    )


def affine_power(chance: Chance) -> Slopes:
    """(a x + b)^n: the inner derivative is easily forgotten."""
    a, n, p, inner = (
        chance.between(2, 5),
        chance.between(3, 4),
        chance.nonzero(4),
        chance.nonzero(3),
    )
    base = f"({total((a, 'x'), (inner - a * p, ''))})"
    return Slopes(
        f"{base}^{n}",
        (scaled(n * a, f"{base}^{n - 1}"),),
        ("rule.chain",),
        (p,),
        (n * a * inner ** (n - 1),),
        (n * inner ** (n - 1),),
    )


def exponential(chance: Chance) -> Slopes:
    """a exp(c (x - p)) + b x^2, at x = p."""
    a, b, c, p = chance.nonzero(6), chance.nonzero(4), chance.between(2, 5), chance.nonzero(5)
    power = f"exp({total((c, 'x'), (-c * p, ''))})"
    return Slopes(
        total((a, power), (b, "x^2")),
        (total((a * c, power), (2 * b, "x")),),
        ("rule.chain",),
        (p,),
        (a * c + 2 * b * p,),
        (a + 2 * b * p,),
    )


def product(chance: Chance) -> Slopes:
    """(x + a) exp(x - p), at x = p."""
    a, p = chance.nonzero(9), chance.nonzero(6)
    b = chance.nonzero(4)
    power, factor = f"exp({total((1, 'x'), (-p, ''))})", f"({total((b, 'x'), (a, ''))})"
    return Slopes(
        f"{factor}*{power}",
        (f"({total((b, 'x'), (a + b, ''))})*{power}",),
        ("rule.product",),
        (p,),
        (b * p + a + b,),
        (b,),
        "half_product",
    )


def logarithm(chance: Chance) -> Slopes:
    """a ln(b x + c) + d x^2."""
    a, b, p = chance.nonzero(8), chance.between(2, 5), chance.nonzero(4)
    d, inside = chance.nonzero(3), chance.between(1, 6)
    inner = total((b, "x"), (inside - b * p, ""))
    return Slopes(
        total((a, f"ln({inner})"), (d, "x^2")),
        (total(over(a * b, inner), (2 * d, "x")),),
        ("rule.chain",),
        (p,),
        (Fraction(a * b, inside) + 2 * d * p,),
        (Fraction(a, inside) + 2 * d * p,),
    )


def quotient(chance: Chance) -> Slopes:
    """(a x + b)/(x + c)."""
    a, b, p = chance.nonzero(5), chance.nonzero(9), chance.nonzero(5)
    below = chance.nonzero(4)
    c = below - p
    bottom = total((1, "x"), (c, ""))
    return Slopes(
        f"({total((a, 'x'), (b, ''))})/({bottom})",
        (total(over(a * c - b, bottom, "^2")),),
        ("rule.quotient",),
        (p,),
        (Fraction(a * c - b, below * below),),
        (Fraction(a * c - b, below),),
        "unsquared_below",
    )


def mixed(chance: Chance) -> Slopes:
    """a x^2 y + b y^2 + c x."""
    a, b, c = chance.nonzero(4), chance.nonzero(5), chance.nonzero(9)
    p, q = chance.nonzero(3), chance.nonzero(3)
    return Slopes(
        total((a, "x^2*y"), (b, "y^2"), (c, "x")),
        (total((2 * a, "x*y"), (c, "")), total((a, "x^2"), (2 * b, "y"))),
        ("rule.constant_y", "rule.constant_x"),
        (p, q),
        (2 * a * p * q + c, a * p * p + 2 * b * q),
        (2 * a * p * q + c, 2 * a * p + 2 * b * q),
        "held",
    )


def square(chance: Chance) -> Slopes:
    """(a x + b y + c)^2 + d x."""
    a, b, d = chance.nonzero(4), chance.nonzero(4), chance.nonzero(9)
    p, q, inner = chance.nonzero(4), chance.nonzero(4), chance.nonzero(4)
    base = f"({total((a, 'x'), (b, 'y'), (inner - a * p - b * q, ''))})"
    return Slopes(
        total((1, f"{base}^2"), (d, "x")),
        (total((2 * a, base), (d, "")), total((2 * b, base))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (2 * a * inner + d, 2 * b * inner),
        (2 * inner + d, 2 * inner),
    )


def residuals(chance: Chance) -> Slopes:
    """Least squares with two residuals."""
    a, b, p, q = chance.nonzero(3), chance.nonzero(3), chance.nonzero(4), chance.nonzero(4)
    u, v = chance.nonzero(4), chance.nonzero(4)
    one = f"({total((a, 'x'), (1, 'y'), (u - a * p - q, ''))})"
    two = f"({total((1, 'x'), (b, 'y'), (v - p - b * q, ''))})"
    return Slopes(
        f"{one}^2 + {two}^2",
        (total((2 * a, one), (2, two)), total((2, one), (2 * b, two))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (2 * a * u + 2 * v, 2 * u + 2 * b * v),
        (2 * u + 2 * v, 2 * u + 2 * v),
    )


def banana(chance: Chance) -> Slopes:
    """(x - a)^2 + b (y - x^2)^2."""
    a, b, p = chance.nonzero(5), chance.between(1, 6), chance.nonzero(3)
    inner = chance.nonzero(3)
    q = p * p + inner
    return Slopes(
        f"{less('x', a)}^2 + {scaled(b, '(y - x^2)^2')}",
        (f"2*{less('x', a)} - {4 * b}*x*(y - x^2)", f"{2 * b}*(y - x^2)"),
        ("rule.chain", "rule.chain"),
        (p, q),
        (2 * (p - a) - 4 * b * p * inner, 2 * b * inner),
        (2 * (p - a) + 2 * b * inner, 2 * b * inner),
    )


def two_exponentials(chance: Chance) -> Slopes:
    """exp(a x - b y) + c x + d y^2, where the exponent is 0."""
    a, b, c, d = (chance.between(1, 4), chance.between(1, 4), chance.nonzero(6), chance.nonzero(4))
    size = chance.nonzero(2)
    p, q = b * size, a * size
    power = f"exp({total((a, 'x'), (-b, 'y'))})"
    return Slopes(
        total((1, power), (c, "x"), (d, "y^2")),
        (total((a, power), (c, "")), total((-b, power), (2 * d, "y"))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (a + c, -b + 2 * d * q),
        (1 + c, 1 + 2 * d * q),
    )


def root(chance: Chance) -> Slopes:
    """a sqrt(x^2 + y^2) + b x + c y, at a Pythagorean point."""
    p, q, r = chance.one_of(((3, 4, 5), (4, 3, 5), (6, 8, 10), (8, 6, 10)))
    a, b, c = (chance.one_of((5, 10, 15, 20)), chance.nonzero(9), chance.nonzero(9))
    p, q = p * chance.one_of((1, -1)), q * chance.one_of((1, -1))
    length = "sqrt(x^2 + y^2)"
    return Slopes(
        total((a, length), (b, "x"), (c, "y")),
        (total((a, f"x/{length}"), (b, "")), total((a, f"y/{length}"), (c, ""))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (Fraction(a * p, r) + b, Fraction(a * q, r) + c),
        (Fraction(a, 2 * r) + b, Fraction(a, 2 * r) + c),
    )


def log_of_sum(chance: Chance) -> Slopes:
    """a ln(x^2 + y^2 + c) + b x."""
    a, b = chance.between(1, 6), chance.nonzero(6)
    p, q, inside = chance.nonzero(3), chance.nonzero(3), chance.one_of((4, 5, 8, 10, 12, 16, 20))
    inner = total((1, "x^2"), (1, "y^2"), (inside - p * p - q * q, ""))
    return Slopes(
        total((a, f"ln({inner})"), (b, "x")),
        (total((2 * a, f"x/({inner})"), (b, "")), total((2 * a, f"y/({inner})"))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (Fraction(2 * a * p, inside) + b, Fraction(2 * a * q, inside)),
        (Fraction(a, inside) + b, Fraction(a, inside)),
    )


def softplus(chance: Chance) -> Slopes:
    """a ln(1 + exp(c x - c p)) + b x^2, the logistic loss, at x = p."""
    a, b, c, p = 2 * chance.between(1, 6), chance.nonzero(4), chance.nonzero(4), chance.nonzero(4)
    power = f"exp({total((c, 'x'), (-c * p, ''))})"
    return Slopes(
        total((a, f"ln(1 + {power})"), (b, "x^2")),
        (total((a * c, f"{power}/(1 + {power})"), (2 * b, "x")),),
        ("rule.chain",),
        (p,),
        (Fraction(a * c, 2) + 2 * b * p,),
        (Fraction(a, 2) + 2 * b * p,),
    )


def over(top: int, bottom: str, raised: str = "") -> tuple[int, str]:
    """The term top/(bottom)."""
    sign = -1 if top < 0 else 1
    return (sign if top else 0), f"{abs(top)}/({bottom}){raised}"


TABLE: Final[dict[str, tuple[int, Callable[[Chance], Slopes]]]] = {
    "cubic": (1, cubic),
    "affine_power": (1, affine_power),
    "exponential": (2, exponential),
    "product": (2, product),
    "logarithm": (2, logarithm),
    "quotient": (3, quotient),
    "softplus": (3, softplus),
    "mixed": (1, mixed),
    "square": (2, square),
    "residuals": (2, residuals),
    "banana": (3, banana),
    "two_exponentials": (2, two_exponentials),
    "root": (3, root),
    "log_of_sum": (3, log_of_sum),
}


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
    wrong = three(chance, asked[-1], wrong_answers(made), PROMISE)
    return Problem("gradient", form, slopes.formula, numbers, asked, asked[-1], wrong, made)


def wrong_answers(made: Step) -> dict[str, Place]:
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


def wording(problem: Problem, say: Say) -> Wording:
    """The words."""
    made: Step = problem.made_of
    several = len(made.start) > 1
    formula = written(f"{'L_xy' if several else 'L_x'} = {problem.formula}")
    statement = "gradient.plane" if several else "gradient.statement"
    at = {"point": PLANE} if several else {}
    start, end = labelled(made.start, 0), labelled(made.start, 1)
    return Wording(
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
