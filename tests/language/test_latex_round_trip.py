"""LaTeX that others write is read back: sympy's printer in its styles, and our own writer."""

import math
import random

import pytest
import sympy as sp
from hypothesis import given, settings
from test_spelling import TREES
from tree_values import value

from symdescent.errors import FormulaError
from symdescent.language import parse, plain
from symdescent.printing.latex import latex

X, Y, X1, THETA = LETTERS = sp.symbols("x y x_1 theta", real=True)
STYLES = (
    {},
    {"fold_short_frac": True},
    {"mul_symbol": "dot"},
    {"mul_symbol": "times"},
    {"inv_trig_style": "full"},
    {"inv_trig_style": "power"},
    {"ln_notation": True},
    {"mode": "equation"},
    {"mode": "inline"},
    {"itex": True, "mode": "equation"},
    {"fold_frac_powers": True},
    {"fold_func_brackets": True},
    {"long_frac_ratio": 2},
    {"root_notation": False},
    {"decimal_separator": "comma"},
)
# What has no value at a point; AttributeError: no case of a piecewise function holds.
UNDEFINED = (ValueError, TypeError, ZeroDivisionError, OverflowError, AttributeError)
FUNCTIONS = (
    sp.sin,
    sp.cos,
    sp.exp,
    sp.tanh,
    sp.atan,
    sp.sinh,
    sp.asinh,
    sp.sech,
    sp.sign,
    sp.Abs,
    lambda u: sp.log(u**2 + 2) ** 2,
    lambda u: sp.sqrt(u**2 + X**2),
    lambda u: (u**2 + 1) ** sp.Rational(1, 3),
    lambda u: sp.Rational(2, 3) ** u,
    lambda u: sp.Piecewise((u, X > 0), (u**2, True)),
    lambda u: sp.Piecewise((u, (X > 0) & (Y < 1)), (u**2, X <= 0), (1, True)),
)
JOINTS = (
    lambda u, v: u + v,
    lambda u, v: u - v,
    lambda u, v: u * v,
    lambda u, v: u / (v**2 + 1),
    lambda u, v: u**2 * v**-1,
    sp.Max,
    sp.Min,
)


def expression(draw, depth):
    """A random expression of sympy."""
    if depth == 0 or draw.random() < 0.15:
        leaves = [sp.Integer(draw.randint(-4, 5)), sp.Rational(draw.randint(1, 7), 3), sp.pi, sp.E]
        return draw.choice([*LETTERS, *LETTERS, *leaves, sp.Float(draw.choice([0.5, 2e-7, 3e12]))])
    one = expression(draw, depth - 1)
    if draw.random() < 0.5:
        return draw.choice(FUNCTIONS)(one)
    return draw.choice(JOINTS)(one, expression(draw, depth - 1))


def printed(seed):
    """A formula, the LaTeX that sympy prints for it, and what draws points."""
    draw = random.Random(seed)
    found = expression(draw, draw.randint(1, 4))
    return found, sp.latex(found, **draw.choice(STYLES)), draw


@pytest.mark.long_beyond(3)
@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_what_sympy_prints_is_read_back(block):
    compared = 0
    for seed in range(40 * block, 40 * block + 40):
        wanted, tex, draw = printed(seed)
        if not wanted.free_symbols or wanted.has(sp.zoo, sp.nan, sp.oo, sp.I):
            continue
        try:
            found = parse(tex, notation="latex")
        except FormulaError as error:
            assert error.kind in ("domain", "too_large", "not_real"), (tex, str(error))
            continue
        assert set(found.names) == {str(symbol) for symbol in wanted.free_symbols}, tex
        compared += sum(agrees(wanted, found.tree, tex, draw) for _ in range(4))
    assert compared > 60


def agrees(wanted, tree, tex, draw):
    """Whether the two could be compared at a point; they must be equal there."""
    point = {symbol: draw.uniform(-2, 2) for symbol in wanted.free_symbols}
    one = complex(wanted.subs(point).n())
    try:
        other = value(tree, {str(symbol): number for symbol, number in point.items()})
    except (ValueError, ZeroDivisionError, OverflowError):
        return False
    if abs(one.imag) > 1e-9 or isinstance(other, complex) or not abs(one) < 1e100:
        return False
    assert math.isclose(one.real, other, rel_tol=1e-6, abs_tol=1e-6), (tex, plain(tree))
    return True


@pytest.mark.slow
@settings(derandomize=True, max_examples=300, deadline=None)
@given(TREES)
def test_what_we_print_is_read_back(tree):
    """Names apart that print alike: k2 is printed as k_2."""
    tex = latex(tree)
    try:
        text = parse(plain(tree).replace("k2", "k_2"))
        found = parse(tex, notation="latex")
    except FormulaError as error:
        assert error.kind in ("domain", "not_real", "too_large"), (tex, str(error))
        return
    draw = random.Random(3)
    for _ in range(5):
        point = {name: draw.uniform(0.2, 2) for name in {*text.names, *found.names}}
        try:
            one, other = value(text.tree, point), value(found.tree, point)
        except UNDEFINED:
            continue
        if not isinstance(one, complex) and math.isfinite(one):
            assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9), tex
