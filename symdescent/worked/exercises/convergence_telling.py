"""The numbers of an exercise on rates of convergence go in, its words and solution come out."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

from symdescent.worked.blocks import Block, Derivation, Line, Paragraph
from symdescent.worked.exercises.convergence import Approach, Valley
from symdescent.worked.exercises.mathematics import PLANE, line, listed, number, written
from symdescent.worked.exercises.plane_telling import eigen_key, eigen_lines, slope_lines
from symdescent.worked.exercises.records import Opening, Problem, Say, Told
from symdescent.worked.exercises.telling import slope_line
from symdescent.worked.exercises.texts import less, power, scaled, total, within


def tell(problem: Problem, say: Say) -> Told:
    """The words of each form."""
    return TELLERS[problem.form](problem, say)


def of_line(problem: Problem, say: Say) -> Told:
    made: Approach = problem.made_of
    h, vertex = made.parabola.curvature, made.parabola.vertex
    goal = written(f"{distance(vertex, 'x_k')} <= 10^(-{made.digits})")
    return Told(
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


def of_plane(problem: Problem, say: Say) -> Told:
    made: Valley = problem.made_of
    low, high = made.ends
    goal = {"share": written(f"10^(-{made.digits})")}
    best = f"eta = {made.rate}", f"rho = {made.factor}"
    return Told(
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


def of_ball(problem: Problem, say: Say) -> Told:
    made: Valley = problem.made_of
    rule = "v_next = v_k - eta*L_nabla_k + beta*(v_k - v_prev)"
    beta = made.ball_factor**2
    return Told(
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
            listed((made.ball_factor, made.factor)),
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


TELLERS: Final[dict[str, Callable[[Problem, Say], Told]]] = {
    "line": of_line,
    "plane": of_plane,
    "ball": of_ball,
}
