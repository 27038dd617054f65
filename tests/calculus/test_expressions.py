"""Sympy's expressions as formulas, against sympy's own values of them, by mpmath."""

import random
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp

import symdescent
from symdescent.calculus.expressions import TABLE, read, text_of
from symdescent.errors import FormulaError, InputError, SymdescentError
from symdescent.language import parse

x, y, n = sp.symbols("x y n")
NAMES = sp.symbols("x y theta x_1 lamda w", real=True)
UNARY = (
    *(sp.exp, sp.log, sp.sqrt, sp.sin, sp.cos, sp.tan, sp.sec, sp.csc, sp.cot, sp.asin, sp.acos),
    *(sp.atan, sp.acot, sp.sinh, sp.cosh, sp.tanh, sp.sech, sp.csch, sp.coth, sp.asinh, sp.acosh),
    *(sp.atanh, sp.Abs, sp.sign, sp.Heaviside, sp.cbrt, sp.acsc, sp.asec, sp.acsch),
    *(lambda e: e**2, lambda e: e**3, lambda e: 1 / e, lambda e: e ** sp.Rational(-3, 2)),
    *(lambda e: -e, lambda e: sp.log(e, 3), lambda e: sp.UnevaluatedExpr(e)),
)
BINARY = (
    *(lambda a, b: a + b, lambda a, b: a * b, lambda a, b: a - b, lambda a, b: a / b),
    *(lambda a, b: sp.Mul(a, b, evaluate=False), lambda a, b: sp.Add(b, a, evaluate=False)),
)
COMPARING = (  # of what is short: sympy takes its time to compare
    *(sp.Max, sp.Min, sp.atan2),
    lambda a, b: sp.Piecewise((a, a < b), (b, True)),
    lambda a, b: sp.Piecewise((a, (b > 0) & (a <= 1)), (b, (a > 2) | (b <= -1)), (a * b, True)),
    lambda a, b: sp.Piecewise((a, sp.ITE(a > 1, b > 0, b < 1)), (2 * b, ~(a < 0)), (b, True)),
)
SPELLED = {  # an expression, and how a person would type it
    x**2 - 4 * x: "x^2 - 4*x",
    (x - 4) ** 2 / 2: "(x - 4)^2/2",
    (1 - x) ** 2 + 100 * (y - x**2) ** 2: "(1 - x)^2 + 100*(y - x^2)^2",
    sp.Rational(1, 10) * x**2: "x^2/10",
    sp.Float("0.1") * x**2: "0.1*x^2",
    -2 / (3 * x): "-2/3/x",
    x ** sp.Rational(2, 3): "x^(2/3)",
    1 / sp.sqrt(x): "1/sqrt(x)",
    sp.E * x + sp.pi: "exp(1)*x + pi",
    sp.log(x, 2): "log(x)/log(2)",
    sp.sech(x) + sp.acot(y): "atan(1/y) + 1/cosh(x)",
    sp.Sum(n * x**n, (n, 1, 3)): "x + 2*x^2 + 3*x^3",
    sp.Product(x - n, (n, 1, 2)): "(x - 1)*(x - 2)",
    sp.Piecewise((x**2, x < 1), (1, True)): "where(x < 1, x^2, 1)",
    sp.Piecewise((x**2, x > 0)): "piecewise((x^2, x > 0))",
    sp.Symbol("lamda") * sp.Symbol("theta_1"): "lambda*theta_1",
    sp.Symbol("x_{12}") ** 2 + sp.Symbol("θ") ** 2: "x_12^2 + theta^2",
    sp.Symbol("e") ** 2: "L(e) = e^2",
    x * sp.Symbol("xy"): "x*xy",
}
REFUSED = {  # what has no word here, and what the mistake names
    sp.Derivative(x**2, x): ("Derivative", "doit()"),
    sp.Integral(x**2, x): ("Integral", "doit()"),
    sp.Matrix([[x**2]]).as_immutable(): ("Matrix", "M[0, 0]"),
    sp.MatrixSymbol("A", 2, 2): ("MatrixSymbol", "M[0, 0]"),
    sp.I * x: ("imaginary unit", "real"),
    sp.Function("f")(x) + x: ("f(x)", "formula in its place"),
    sp.Eq(x, 1): ("equation", "(left - right)**2"),
    x < 1: ("condition", "box="),
    x + sp.zoo: ("infinite", "division by zero"),
    sp.gamma(x): ("gamma", "there are exp, log"),
    sp.floor(x) ** 2: ("floor", "there are exp, log"),
    sp.Poly(x**2, x): ("Poly", "as_expr()"),
    sp.Lambda(x, x**2): ("Lambda", "function.expr"),
    sp.IndexedBase("x")[1] ** 2: ("x[1]", "sympy.Symbol('x_1')"),
    sp.Sum(x**n, (n, 1, y)): ("Sum", "subs(n, 10)"),
    sp.Sum(x**n, (n, 1, 10**6)): ("10000 terms", ""),
    sp.Symbol("x y") ** 2: ("x y", "rename it"),
    sp.Symbol("n", integer=True) ** 2: ("integer", "sympy.Symbol('n')"),
    sp.Symbol("z", imaginary=True) ** 2: ("no real number", ""),
    x + sp.Symbol("x", real=True): ("two symbols are called x", ""),
    sp.re(x) ** 2: ("not known to be real", "real=True"),
    sp.Tuple(x, y): ("Tuple", ""),
    sp.true: ("BooleanTrue", ""),
}


