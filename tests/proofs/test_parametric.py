"""Every case is true: at drawn values of the letters it is compared with the concrete formula."""

import random
from dataclasses import replace
from itertools import product

import pytest
import sympy
from sympy import Rational, Symbol

import symdescent
from symdescent.proofs import Kind, Problem, minimum
from symdescent.proofs.cases import Branch
from symdescent.proofs.letter_signs import Fact, possible, signs
from symdescent.proofs.steps import Step, Why, reason, value_at

POOL = [Rational(n) for n in (-3, -2, -1, 0, 0, 1, 2, 3)] + [Rational(1, 2), Rational(-4, 3)]
SQUARES = (
    "L(x) = a*x^2 + b*x + c",
    "L(x) = (a^2 - 1)*x^2 + a*x",
    "L(x) = x^2/a + b*x",
    "L(x) = (x-a)^2 + b*(x-c)^2",
    "L(x, y) = a*x^2 + 2b*x*y + c*y^2",
    "L(x, y) = a*x^2 + b*y^2 + c*x + d*y",
    "L(x, y) = (x-a)^2 + (y-b)^2 + c*x*y",
    "L(x, y) = x^2 + 2x*y + a*y^2 + b*y",
    "L(x, y) = a*x*y + b*x + c*y",
    "L(x, y, z) = x^2 + y^2 + z^2 + a*x*y + b*y*z + c*x*z",
    "L(x, y, z) = a*(x+y)^2 + b*(y-z)^2 + c*z",
    "L(m, n) = (m*p+n-q)^2 + (m*r+n-s)^2 + (n-1)^2",
)
POWERS = (
    "L(x) = a*x + b",
    "L(x) = a*x^3 + b*x^2 + c*x",
    "L(x) = a*(x-b)^4 + c",
    "L(x) = a*x^4 + b*x^2 + c",
    "L(x) = x^4 + a*x + b",
    "L(x) = a*(x-b)^6 + c*(x-b)^4",
    "L(x) = a*x^6 + b*x^3",
    "L(x) = x^6 + a*x^4 + b*x^2",
    "L(x) = x^4 - 4x^3 + (a+5)*x^2 - 2(a+1)*x",
    "L(x) = a*x^5 + b*x^4",
    "L(x) = x^4 + x^3 + a",
    "L(x) = cos(x) + a^2",
)


def holding(found, values):
    """The cases whose conditions hold at these values of the letters."""
    return [case for case in found.cases if case.condition.subs(values) == sympy.true]


def concrete(found, values):
    """The exact answer for these values, found without letters."""
    expression = found.formula.expression.subs(values)
    free = ((None, None),) * len(variables(found))
    return minimum(Problem(expression, variables(found), free), 20)


def faults(found, case, values):
    """What is wrong with a case at values of the letters for which it holds."""
    said, known = case.minimum, concrete(found, values)
    if said.kind != known.kind:
        yield f"{said.kind} is {known.kind}"
    elif said.kind is Kind.GLOBAL:
        yield from wrong_points(found, said, known, values)
    elif said.kind is Kind.UNBOUNDED and said.proof[0].rule is Step.FALLS_ALONG_LINE:
        yield from wrong_line(found, said, values)


def wrong_points(found, said, known, values):
    if abs((said.value.subs(values) - known.value).evalf(30)) > 1e-20:
        yield f"the value {said.value} is {known.value}"
    if len(said.parameters) != len(known.parameters):
        yield f"the family {said.parameters} is {known.parameters}"
    for point in said.points:
        at = {
            x: sympy.sympify(p).subs(values) for x, p in zip(variables(found), point, strict=True)
        }
        gap = found.formula.expression.subs(values).subs(at, simultaneous=True) - known.value
        free = {s: Rational(3, 7) if not s.is_integer else 2 for s in gap.free_symbols}
        if abs(gap.subs(free).evalf(30)) > 1e-20:
            yield f"the point {point} has another value"
    if not said.parameters and not same(said.points, known.points, values):
        yield f"the points {said.points} are {known.points}"


def variables(found):
    return found.formula.variables


def same(ours, theirs, values):
    left, right = (
        sorted(tuple(round(float(x.subs(values).evalf(30)), 12) for x in p) for p in points)
        for points in (ours, theirs)
    )
    return left == right


