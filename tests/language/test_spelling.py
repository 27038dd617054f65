"""Trees back to text: the plain spelling reads back as the tree, the pretty one is printed."""

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symdescent.errors import FormulaError
from symdescent.language import parse, plain, pretty
from symdescent.language.names import FUNCTIONS
from symdescent.language.tree import (
    Call,
    Compare,
    Constant,
    Logic,
    Name,
    Negative,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
)

PRETTY = [
    ("1/2*(x-4)^2", "½(x − 4)²"),
    ("9/10*x + 2/5", "9/10·x + 2/5"),
    ("100*(y-x^2)^2 + (1-x)^2", "100(y − x²)² + (1 − x)²"),
    ("x1^2 + x_12", "x₁² + x₁₂"),
    ("theta*x + x_max*speed", "θx + x_max·speed"),
    ("sqrt(x^2+1) + sqrt(x)", "√(x² + 1) + √x"),
    ("abs(x-1)*abs(abs(x))", "|x − 1|·abs(|x|)"),
    ("exp(x) + e^-x + exp(-x^2)", "eˣ + e⁻ˣ + exp(−x²)"),
    ("x^(1/2) + x^y^2", "x^(1/2) + x^(y²)"),
    ("2*pi*x*y^2", "2πxy²"),
    ("-x^2 - (-x)", "−x² − (−x)"),
    ("x*(x-1)*(x-2)", "x·(x − 1)(x − 2)"),
    ("x/(2*y)/z", "x/(2y)/z"),
    ("2^3*x*3", "2³·x·3"),
    ("0.10*x", "0.10x"),
    ("where(x >= 0, x, -x)", "{x if x ≥ 0, else −x}"),
    ("norm(x, y)", "‖(x, y)‖"),
    ("sin(x)^2*cos(2*x)", "sin(x)²·cos(2x)"),
]


@pytest.mark.parametrize(("text", "printed"), PRETTY)
def test_pretty(text, printed):
    assert pretty(parse(text).tree) == printed


def number(value):
    return Number(Fraction(value), "", 0, 0)


def name(word):
    return Name(word, 0, 0)


FOREIGN = [
    (number("1/2"), "½", "0.5"),
    (number("9/10"), "9/10", "0.9"),
    (number(-3), "−3", "-3"),
    (number("-1/3"), "−⅓", "-1/3"),
    (Product((number("1/2"), name("x")), (False, False), 0, 0), "½x", "0.5*x"),
    (Product((number("9/10"), name("x")), (False, False), 0, 0), "9/10·x", "0.9*x"),
    (Product((number("1/3"), name("x")), (False, False), 0, 0), "⅓x", "(1/3)*x"),
    (Product((number(-2), name("x")), (False, False), 0, 0), "(−2)x", "(-2)*x"),
    (Sum((name("x"), number(-3)), 0, 0), "x − 3", "x + (-3)"),
    (Power(number("9/10"), name("k"), 0, 0), "(9/10)ᵏ", "0.9^k"),
    (Power(number(-2), number(2), 0, 0), "(−2)²", "(-2)^2"),
    (Power(name("x"), number("1/2"), 0, 0), "x^½", "x^0.5"),
]


@pytest.mark.parametrize(("tree", "printed", "typed"), FOREIGN, ids=lambda value: str(value)[:12])
def test_trees_that_nobody_typed(tree, printed, typed):
    assert (pretty(tree), plain(tree)) == (printed, typed)


def structure(node):
    """The tree without columns and without the ways in which a number can be written."""
    if isinstance(node, tuple):
        return tuple(structure(part) for part in node)
    if isinstance(node, Number):
        return node.value
    if not dataclasses.is_dataclass(node):
        return node
    kept = [f.name for f in dataclasses.fields(node) if f.name not in ("start", "end", "text")]
    return (type(node).__name__, *[structure(getattr(node, field)) for field in kept])


NUMBERS = st.builds(
    lambda value, places: number(Fraction(value, 10**places)),
    st.integers(0, 999),
    st.integers(0, 3),
)
NAMES = st.sampled_from(["x", "y", "x_1", "theta", "rate", "k2"]).map(name)
LEAVES = NUMBERS | NAMES | st.sampled_from(["pi", "e"]).map(lambda word: Constant(word, 0, 0))


def several(parts, least=2):
    return st.lists(parts, min_size=least, max_size=4).map(tuple)


def products(parts):
    def make(factors, flags):
        return Product(factors, (False, *flags[: len(factors) - 1]), 0, 0)

    return st.builds(make, several(parts), st.lists(st.booleans(), min_size=3, max_size=3))


def calls(parts):
    single = [f for f in FUNCTIONS if FUNCTIONS[f].least == 1]
    pairs = [f for f in FUNCTIONS if FUNCTIONS[f].most > 1 and f != "log"]
    return st.builds(lambda f, x: Call(f, (x,), 0, 0), st.sampled_from(single), parts) | st.builds(
        lambda f, x, y: Call(f, (x, y), 0, 0), st.sampled_from(pairs), parts, parts
    )


def pieces(parts):
    signs = st.sampled_from(["<", "<=", ">", ">="])
    simple = st.builds(lambda s, a, b: Compare(s, a, b, 0, 0), signs, parts, parts)
    joined = st.builds(
        lambda o, a, b: Logic(o, (a, b), 0, 0), st.sampled_from(["and", "or"]), simple, simple
    )
    tests = simple | joined | joined.map(lambda test: Logic("not", (test,), 0, 0))
    branches = st.lists(st.tuples(parts, tests), min_size=1, max_size=3).map(tuple)
    return st.builds(lambda b, o: Piecewise(b, o, 0, 0), branches, st.none() | parts)


TREES = st.recursive(
    LEAVES,
    lambda parts: (
        several(parts).map(lambda terms: Sum(terms, 0, 0))
        | products(parts)
        | st.builds(lambda a, b: Power(a, b, 0, 0), parts, parts)
        | parts.map(lambda part: Negative(part, 0, 0))
        | calls(parts)
        | pieces(parts)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(derandomize=True, max_examples=300, deadline=None)
@given(TREES)
def test_plain_reads_back_as_the_same_tree(tree):
    text = plain(tree)
    assert text.isascii()
    sentence = read_without_arithmetic(text)
    if sentence is not None:
        assert structure(sentence) == structure(tree)
    assert pretty(tree)


def read_without_arithmetic(text):
    """The tree, unless the formula divides by zero or is otherwise without value."""
    try:
        return parse(text).tree
    except FormulaError as error:
        assert error.kind in ("domain", "not_real", "too_large"), (text, error)
        return None
