"""Exercises on rates of convergence.

line: gradient descent on a parabola; plane: on a quadratic in two variables; ball: the heavy ball
there, with squares as eigenvalues, so that its best settings are rational.
B. T. Polyak (1964), doi:10.1016/0041-5553(64)90137-5.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, Final

from symdescent.lessons.blocks import Block, Derivation, Line, Paragraph
from symdescent.lessons.exercises.mathematics import (
    PLANE,
    less,
    line,
    number,
    power,
    scaled,
    total,
    with_commas,
    within,
    written,
)
from symdescent.lessons.exercises.plane import BASES, Bowl, eigen_key, eigen_lines, slope_lines
from symdescent.lessons.exercises.problems import (
    Answer,
    Chance,
    Opening,
    Problem,
    Promise,
    Say,
    Wording,
    three,
)
from symdescent.lessons.exercises.quadratic import FACTORS, Parabola, drawn, slope_line

PROMISE: Final = Promise(characters=6)
FORMS: Final = {"line": 1, "plane": 2, "ball": 3}
MOST: Final = 400  # steps


@dataclass(frozen=True)
class Approach:
    """Gradient descent on a parabola until the distance is at most 10^-digits."""

    parabola: Parabola
    factor: Fraction
    gap: int
    digits: int

    @property
    def rate(self) -> Fraction:
        return (1 - self.factor) / self.parabola.curvature

    @property
    def start(self) -> Fraction:
        return self.parabola.vertex + self.gap

    @property
    def steps(self) -> int:
        return waiting(abs(self.factor), Fraction(abs(self.gap)), self.digits)


@dataclass(frozen=True)
class Valley:
    """A quadratic in two variables, its error to be made smaller by 10^-digits."""

    bowl: Bowl
    digits: int

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The smaller and the larger eigenvalue."""
        low, high = sorted(self.bowl.eigenvalues)
        return low, high

    @property
    def rate(self) -> Fraction:
        """The best one of gradient descent."""
        return 2 / sum(self.ends, Fraction(0))

    @property
    def factor(self) -> Fraction:
        low, high = self.ends
        return (high - low) / (high + low)

    @property
    def steps(self) -> int:
        return waiting(self.factor, Fraction(1), self.digits)

    @property
    def roots(self) -> tuple[Fraction, Fraction]:
        """The square roots of both eigenvalues, where they are squares."""
        low, high = (Fraction(round(float(end) ** 0.5)) for end in self.ends)
        return low, high

    @property
    def ball_rate(self) -> Fraction:
        return (2 / sum(self.roots, Fraction(0))) ** 2

    @property
    def ball_factor(self) -> Fraction:
        low, high = self.roots
        return (high - low) / (high + low)


def waiting(factor: Fraction, gap: Fraction, digits: int) -> int:
    """The first k with gap * factor^k <= 10^-digits, MOST + 1 if it is later."""
    goal, steps = Fraction(1, 10**digits), 0
    while gap > goal and steps <= MOST:
        gap, steps = gap * factor, steps + 1
    return steps


def draw(form: str, chance: Chance) -> Problem | None:
    """The numbers, or None where the eigenvalues drawn do not suit."""
    return DRAWN[form](chance)


def drawn_line(chance: Chance) -> Problem | None:
    parabola = drawn(chance.one_of(("vertex", "expanded")), chance)
    factor = chance.one_of(FACTORS)
    made = Approach(parabola, factor, chance.nonzero(20), chance.between(2, 9))
    if not 2 <= made.steps <= MOST:
        return None
    h = parabola.curvature
    asked = (
        Answer("range", (Fraction(0), 2 / h)),
        Answer("at_once", (1 / h,)),
        Answer("waiting", (Fraction(made.steps),)),
    )
    numbers = {
        "start": (made.start,),
        "rate": (made.rate,),
        "digits": (Fraction(made.digits),),
    }
    key = asked[-1]
    wrong = three(chance, key, miscounts(made), PROMISE)
    return Problem("convergence", "line", parabola.formula, numbers, asked, key, wrong, made)


def miscounts(made: Approach) -> dict[str, tuple[Fraction, ...]]:
    """What the number of steps becomes by mistake."""
    factor, gap, digits = abs(made.factor), Fraction(abs(made.gap)), made.digits
    lost = abs(1 - made.rate * made.parabola.curvature / 2)
    value = made.parabola.curvature * gap * gap / 2
    even = ceil((gap - Fraction(1, 10**digits)) / (gap * (1 - factor)))
    found = {
        "early": made.steps - 1,
        "distance": waiting(factor, Fraction(1), digits),
        "value": waiting(factor * factor, value, digits),
        "exponent": waiting(lost, gap, digits),
        "even": even,
        "rate_as_factor": waiting(made.rate, gap, digits),
        "one_digit": waiting(factor, gap, digits - 1),
    }
    return {name: (Fraction(k),) for name, k in found.items() if 0 < k <= MOST}


