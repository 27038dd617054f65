"""Rules as text go in; their steps agree with loops written by hand, and mistakes have a place."""

from fractions import Fraction

import pytest

from symdescent.calculus.compilation import step
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.errors import FormulaError
from symdescent.language import parse
from symdescent.numeric.descent import Descent, Stop, descend
from symdescent.optimizers import GRADIENT_DESCENT, Rule
from symdescent.recurrence.exact_iterates import exact_iterates

ROSENBROCK = "100*(y - x^2)^2 + (1 - x)^2"
START = (-1.2, 1.0)
STEPS = 200
HEAVY_BALL = Rule(
    name="heavy ball",
    text="m = beta*m + g\nx = x - lr*m",
    settings={"beta": Fraction(9, 10), "lr": Fraction(1, 10_000)},
    memory={"m": Fraction(0)},
)
DECAYING = Rule(
    name="decaying",
    text="rate = lr/sqrt(t)  # by the step\nx = x - rate*g",
    settings={"lr": Fraction(1, 1000)},
)
ADAM_LIKE = Rule(
    name="two memories",
    text="""m = b1*m + (1 - b1)*g
v = b2*v + (1 - b2)*g^2
x = x - lr*(m/(1 - b1^t))/(sqrt(v/(1 - b2^t)) + eps)""",
    settings={
        "b1": Fraction(9, 10),
        "b2": Fraction(999, 1000),
        "lr": Fraction(1, 100),
        "eps": Fraction(1, 10**8),
    },
    memory={"m": Fraction(0), "v": Fraction(0)},
)


def slopes(x, y):
    return [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)]


def plain(t, g, memory):
    return 0.1 * 1e-2 * g, memory


def heavy_ball(t, g, memory):
    m = 0.9 * memory[0] + g
    return 1e-4 * m, (m,)


def decaying(t, g, memory):
    return 1e-3 / t**0.5 * g, memory


def adam_like(t, g, memory):
    m, v = 0.9 * memory[0] + 0.1 * g, 0.999 * memory[1] + 0.001 * g * g
    return 0.01 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8), (m, v)


RULES = [
    (GRADIENT_DESCENT.with_settings({"lr": Fraction(1, 1000)}), plain),
    (HEAVY_BALL, heavy_ball),
    (DECAYING, decaying),
    (ADAM_LIKE, adam_like),
]


def by_hand(rule, start):
    point, memories = list(start), [(0.0, 0.0)] * len(start)
    yield tuple(point)
    for t in range(1, STEPS + 1):
        moves = [rule(t, g, kept) for g, kept in zip(slopes(*point), memories, strict=True)]
        point = [x - move for x, (move, _) in zip(point, moves, strict=True)]
        memories = [kept for _, kept in moves]
        yield tuple(point)


@pytest.mark.parametrize(("rule", "loop"), RULES, ids=[rule.name for rule, _ in RULES])
def test_a_rule_walks_like_the_loop_written_by_hand(rule, loop):
    update = fuse(derive(build(parse(ROSENBROCK))), rule)
    memory = tuple(map(float, update.first_memory))
    run = descend(Descent(rule.name, ("x", "y"), step(update), START, memory), Stop(STEPS, 0.0))
    expected = list(by_hand(loop, START))
    assert len(run.points) == len(expected) == STEPS + 1
    for found, wanted in zip(run.points.tolist(), expected, strict=True):
        assert found == pytest.approx(wanted, rel=1e-9)


def test_inputs_and_outputs_stand_in_the_promised_order():
    update = fuse(derive(build(parse("x^2*y"))), ADAM_LIKE)
    assert len(update.inputs) == 2 + 2 * 2 + 1
    assert len(update.outputs) == 1 + 2 + 2 + 2 * 2
    assert update.first_memory == (0, 0, 0, 0)
    value, *rest = step(update).at((3.0, 5.0, 0.0, 0.0, 0.0, 0.0, 1))
    assert (value, rest[:2]) == (45.0, [30.0, 9.0])
    assert rest[4:] == pytest.approx([3.0, 0.9, 0.9, 0.081])


def test_a_rule_with_memory_walks_on_fractions():
    update = fuse(derive(build(parse("x^2"))), HEAVY_BALL.with_settings({"lr": Fraction(1, 4)}))
    found = exact_iterates(update, (Fraction(1),), 3)
    assert found == ((1,), (Fraction(1, 2),), (Fraction(1, 2) - Fraction(28, 10) / 4,))


def test_the_value_may_set_the_rate():
    """Polyak's rate L/g^2 on x^2 halves x at each step."""
    rule = Rule("by value", "x = x - L/g", {})
    found = exact_iterates(fuse(derive(build(parse("x^2"))), rule), (Fraction(1),), 4)
    assert found == ((1,), (Fraction(1, 2),), (Fraction(1, 4),), (Fraction(1, 8),))


def test_what_all_coordinates_share_is_one_line():
    update = fuse(derive(build(parse(ROSENBROCK))), ADAM_LIKE)
    powers = [e for _, e in update.assignments if update.inputs[-1] in e.free_symbols]
    assert [str(e) for e in powers] == ["1 - (9/10)**t", "1 - (999/1000)**t"]


def test_a_branch_that_does_not_hold_is_not_worked_out():
    """math.sqrt raises below zero; the first steps must not come near it."""
    rule = Rule("late", "x = x - lr*where(t > 5, sqrt(t - 5), 2)*g", {"lr": Fraction(1, 8)})
    scalars = step(fuse(derive(build(parse("x^2"))), rule)).scalars
    assert [scalars(1.0, t)[2] for t in (1, 5, 6, 9)] == [0.5, 0.5, 0.75, 0.5]


@pytest.mark.parametrize(
    ("text", "kind", "column"),
    [
        ("x = x - rate*g", "unknown_name", 8),
        ("x = x - lr*g +", "syntax", 14),
        ("x - lr*g", "syntax", 0),
        ("m = 2*g\nx = x - lr*q", "unknown_name", 19),
        ("x = sen(g)", "unknown_name", 4),
        ("", "empty", 0),
    ],
)
def test_a_mistake_in_a_rule_has_a_place(text, kind, column):
    rule = Rule("wrong", text, {"lr": Fraction(1)})
    with pytest.raises(FormulaError) as caught:
        fuse(derive(build(parse("x^2"))), rule)
    assert (caught.value.kind, caught.value.pos) == (kind, column)
