"""Claimed gradients: right ones are proved, wrong ones refuted at a point, mistakes named."""

import random

import mpmath
import pytest
from right_gradients import HALVES, RIGHT
from tiny import grown, rewritten, slope, text, value
from wrong_gradients import UNEXPLAINED, WRONG

import symdescent
from symdescent import InputError
from symdescent.claims.claim import Word

SEEDS = range(40)


def gradient(formula, claim):
    (found,) = symdescent.check(formula, gradient=claim).claims
    return found


def numbers(formula, typed, point):
    """What a typed text is worth at a point, by Python and mpmath."""
    names = {n: getattr(mpmath, n) for n in ("sin", "cos", "tan", "exp", "log", "sqrt", "cosh",
             "tanh", "atan", "sign")}  # fmt: skip
    spelt = typed.replace("^", "**")
    for digit in "0123456789":
        for letter in "xyletsc(":
            spelt = spelt.replace(f"{digit}{letter}", f"{digit}*{letter}")
    for letter in "xy)":
        spelt = spelt.replace(f"{letter}(", f"{letter}*(")
    spelt = spelt.replace("exp*(", "exp(").replace("log2*(", "log2(")
    names |= {"e": mpmath.e, "log2": lambda u: mpmath.log(u, 2)}
    return eval(spelt, names, point)  # our own table


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("formula, claim, words", WRONG, ids=lambda x: str(x)[:40])
def test_a_wrong_gradient_is_refuted_and_its_mistake_is_not_misnamed(formula, claim, words):
    found = gradient(formula, claim)
    assert found.word is Word.WRONG and found.right is False
    assert found.claimed.value != found.found.value
    assert not found.mistake or any(word in found.mistake for word in words)


@pytest.mark.long
@pytest.mark.slow
def test_most_mistakes_are_named():
    named = [bool(gradient(formula, claim).mistake) for formula, claim, _ in WRONG]
    assert len(WRONG) >= 60 and sum(named) >= 0.9 * len(named)


SINGLE = [entry for entry in WRONG if "y" not in entry[0] and "|" not in entry[0]]


@pytest.mark.slow_beyond(8)
@pytest.mark.parametrize("formula, claim, _", SINGLE, ids=lambda x: str(x)[:40])
def test_the_counterexample_is_one(formula, claim, _):
    found = gradient(formula, claim)
    with mpmath.workdps(40):
        at = {name: mpmath.mpf(v.p) / v.q for name, v in found.point}
        claimed = numbers(formula, claim, at)
        right = mpmath.diff(lambda x: numbers(formula, formula, {"x": x}), at["x"])
        assert mpmath.almosteq(claimed, mpmath.mpmathify(found.claimed.value.evalf(40)), 1e-30)
        assert mpmath.almosteq(right, mpmath.mpmathify(found.found.value.evalf(40)), 1e-10)
        assert abs(claimed - right) > 1e-4 * max(1, abs(right))


@pytest.mark.parametrize("formula, claim", UNEXPLAINED)
def test_where_no_mistake_explains_it_none_is_named(formula, claim):
    found = gradient(formula, claim)
    assert (found.word, found.mistake, found.rule) == (Word.WRONG, "", "")
    assert found.where


@pytest.mark.slow_beyond(20)
@pytest.mark.parametrize("formula, claim", RIGHT, ids=lambda x: str(x)[:40])
def test_a_right_gradient_in_another_shape_is_never_called_wrong(formula, claim):
    assert gradient(formula, claim).word in (Word.RIGHT, Word.AGREES)


@pytest.mark.slow
def test_nearly_all_of_them_are_proved():
    words = [gradient(formula, claim).word for formula, claim in RIGHT]
    assert len(RIGHT) >= 60 and words.count(Word.RIGHT) >= 0.97 * len(words)


@pytest.mark.parametrize("formula, claim", HALVES)
def test_a_claim_that_lacks_values_is_left_open_with_a_point(formula, claim):
    found = gradient(formula, claim)
    assert (found.word, found.right) == (Word.UNDECIDED, None)
    assert found.where.startswith("x = -") and found.claimed is None


def drawn(seed):
    """A random formula, its variables, and its true gradient."""
    dice = random.Random(seed)
    names = ["x", "y"] if seed % 3 == 0 else ["x"]
    tree = ("+", grown(dice, 3, names), *[("^", name, 2) for name in names])
    return dice, names, tree, [slope(tree, name) for name in names]


@pytest.mark.long_beyond(14)
@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_true_rewrite_is_never_called_wrong(seed):
    dice, names, tree, slopes = drawn(seed)
    claim = ", ".join(text(rewritten(dice, s, names)) for s in slopes)
    assert gradient(text(tree), claim).word in (Word.RIGHT, Word.AGREES)


