"""The first steps with their numbers put in: against hand arithmetic."""

from fractions import Fraction

import pytest

from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.language import parse, pretty
from symdescent.language.notation import Indexed, Relation
from symdescent.language.tree import Name
from symdescent.optimizers import GRADIENT_DESCENT, Rule
from symdescent.optimizers.catalogue import find
from symdescent.recurrence.exact_iterates import exact_iterates
from symdescent.recurrence.first_steps import first_steps, number

HEAVY = find("momentum").rule.with_settings({"momentum": Fraction(2, 5), "lr": Fraction(1, 10)})
LOOKING = find("nesterov").rule.with_settings({"momentum": Fraction(1, 2), "lr": Fraction(1, 10)})
TENTH = GRADIENT_DESCENT.with_settings({"lr": Fraction(1, 10)})


def computed(text, rule, start, count=3):
    derivation = derive(build(parse(text)))
    start = tuple(map(Fraction, start))
    iterates = exact_iterates(fuse(derivation, rule), start, count + 1)
    return first_steps(derivation, rule, iterates, count)


def told(lines):
    return [f"{x.name}{x.step} = {pretty(x.tree)} = {x.value}" for x in lines]


def test_the_example():
    assert told(computed("1/2*(x-4)^2", TENTH, [14])) == [
        "x1 = 14 − 1/10·(14 − 4) = 13",
        "x2 = 13 − 1/10·(13 − 4) = 121/10",
        "x3 = 121/10 − 1/10·(121/10 − 4) = 1129/100",
    ]


def test_each_coordinate_starts_from_the_old_point():
    assert told(computed("x^2*y - y", TENTH, [1, 2], 1)) == [
        "x1 = 1 − 1/10·(2·1·2) = 3/5",
        "y1 = 2 − 1/10·(1² − 1) = 2",
    ]


def test_a_memory_has_lines_of_its_own():
    assert told(computed("1/2*(x-4)^2", HEAVY, [14], 2)) == [
        "v1 = 2/5·0 − 1/10·(14 − 4) = -1",
        "x1 = 14 − 1 = 13",
        "v2 = 2/5·(−1) − 1/10·(13 − 4) = -13/10",
        "x2 = 13 − 13/10 = 117/10",
    ]


def test_a_slope_that_is_used_twice_is_a_line():
    assert told(computed("x^2 + y^2", LOOKING, [1, -2], 1)) == [
        "g_x1 = 2·1 = 2",
        "b_x1 = ½·0 + 2 = 2",
        "x1 = 1 − 1/10·(2 + ½·2) = 7/10",
        "g_y1 = 2(−2) = -4",
        "b_y1 = ½·0 − 4 = -4",
        "y1 = −2 − 1/10·(−4 + ½(−4)) = -7/5",
    ]


def test_as_mathematics():
    [line] = computed("1/2*(x-4)^2", TENTH, [14], 1)
    left = Indexed(Name("x", 0, 0), number(Fraction(1)))
    assert line.written == Relation((left, line.tree, number(Fraction(13))), ("=", "="))
    copied = Rule("copy", "y = x - g/2\nx = y", {"lr": Fraction(1)})
    assert [len(x.written.sides) for x in computed("x^2/2", copied, [4], 1)] == [3, 2]


@pytest.mark.parametrize(
    ("text", "rule", "start"),
    [
        ("sin(x)", TENTH, [1]),
        ("x^2", find("adam").rule, [1]),
        ("x^2 + y^2", Rule("norm", "x = x - lr*g/norm(g)", {"lr": Fraction(1)}), [3, 4]),
        ("x^4", TENTH, [Fraction(1, 97)]),
        ("-1/x", GRADIENT_DESCENT.with_settings({"lr": Fraction(1)}), [1]),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_left_out(text, rule, start):
    assert computed(text, rule, start) == ()


def test_lines_that_do_not_arrive_are_not_shown():
    derivation = derive(build(parse("1/2*(x-4)^2")))
    right = [(Fraction(14),), (Fraction(13),)]
    assert first_steps(derivation, TENTH, right, 1) != ()
    assert first_steps(derivation, TENTH, [right[0], (Fraction(12),)], 1) == ()