def drawn(chance, depth):
    """A random expression."""
    if depth == 0 or chance.random() < 0.1:
        number = sp.Rational(chance.randint(-5, 5), chance.randint(1, 4))
        leaves = (*NAMES[: chance.randint(1, 6)], number, sp.Float(str(chance.random())[:5]), sp.pi)
        return chance.choice(leaves)
    kind = chance.random()
    if kind < 0.45:
        return chance.choice(UNARY)(drawn(chance, depth - 1))
    if kind < 0.6:
        return chance.choice(COMPARING)(short(chance), short(chance))
    return chance.choice(BINARY)(drawn(chance, depth - 1), drawn(chance, depth - 1))


def short(chance):
    """A line, or a square."""
    number = sp.Rational(chance.randint(-5, 5), chance.randint(1, 4))
    return number * chance.choice(NAMES) ** chance.randint(1, 2) + chance.randint(-2, 2)


def called(expression, symbols):
    """Sympy's function of the expression, on numbers of mpmath."""
    step = {"Heaviside": lambda at, middle=0.5: middle if at == 0 else float(at > 0)}
    return sp.lambdify(symbols, expression, [step, "mpmath"])


def own_value(function, at):
    """Its value at 40 digits; None where it is no finite real number."""
    try:
        value = mpmath.mpmathify(function(*map(mpmath.mpf, at)))
    except (ArithmeticError, ValueError, TypeError, AttributeError):
        return None
    known = mpmath.im(value) == 0 and mpmath.isfinite(value) and abs(value) < 1e100
    return mpmath.re(value) if known else None


def own_slope(function, at, place):
    """The slope by differences to both sides, at 40 digits; None where these are not the same."""
    width = mpmath.mpf(10) ** -15
    values = [
        own_value(function, [x + k * width * (i == place) for i, x in enumerate(at)])
        for k in (-1, 0, 1)
    ]
    if None in values:
        return None
    left, right = (values[1] - values[0]) / width, (values[2] - values[1]) / width
    return (left + right) / 2 if abs(left - right) <= 1e-9 * (1 + abs(left)) else None


def compared(expression, chance):
    """How many values and slopes of an expression were compared, all of them equal."""
    objective = symdescent.objective(expression)
    symbols = {symbol.name.replace("lamda", "lambda"): symbol for symbol in expression.free_symbols}
    assert set(objective.names) == set(symbols)
    function, count = called(expression, [symbols[name] for name in objective.names]), 0
    for _ in range(3):
        at = [chance.uniform(-3, 3) for _ in objective.names]
        with mpmath.workdps(40):
            value = own_value(function, at)
            slopes = [own_slope(function, at, place) for place in range(len(at))]
        found = objective.value(at)
        if value is None or not np.isfinite(found):
            continue
        assert found == pytest.approx(float(value), rel=1e-7, abs=1e-9), expression
        pairs = zip(slopes, objective.gradient(at).tolist(), strict=True)
        pairs = [(own, ours) for own, ours in pairs if own is not None and np.isfinite(ours)]
        for own, ours in pairs:
            assert ours == pytest.approx(float(own), rel=1e-6, abs=1e-8), expression
        count += 1 + len(pairs)
    return count


def agree(many, seed):
    """Random expressions until so many have been compared; how many values and slopes were."""
    chance, seen, count = random.Random(seed), 0, 0
    while seen < many:
        try:
            expression = drawn(chance, chance.randint(1, 3))
        except (TypeError, ValueError):  # sympy compares with a pole or a complex number
            continue
        try:
            if not expression.free_symbols or expression.has(sp.nan, sp.zoo, sp.oo, sp.I):
                continue
            found = compared(expression, chance)
        except SymdescentError as mistake:  # a constant, or a log of a negative number
            assert mistake.kind in ("no_variable", "domain", "not_real", "too_large"), expression
            continue
        seen += found > 0
        count += found
    return count


@pytest.mark.slow
def test_values_and_slopes_are_those_of_sympy():
    assert agree(60, seed=1) > 200


@pytest.mark.slow
@pytest.mark.parametrize("count", [100, pytest.param(1_000, marks=pytest.mark.long)])
def test_values_and_slopes_of_many_are_those_of_sympy(count):
    assert agree(count, seed=2) > 4 * count


def test_a_wrong_table_would_be_found(monkeypatch):
    wrong = {**TABLE, sp.sin: TABLE[sp.cos]}
    monkeypatch.setattr("symdescent.calculus.expressions.TABLE", wrong)
    with pytest.raises(AssertionError):
        compared(sp.sin(x) + x, random.Random(3))