@pytest.mark.long_beyond(14)
@pytest.mark.slow_beyond(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_perturbed_gradient_is_never_called_right(seed):
    dice, names, tree, slopes = drawn(seed)
    small = ("/", ("+", 1, ("^", grown(dice, 1, names), 2)), dice.choice([7, 1000, 10**9]))
    i = dice.randrange(len(slopes))
    slopes[i] = ("+", slopes[i], small)
    found = gradient(text(tree), ", ".join(map(text, slopes)))
    assert found.right is not True and found.word is not Word.AGREES
    at = {name: mpmath.mpf(v.p) / v.q for name, v in found.point}
    if found.word is Word.WRONG:
        with mpmath.workdps(50):
            at = {name: mpmath.mpf(v.p) / v.q for name, v in found.point}
            assert abs(value(small, at)) > 0


def test_the_wrong_components_are_named():
    found = gradient("x^2 + y^2 + z^2", "2x, y, 2z")
    assert found.part == "dL/dy"
    assert "not brought down" in found.mistake and "n·u^(n-1)" in found.rule
    assert found.expected == "(2*x, 2*y, 2*z)"


@pytest.mark.parametrize("claim", ["(2x, 4y)", "[2x, 4y]", "2x; 4y", "x = 2x, y = 4y",
                                   "y: 4y, x: 2x", "dL/dx = 2x, dL/dy = 4y",
                                   "∇L = (2x, 4y)", "grad f(x, y) = (2x, 4y)"])  # fmt: skip
def test_a_gradient_is_written_in_many_ways(claim):
    assert gradient("x^2 + 2y^2", claim).right


def test_a_gradient_may_be_given_in_parts():
    assert symdescent.check("x^2 + 2y^2", gradient=["2x", "4y"])
    assert symdescent.check("a*x^2", gradient="2a*x", let={"a": 3})
    assert symdescent.check("L(x) = a*x^2", gradient="2a*x").claims[0].word is Word.RIGHT
    wrong = symdescent.check("L(x) = a*x^2", gradient="a*x")
    assert not wrong and dict(wrong.claims[0].point).keys() == {"x", "a"}


@pytest.mark.parametrize("formula, claim, said", [
    ("x^2", "2x, 3", "2 entries for the one variable x"),
    ("x^2 + y", "2x", "1 entry for 2 variables (x, y)"),
    ("x^2", "2z", "no 'z'"),
    ("x^2", "2x +", "missing"),
    ("x^2", "", "no formula"),
])  # fmt: skip
def test_what_cannot_be_read_is_said(formula, claim, said):
    with pytest.raises(
        symdescent.SymdescentError, match=said.replace("(", r"\(").replace(")", r"\)")
    ):
        gradient(formula, claim)


@pytest.mark.parametrize("claim", ["f'(x) = 2x", "2x", "(2x)", "[2x]", "dL/dx = 2x", "g(x) = 2x"])
def test_so_it_is_in_one_variable(claim):
    assert gradient("x^2", claim).right


def test_letters_with_and_without_a_stroke_are_the_same():
    assert gradient("sum(i=1..3, x[i]^2)", "2x_1, 2x_2, 2x_3").right


def test_what_is_maximised_is_differentiated_as_it_was_typed():
    assert gradient("maximize 4x - x^2", "4 - 2x").right
    assert gradient("maximize 4x - x^2", "2x - 4").right is False


def test_a_check_needs_a_claim():
    with pytest.raises(InputError, match="no claim"):
        symdescent.check("x^2")
    with pytest.raises(InputError, match="did you mean  gradient"):
        symdescent.check("x^2", gradeint="2x")
    with pytest.raises(InputError, match="did you mean  rate"):
        symdescent.check("x^2", gradient="2x", learning_rat=0.1)
    assert symdescent.check("x^2", gradient="2x", lr=0.1).holds


def test_a_kink_is_no_counterexample():
    found = gradient("|x| + x^2", "(1 if x > 0 else -1) + 2x")
    assert found.word is Word.RIGHT  # they differ at 0, where there is no slope


@pytest.mark.parametrize("formula, claim", [
    ("(sqrt(x) if x > 0 else 0)^2 + x^2/2*sign(x)", "(1 if x > 0 else 0) + x"),
    ("x*|x|/2", "x"),
    ("(log(x) if x > 0 else x)", "1/x"),
    ("sqrt(x^2)", "1"),
])  # fmt: skip
def test_what_holds_in_a_branch_holds_there_alone(formula, claim):
    assert gradient(formula, claim).word is Word.WRONG