def wrong_line(found, said, values):
    """L along the line is what is said, and falls at its end."""
    (fact,), (t,) = said.proof[0].facts, said.proof[0].given["parameter"]
    line, value = fact.sides
    point = [x.subs(values) for x in line.arguments]
    along = sympy.expand(value.subs(values))
    at = dict(zip(variables(found), point, strict=True))
    gap = sympy.expand(found.formula.expression.subs(values).subs(at, simultaneous=True) - along)
    if gap != 0 or sympy.limit(along, t, sympy.oo) != -sympy.oo:
        yield f"the line {fact} is off by {gap}"


def drawn(found, many, seed=7):
    draw = random.Random(seed)
    letters = found.formula.parameters
    for _ in range(many):
        values = {letter: draw.choice(POOL) for letter in letters}
        if all(fact.condition.subs(values) == sympy.true for fact in found.assumed):
            yield values


@pytest.mark.long_beyond(9)
@pytest.mark.slow
@pytest.mark.parametrize("text", [*SQUARES, *POWERS])
def test_at_drawn_values_one_case_holds_and_is_true(text):
    found = symdescent.cases(text)
    many, seen = (60 if text in SQUARES else 25), set()
    for values in drawn(found, many):
        (case,) = holding(found, values)
        seen.add(case.words)
        if case.minimum.kind is not Kind.UNDECIDED:
            assert list(faults(found, case, values)) == [], (values, case.words)
    assert len(seen) >= min(2, len(found.cases))


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("text", SQUARES)
def test_every_quadratic_is_decided_in_every_case(text):
    found = symdescent.cases(text)
    assert {case.minimum.kind for case in found.cases} <= {Kind.GLOBAL, Kind.UNBOUNDED}


def test_a_wrong_case_is_noticed():
    found = symdescent.cases("L(x) = a*x^2 + b*x + c")
    a, b, c = found.formula.parameters
    values = {a: Rational(2), b: Rational(3), c: Rational(1)}
    (case,) = holding(found, values)
    assert list(faults(found, case, values)) == []
    said = case.minimum
    for wrong in (
        replace(said, value=said.value + 1),
        replace(said, points=((b / a,),)),
        replace(said, kind=Kind.UNBOUNDED),
        replace(said, parameters={"t": "any real number"}),
    ):
        assert list(faults(found, replace(case, minimum=wrong), values))
    (falls,) = holding(found, {**values, a: Rational(-2)})
    t = Symbol("t", real=True)
    false = value_at((t,), -a * t**2 + b * t + c)
    step = replace(falls.minimum.proof[0], facts=(false,))
    wrong = replace(falls, minimum=replace(falls.minimum, proof=(step,)))
    assert list(faults(found, wrong, {**values, a: Rational(-2)}))


def test_the_parabola_as_in_a_textbook():
    found = symdescent.cases("a*x^2 + b*x + c", parameters="a,b,c")
    a, b, c = (Symbol(n, real=True) for n in "abc")
    told = {case.words: case.minimum for case in found.cases}
    assert list(told) == ["a > 0", "a = 0, b != 0", "a = 0, b = 0", "a < 0"]
    assert told["a > 0"].points == ((-b / (2 * a),),)
    assert sympy.simplify(told["a > 0"].value - (c - b**2 / (4 * a))) == 0
    assert told["a = 0, b = 0"].value == c
    assert told["a < 0"].kind is told["a = 0, b != 0"].kind is Kind.UNBOUNDED
    assert found.cases[0].condition == (a > 0)