def drawn_plane(chance: Chance) -> Problem | None:
    first = chance.one_of(((1, 0), *BASES))
    apart = first[0] ** 2 + first[1] ** 2
    low = chance.between(1, 20)
    high = low + apart * chance.between(1, max(1, 60 // apart))
    valley = laid(first, low, high, chance)
    if not 1 < valley.steps <= MOST:
        return None
    best = (valley.rate, valley.factor)
    asked = (
        Answer("eigenvalues", valley.ends),
        Answer("range", (Fraction(0), 2 / valley.ends[1])),
        Answer("best", best),
        Answer("shrinking", (Fraction(valley.steps),)),
    )
    numbers = {"digits": (Fraction(valley.digits),)}
    key = Answer("best_rate", (valley.rate,))
    wrong = three(chance, key, misrated(valley), PROMISE)
    return Problem("convergence", "plane", valley.bowl.formula, numbers, asked, key, wrong, valley)


def laid(first: tuple[int, int], low: int, high: int, chance: Chance) -> Valley:
    """A valley, steep along the first eigenvector or across it, every other one at the origin."""
    one, two = chance.shuffled((Fraction(low), Fraction(high)))
    most = chance.one_of((0, 3))
    centre = (Fraction(chance.between(-most, most)), Fraction(chance.between(-most, most)))
    return Valley(Bowl(first, (one, two), centre), chance.between(2, 6))


def misrated(valley: Valley) -> dict[str, tuple[Fraction, ...]]:
    """What the best rate becomes by mistake."""
    low, high = valley.ends
    return {
        "edge": (2 / high,),
        "steepest": (1 / high,),
        "flattest": (1 / low,),
        "no_two": (1 / (low + high),),
        "difference": (2 / (high - low),),
        "mean_of_best": ((1 / low + 1 / high) / 2,),
    }


def drawn_ball(chance: Chance) -> Problem | None:
    first = chance.one_of(((1, 0), *BASES))
    low, high = chance.between(1, 7), chance.between(2, 11)
    if low >= high or (high * high - low * low) % (first[0] ** 2 + first[1] ** 2):
        return None
    valley = laid(first, low * low, high * high, chance)
    beta = valley.ball_factor**2
    asked = (
        Answer("eigenvalues", valley.ends),
        Answer("ball", (valley.ball_rate, beta)),
        Answer("factors", (valley.ball_factor, valley.factor)),
    )
    key = Answer("ball_momentum", (beta,))
    wrong = three(chance, key, misballed(valley), PROMISE)
    return Problem("convergence", "ball", valley.bowl.formula, {}, asked, key, wrong, valley)


def misballed(valley: Valley) -> dict[str, tuple[Fraction, ...]]:
    """What the best beta becomes by mistake."""
    low, high = valley.roots
    return {
        "unsquared": (valley.ball_factor,),
        "no_roots": (valley.factor**2,),
        "plain_factor": (valley.factor,),
        "the_rate": (valley.ball_rate,),
        "ratio": ((low / high) ** 2,),
        "one_minus": (1 - valley.ball_factor**2,),
    }


DRAWN: Final[dict[str, Callable[[Chance], Problem | None]]] = {
    "line": drawn_line,
    "plane": drawn_plane,
    "ball": drawn_ball,
}
assert set(DRAWN) == set(FORMS)


def wording(problem: Problem, say: Say) -> Wording:
    """The words of each form."""
    return WORDINGS[problem.form](problem, say)


def of_line(problem: Problem, say: Say) -> Wording:
    made: Approach = problem.made_of
    h, vertex = made.parabola.curvature, made.parabola.vertex
    goal = written(f"{distance(vertex, 'x_k')} <= 10^(-{made.digits})")
    return Wording(
        (Paragraph(say("convergence.line", formula=written(f"L_x = {problem.formula}"))),),
        (
            say("part.range"),
            say("part.at_once"),
            say("part.waiting", goal=goal, **given(made)),
        ),
        say("question.waiting", goal=goal, **given(made)),
        (
            (written(f"0 < eta < {2 / h}"),),
            (written(f"eta = {1 / h}"),),
            (written(f"k = {made.steps}"),),
        ),
        tuple(line_solution(made, say)),
    )


def given(made: Approach) -> dict[str, Any]:
    return {"start": written(f"x_0 = {made.start}"), "rate": written(f"eta = {made.rate}")}


def distance(vertex: Fraction, letter: str) -> str:
    return f"abs({total((1, letter), (-vertex, ''))})"


def line_solution(made: Approach, say: Say) -> Iterator[Block | Opening]:
    h, vertex = made.parabola.curvature, made.parabola.vertex
    shrink = f"(1 - {total((h, 'eta'))})"
    gap = total((1, "x_next"), (-vertex, ""))
    yield Opening(say("convergence.gap"))
    yield Derivation(
        (
            slope_line(made.parabola, say),
            line(f"{gap} = {shrink}*{less('x_k', vertex)}", say("reason.subtracted")),
            line(f"abs({shrink[1:-1]}) < 1 <=> 0 < eta < {2 / h}"),
        )
    )
    yield Opening(say("convergence.at_once"))
    yield Derivation((line(f"{shrink[1:-1]} = 0 <=> eta = {1 / h}"),))
    yield Opening(say("convergence.wait"))
    yield Derivation(tuple(wait_lines(made, say)))
    yield Paragraph(say("convergence.first", count=number(made.steps)))


def wait_lines(made: Approach, say: Say) -> Iterator[Line]:
    size = abs(made.factor)
    factor = total((1, ""), (-made.parabola.curvature, within(made.rate)))
    yield line(f"{factor} = {made.factor}", say("reason.factor"))
    gap, shrunk = distance(made.parabola.vertex, "x_k"), scaled(abs(made.gap), power(size, "k"))
    yield line(f"{gap} = {shrunk} <= 10^(-{made.digits})")
    yield logarithms(scaled(abs(made.gap), f"10^{made.digits}"), size, made.steps)


def logarithms(grown: str, factor: Fraction, steps: int) -> Line:
    """k between two whole numbers, by logarithms."""
    quotient = f"ln({grown})/ln({1 / factor})"
    return line(f"{steps - 1} < {quotient} <= {steps}")


def of_plane(problem: Problem, say: Say) -> Wording:
    made: Valley = problem.made_of
    low, high = made.ends
    goal = {"share": written(f"10^(-{made.digits})")}
    best = f"eta = {made.rate}", f"rho = {made.factor}"
    return Wording(
        (Paragraph(say("convergence.plane", formula=written(f"L_xy = {problem.formula}"))),),
        (say("part.eigen"), say("part.range"), say("part.best"), say("part.shrinking", **goal)),
        say("question.best"),
        (
            eigen_key(made.bowl),
            (written(f"0 < eta < {2 / high}"),),
            (written(best[0]), ", ", written(best[1])),
            (written(f"k = {made.steps}"),),
        ),
        tuple(plane_solution(made, say)),
    )


def curvature_blocks(made: Valley, say: Say) -> Iterator[Block | Opening]:
    yield Opening(say("convergence.curvature"))
    yield Derivation((*slope_lines(made.bowl, say), *eigen_lines(made.bowl)))


def plane_solution(made: Valley, say: Say) -> Iterator[Block | Opening]:
    low, high = made.ends
    first, second = (f"1 - {total((value, 'eta'))}" for value in (low, high))
    yield from curvature_blocks(made, say)
    yield Opening(say("convergence.modes"))
    stable = ((first, 2 / low), (second, 2 / high))
    yield Derivation(tuple(line(f"abs({mode}) < 1 <=> 0 < eta < {end}") for mode, end in stable))
    yield Paragraph(say("convergence.both", range=written(f"0 < eta < {2 / high}")))
    yield Opening(say("convergence.balance"))
    there = total((1, ""), (-low, within(made.rate)))
    yield Derivation(
        (
            line(f"{first} = -({second}) <=> eta = 2/({low} + {high}) = {made.rate}"),
            line(f"rho = {there} = {made.factor}", say("reason.factor")),
        )
    )
    yield Opening(say("convergence.wait"))
    goal = line(f"{power(made.factor, 'k')} <= 10^(-{made.digits})")
    yield Derivation((goal, logarithms(f"10^{made.digits}", made.factor, made.steps)))
    yield Paragraph(say("convergence.first", count=number(made.steps)))


def of_ball(problem: Problem, say: Say) -> Wording:
    made: Valley = problem.made_of
    rule = "v_next = v_k - eta*L_nabla_k + beta*(v_k - v_prev)"
    beta = made.ball_factor**2
    return Wording(
        (
            Paragraph(
                say("convergence.ball", formula=written(f"L_xy = {problem.formula}"), point=PLANE)
            ),
            Derivation((line(rule),)),
        ),
        (say("part.eigen"), say("part.ball"), say("part.factors")),
        say("question.ball", momentum=written("beta")),
        (
            eigen_key(made.bowl),
            (written(f"eta = {made.ball_rate}"), ", ", written(f"beta = {beta}")),
            with_commas((made.ball_factor, made.factor)),
        ),
        tuple(ball_solution(made, say)),
    )


def ball_solution(made: Valley, say: Say) -> Iterator[Block | Opening]:
    (low, high), (a, b) = made.ends, made.roots
    yield from curvature_blocks(made, say)
    yield Opening(say("convergence.polyak"))
    eta, beta = made.ball_rate, made.ball_factor**2
    yield Derivation(
        (
            line(f"eta = (2/(sqrt({low}) + sqrt({high})))^2 = (2/({a} + {b}))^2 = {eta}"),
            line(f"beta = ((sqrt({high}) - sqrt({low}))/(sqrt({high}) + sqrt({low})))^2 = {beta}"),
        )
    )
    yield Opening(say("convergence.compare"))
    yield Derivation(
        (
            line(f"sqrt(beta) = {made.ball_factor}", say("reason.ball_factor")),
            line(
                f"rho = ({high} - {low})/({high} + {low}) = {made.factor}", say("reason.gd_factor")
            ),
        )
    )


WORDINGS: Final[dict[str, Callable[[Problem, Say], Wording]]] = {
    "line": of_line,
    "plane": of_plane,
    "ball": of_ball,
}
