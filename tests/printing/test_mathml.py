"""MathML is well-formed, keeps to its core, and says what the trees say: read as a person reads."""

import math
import random
import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from typing import get_args

import pytest

from symdescent import example
from symdescent.language import parse
from symdescent.language import tree as t
from symdescent.language.notation import (
    Chain,
    Combined,
    Function,
    Hatted,
    Indexed,
    Matrix,
    Nabla,
    Over,
    Pending,
    Point,
    Raised,
    Relation,
    Slope,
    Starred,
    Symbolic,
    Written,
)
from symdescent.printing.mathml import SPELLER, halves, inline
from symdescent.printing.text import text as text_of
from tests.language import tree_values
from tests.printing import mathml_reader

AT = {"x": 0.75, "y": -1.25, "θ": 0.5, "x_1": 1.5, "rate": 0.3, "x_k": 0.4, "x_k+1": 0.9}
TYPED = {"x": 0.75, "y": -1.25, "theta": 0.5, "x1": 1.5, "rate": 0.3}
CALLS = {**tree_values.CALLS, "max": lambda *xs: max(xs), "L": lambda x: 10 * x}
X, Y, K = t.Name("x", 0, 0), t.Name("y", 0, 0), t.Name("k", 0, 0)


def n(value, text=""):
    return t.Number(Fraction(value), text, 0, 0)


def read(written):
    return mathml_reader.read(inline(written), AT, CALLS)