def test_an_expression_is_spelled_as_a_person_would_and_reads_back():
    for expression, text in SPELLED.items():
        found = symdescent.parse(expression)
        assert found.text == text_of(expression) == text
        again = symdescent.parse(text)
        assert (again.expression, again.variables) == (found.expression, found.variables)
        assert found.sentence.tree == parse(text).tree


def test_variables_stand_in_the_order_of_our_reader():
    names = "x10 x2 b a theta".split()
    found = symdescent.parse(sp.Add(*sp.symbols(names)))
    assert [s.name for s in found.variables] == ["a", "b", "theta", "x2", "x10"]
    assert found.variables == symdescent.parse("+".join(names)).variables


def test_what_has_no_word_here_is_refused_by_name():
    for expression, (what, hint) in REFUSED.items():
        with pytest.raises(InputError) as caught:
            symdescent.minimum(expression)
        assert what in caught.value.message, expression
        assert hint in caught.value.hint, expression
    with pytest.raises(InputError, match="Matrix"):
        symdescent.minimum(sp.Matrix([[x]]))


def test_what_is_read_otherwise_than_it_was_meant_is_noted():
    p = sp.Symbol("p", positive=True)
    [note] = symdescent.parse(sp.sqrt(p**2)).notes
    assert "p is positive" in note and 'box="p>=0"' in note
    [note] = symdescent.parse(0.1 * x + sp.Float("1.25") + 2.0 * y).notes
    assert note.endswith("0.1 as 1/10, 1.25 as 5/4")
    assert symdescent.parse(0.1 * x).expression == x_real() / 10
    assert symdescent.parse(sp.Float("0.1", 50) * x).expression == x_real() / 10
    assert symdescent.parse(sp.log(x) + x / 2).notes == ()


def x_real():
    return sp.Symbol("x", real=True)


def test_numbers_alone_have_nothing_to_minimise():
    for number in (sp.Integer(5), sp.pi, sp.Rational(1, 3), sp.Float(2.5)):
        with pytest.raises(FormulaError) as caught:
            symdescent.minimum(number)
        assert caught.value.kind == "no_variable"
    for other in (5, None, [x], 2.5):
        with pytest.raises(FormulaError, match="a formula is text"):
            symdescent.minimum(other)


def test_deep_expressions_end_in_words():
    deep = x
    for _ in range(3_000):
        deep = sp.Mul(-1, sp.sin(deep, evaluate=False), evaluate=False)
    with pytest.raises(SymdescentError) as caught:
        read(deep)
    assert caught.value.kind == "too_large"


@pytest.mark.slow
def test_an_expression_is_taken_wherever_a_text_is():
    a = sp.Symbol("a")
    parabola, plane = (x - 4) ** 2 / 2, x**2 + 9 * y**2
    assert symdescent.minimum(x**2 - 4 * x).points == ((2,),)
    assert symdescent.minimum(a * x**2 - x, let={a: 2}, box={x: (0, 1)}).points == (
        (sp.Rational(1, 4),),
    )
    assert symdescent.search(parabola).minimum.points == ((4,),)
    assert len(symdescent.cases(a * x**2, parameters="a").cases) >= 2
    assert symdescent.objective(plane).gradient([1, 1]).tolist() == [2, 18]
    run = symdescent.descend(
        plane, start={x: 9, y: 1}, rate=sp.Rational(1, 10), steps=sp.Integer(2)
    )
    assert run.points[1].tolist() == pytest.approx([7.2, -0.8])
    study = symdescent.study(parabola, start=14, rate="1/10", steps=5)
    assert study.closed.at(2) == (Fraction(121, 10),)
    assert symdescent.figure(study, "svg").startswith(b"<svg")
    assert symdescent.check(parabola, gradient=x - 4, value=sp.Integer(0)).holds
    claims = {"gradient": [2 * x, 18 * y], "hessian": sp.Matrix([[2, 0], [0, 18]])}
    assert symdescent.check(plane, **claims).holds
    assert not symdescent.check(plane, gradient=[2 * x, 9 * y]).holds
    done = symdescent.compare(plane, ["gd", "torch.optim.Adam"], start=1, steps=9)
    assert [entry.label for entry in done.contenders] == ["gd", "torch.optim.Adam"]
    assert len(symdescent.sweep(parabola, {"learning_rate": "0.1..1:3"}, start=14).gaps) == 3
    assert symdescent.catchment(x**4 - x**2, "[-1,1]", 8).labels.shape == (8,)
    told = symdescent.example(parabola, start=14, rate="1/10")
    assert "symdescent.example('(x - 4)^2/2', start=14, rate='1/10')" in told.to("md")
    assert symdescent.minimum(symdescent.parse("a*x^2 - x"), let={"a": 2}).points == (
        (sp.Rational(1, 4),),
    )