@pytest.mark.parametrize(
    ("text", "assume", "left"),
    [
        ("L(x) = a*x^2 + b*x + c", "a>0", [""]),
        ("L(x) = a*x^2 + b*x + c", "a>=0", ["a > 0", "a = 0, b != 0", "a = 0, b = 0"]),
        ("L(x) = a*x^2 + b*x + c", "a<=0, b!=0", ["a = 0", "a < 0"]),
        ("L(x) = a*x^2 + b*x + c", "a=0, b=0", [""]),
        ("L(x) = (a-2)*x^2", "a > 3", [""]),
        ("L(x) = (a-b)*x^2 + c", "a>c, c>b", [""]),
        ("L(x) = a*x^2 + b*x", "0 < a <= 1", [""]),
        ("L(x, y) = a*x^2 + 2b*x*y + c*y^2", "a>0, a*c>b^2", [""]),
        ("L(x, y) = a*x^2 + 2b*x*y + c*y^2", "a*c - b^2 > 0", ["a > 0", "a < 0"]),
        ("L(x) = (a^2+1)*x^2 + b", None, [""]),
        ("L(x) = (a^2+b^2)*x^2", None, ["a^2 + b^2 > 0", "a = 0, b = 0"]),
        ("L(x) = exp(a)*x^2 + b*x", None, [""]),
    ],
)
def test_assumptions_leave_out_cases(text, assume, left):
    assert [case.words for case in symdescent.cases(text, assume=assume).cases] == left


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("L(x) = a*x^2", {"assume": "a>0, a<0"}, "no values fulfil them"),
        ("L(x) = a*x^2", {"assume": "a>b"}, "names 'b'"),
        ("L(x) = a*b*x^2", {"assume": "a>b, b>a"}, "no values fulfil them"),
        ("L(x) = a*x^2", {"assume": "a^2 < 0"}, "no values fulfil them"),
        ("L(x) = x^2/a", {"assume": "a=0"}, "not defined there"),
        ("L(x) = a*x^2", {"assume": "x>0"}, "x is minimised over"),
        ("L(x) = a*x^2", {"assume": "a"}, "cannot be read"),
        ("L(x) = a*x^2", {"assume": "a > sen(1)"}, "unknown function"),
        ("a*x^2", {"parameters": "b"}, "names 'b'"),
        ("a*x^2", {"parameters": "a,x"}, "there is no variable"),
        ("a*x^2", {}, "no letter is without a value"),
        ("L(x) = a*x^2", {"let": {"a": 2}}, "no letter is without a value"),
    ],
)
def test_what_cannot_be_meant_is_an_input_error(text, given, said):
    with pytest.raises(symdescent.InputError, match=said):
        symdescent.cases(text, **given)


@pytest.mark.parametrize("text", ["L(x) = exp(a*x)", "L(x) = sqrt(a)*x^2", "L(x, y) = a*x^4 + y^2"])
def test_what_is_beyond_is_undecided_with_a_reason(text):
    (case,) = symdescent.cases(text).cases
    assert case.minimum.kind is Kind.UNDECIDED and case.minimum.reasons


def test_out_of_time_is_said():
    found = symdescent.cases("L(x) = a*x^2 + b*x", time_limit=0)
    assert [case.minimum.reasons for case in found.cases] == [(reason(Why.LATE),)]


@pytest.mark.slow
def test_too_many_cases_are_a_mistake():
    names = [f"a{i}" for i in range(6)]
    terms = " + ".join(f"a{i}*x{i}^2 + b{i}*x{i}" for i in range(6))
    declared = ", ".join(f"x{i}" for i in range(6))
    with pytest.raises(symdescent.InputError, match="more than 64 cases"):
        symdescent.cases(f"L({declared}) = {terms}")
    every = ", ".join(f"{name}>0" for name in names)
    (case,) = symdescent.cases(f"L({declared}) = {terms}", assume=every).cases
    assert case.minimum.kind is Kind.GLOBAL


A, B, C = (Symbol(n, real=True) for n in "ABC")
FACTS = (A, B, A + B, A - B, A * B, A * C - B**2, A**2 - 4, A**2 + B**2, A - 2)


@pytest.mark.parametrize("seed", range(6))
def test_no_sign_is_excluded_that_occurs(seed):
    """The signs at drawn points, under facts that hold there, are all among the possible ones."""
    draw = random.Random(seed)
    facts = tuple(Fact(draw.choice(FACTS), draw.choice([">", ">=", "=", "!="])) for _ in range(2))
    asked = draw.choice(FACTS) * draw.choice(FACTS)
    occurring = set()
    for values in product((-2, -1, 0, Rational(1, 2), 2, 3), repeat=3):
        at = dict(zip((A, B, C), values, strict=True))
        if all(fact.condition.subs(at) == sympy.true for fact in facts):
            occurring.add(int(sympy.sign(asked.subs(at))))
    assert occurring <= signs(asked, facts)
    assert possible(facts) or not occurring


def test_signs_that_follow():
    assert signs(C, (Fact(A, ">"), Fact(A * C - B**2, ">"))) == {1}
    assert signs(A, (Fact(A**2 + B**2, "="),)) == {0}
    assert signs(A - C, (Fact(A - B, ">"), Fact(B - C, ">="))) == {1}
    assert signs(A**2 - A * B + B**2, ()) == {0, 1}
    assert signs(A**2 - A * B + B**2 + 1, ()) == {1}
    assert signs(A, ()) == {-1, 0, 1}


def test_an_equation_holds_letters_fast():
    branch = Branch(()).learn(Fact(A**2 + B**2, "="))
    assert [fact.words for fact in branch.told] == ["A = 0", "B = 0"]
    assert branch.put(A + B + C) == C
    assert Branch(()).learn(Fact(2 * B - A, "=")).put(B) == A / 2