FORMULAS = [
    "1/2*(x-4)^2",
    "1/2x*3",
    "x/(2/3)",
    "2*(1/2)*x",
    "x*(1/2)^2",
    "-x^2 - (-x) + (x - (y - 1))",
    "(-x)^3*(-2)",
    "x1^2*theta - rate*x1",
    "(x^2)^3 + 2^x^2",
    "sqrt(x)^2 - cbrt(y)^3 + root(x, 5)",
    "sin(x)^2 + cos(x)^-1 + sin(x)^1 + tan(x)^y",
    "exp(-x^2)*exp(x) + e^(x*y) + pi",
    "abs(x - y)^2 + norm(x, y) + hypot(x, y) + dot(x, y, x, 2)",
    "log(x) + log10(x) + log2(x) + atan2(y, x) + asin(x)",
    "min(x, y, 1) - max(x, y)",
    "x/y/theta*x1/rate",
    "(x + y)*(x - y)/(x*y + 1)/(2*x)",
    "0.1x + 1e-9 + 2.5e12 + 0.00000125y + 123456.5",
    "where(x < y, x, where(x > 1 or not x > 0.5 and y < 0, 2, 3))",
    "piecewise((x, (x > 1 or y > 1) and x < 2), (y, x >= 0))",
    "1/x^2 + (x/y)^2 + (1/3)^x",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas(text):
    tree = parse(text).tree
    assert read(tree) == pytest.approx(tree_values.value(tree, TYPED), rel=1e-12)


def grown(dice, depth):
    """A random tree, of formulas and of what stands beside them on paper."""
    if depth == 0:
        return dice.choice([X, Y, n(2), n("1/2"), n(-3), n("0.25", "0.25"), n("-2/3"), n(10)])
    inside = [grown(dice, depth - 1) for _ in range(3)]
    if dice.random() < 0.2:
        return grown(dice, 0)
    return dice.choice(MADE)(inside, dice)


MADE = (
    lambda parts, dice: t.Negative(parts[0], 0, 0),
    lambda parts, dice: t.Sum(tuple(parts[: dice.randint(2, 3)]), 0, 0),
    lambda parts, dice: t.Product(
        tuple(parts), (dice.random() < 0.2, *(dice.random() < 0.4 for _ in parts[1:])), 0, 0
    ),
    lambda parts, dice: t.Power(parts[0], n(dice.choice([2, 3, -1, -2])), 0, 0),
    lambda parts, dice: t.Call(dice.choice(["sin", "exp", "abs", "max"]), (parts[0],), 0, 0),
    lambda parts, dice: Chain(tuple(parts[: dice.randint(1, 3)])),
    lambda parts, dice: Combined(tuple((dice.random() < 0.5, part) for part in parts)),
    lambda parts, dice: Raised(parts[0], n(2)),
    lambda parts, dice: Over(parts[0], parts[1]),
)


def value(node):
    """The value of what is no formula; a formula's parts may be such."""
    match node:
        case Chain(factors):
            return math.prod(map(value, factors))
        case Combined(terms):
            return sum(value(term) if plus else -value(term) for plus, term in terms)
        case Raised(base, exponent):
            return value(base) ** value(exponent)
        case Over(top, bottom):
            return value(top) / value(bottom)
    return of_formula(node)


def of_formula(node):
    match node:
        case t.Negative(operand):
            return -value(operand)
        case t.Sum(terms):
            return sum(map(value, terms))
        case t.Product(factors, divides):
            pairs = zip(map(value, factors), divides, strict=True)
            return math.prod(1 / x if d else x for x, d in pairs)
        case t.Power(base, exponent):
            return value(base) ** value(exponent)
        case t.Call(function, arguments):
            return CALLS[function](*map(value, arguments))
    return tree_values.value(node, TYPED)


def computable(tree):
    try:
        return abs(value(tree)) < 1e12
    except (ArithmeticError, ValueError):
        return False


def trees(count, seed):
    dice = random.Random(seed)
    found = []
    while len(found) < count:
        tree = grown(dice, 3)
        found += [tree] * computable(tree)
    return found


@pytest.mark.slow
def test_random_trees_read_as_their_values():
    for tree in trees(600, 5):
        assert read(tree) == pytest.approx(value(tree), rel=1e-8, abs=1e-8), inline(tree)


@pytest.mark.slow
def test_a_missing_bracket_is_noticed():
    """Without their brackets, most of the trees that have some say something else."""
    told = [tree for tree in trees(400, 6) if ">(<" in inline(tree)]
    lost = 0
    for tree in told:
        text = inline(tree)
        without = re.sub(r'<mo( stretchy="false")?>[()]</mo>', "", text)
        try:
            lost += mathml_reader.read(without, AT, CALLS) != pytest.approx(value(tree), rel=1e-8)
        except (AssertionError, ArithmeticError, IndexError, KeyError):
            lost += 1
    assert lost > 0.7 * len(told) > 100


SHOWN = [
    (Pending(X, "x"), "<mfrac>", "d"),
    (Pending(X, "x1", partial=True), "<mfrac>", "∂"),
    (Function("L", (X,), primes=2), "<msup>", "″"),
    (Slope("L", ("x",)), "<mfrac>", "∂"),
    (Slope("L", ("x", "x")), "<msup>", "∂"),
    (Slope("L", ("x", "y")), "<msup>", "∂"),
    (Nabla(Function("L", (X, Y)), 2), "<msup>", "∇"),
    (Matrix(((X, Y), (n(1), n(2)))), "<mtable>", "("),
    (Point((X, Y)), "<mrow>", ","),
    (Starred(Indexed(X, K)), "<msubsup>", "∗"),
    (Hatted(X), "<mover", "^"),
    (Symbolic("eta"), "<mi>", "η"),
    (Symbolic("reals"), "<mi>", "ℝ"),
]


@pytest.mark.parametrize(("written", "tag", "sign"), SHOWN)
def test_what_is_no_formula(written, tag, sign):
    text = inline(written)
    seen = ET.fromstring(text)
    assert {node.tag for node in seen.iter()} <= mathml_reader.CORE
    assert tag in text
    assert sign in "".join(seen.itertext())


def test_every_kind_of_mathematics_is_spelt():
    assert set(get_args(Written)) <= set(SPELLER.table)


def test_an_index_behind_an_index():
    """x_{1,k}, not x_1 with an index below its own."""
    seen = mathml_reader.tokens(ET.fromstring(inline(Indexed(t.Name("x1", 0, 0), K))))
    assert seen == [("mi", "x_1,k", None)]
    seen = mathml_reader.tokens(ET.fromstring(inline(Indexed(X, t.Sum((K, n(1)), 0, 0)))))
    assert seen == [("mi", "x_k+1", None)]


def test_an_exponent_above_an_index():
    square = t.Power(Indexed(X, K), n(2), 0, 0)
    assert read(square) == pytest.approx(0.16)
    assert read(t.Power(t.Name("x1", 0, 0), n(3), 0, 0)) == pytest.approx(1.5**3)
    assert inline(square).startswith("<math><msubsup><mi>x</mi>")


def test_the_first_steps_of_an_example_read_as_what_they_come_to():
    """x_2 = 13 - 1/10 (13 - 4) = 121/10, from the document's MathML alone."""
    told = example("1/2*(x-4)^2", start="14", rate="1/10", steps=9).document
    lines = [line for block in told.blocks[1].blocks for line in getattr(block, "lines", ())]
    steps = [line.written for line in lines if re.match("x[₁₂₃] = ", text_of(line.written))]
    found = [halves(step)[1] for step in steps]
    values = [mathml_reader.relations(f"<math>{sides}</math>", {}, {}) for sides in found]
    assert values == [pytest.approx([x, x]) for x in (13, 12.1, 11.29)]


def test_relations_are_read_side_by_side():
    step = t.Product((n("9/10"), Indexed(X, K)), (False, False), 0, 0)
    told = Relation((step, Combined(((True, n("0.36", "0.36")),)), n("9/25")), ("=", "="))
    assert mathml_reader.relations(inline(told), AT, CALLS) == pytest.approx([0.36] * 3)
    first, rest = halves(told)
    assert inline(told) == f"<math><mrow>{first}{rest.removeprefix('<mrow>')}</math>"


def test_a_chain_that_goes_on_has_no_first_side():
    first, rest = halves(Relation((Chain(()), X), ("=",)))
    assert (first, rest) == ("", "<mrow><mo>=</mo><mi>x</mi></mrow>")


HOSTILE = ["<script>", "a&b", 'x"y', "x\x0by", "]]>", "<!--", "\ud800"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_become_a_tag(name):
    seen = ET.fromstring(inline(Relation((t.Name(name, 0, 0), Function(name, (X,))), ("=",))))
    assert {node.tag for node in seen.iter()} <= mathml_reader.CORE
    assert name.translate({0x0B: 0xFFFD, 0xD800: 0xFFFD}) in [node.text for node in seen.iter()]
