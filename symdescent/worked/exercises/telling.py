"""What several kinds tell alike: the slope of a parabola, names of points."""

from collections.abc import Sequence
from fractions import Fraction

from symdescent.worked.blocks import Line, Text
from symdescent.worked.exercises.mathematics import joined, line, written
from symdescent.worked.exercises.parabola import Parabola
from symdescent.worked.exercises.records import Say

RULES = {"expanded": "rule.power", "vertex": "rule.chain", "factored": "rule.product"}


def points(steps: int, letter: str = "x") -> Text:
    """x_1, x_2, ..."""
    return joined([written(f"{letter}_{step}") for step in range(1, steps + 1)])


def valued(steps: int, values: Sequence[Fraction]) -> Text:
    """x_1 = 3, x_2 = 5/2, ..."""
    return joined([written(f"x_{k} = {values[k - 1]}") for k in range(1, steps + 1)])


def update_key(parabola: Parabola, update: str) -> Text:
    """The derivative and the rule."""
    return joined([written(f"L_slope = {parabola.slope}"), written(f"x_next = {update}")])


def slope_line(parabola: Parabola, say: Say) -> Line:
    """L'(x), by the rule that its spelling asks for."""
    sides = dict.fromkeys((parabola.raw_slope, parabola.slope))
    plain = parabola.form == "vertex" and not parabola.vertex  # a multiple of x^2
    rule = RULES["expanded" if plain else parabola.form]
    return line(" = ".join(("L_slope", *sides)), say(rule))
