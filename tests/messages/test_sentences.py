"""Every rule of a proof and every reason has one sentence in each language, with mathematics."""

import re
from decimal import Decimal

import pytest
from sympy import CRootOf, Float, Integer, Rational, Symbol, cos, exp, oo, sin, symbols

from symdescent.messages import de, en
from symdescent.messages.mathematics import Paper, decimal
from symdescent.messages.sentences import (
    FACTS,
    LANGUAGES,
    PLACE,
    line,
    reasons,
    sentence,
    step,
    table,
    words,
)
from symdescent.messages.typed import typed
from symdescent.printing.latex import latex
from symdescent.printing.text import text
from symdescent.proofs import Minimum, Problem, minimum
from symdescent.proofs.steps import (
    Applied,
    H,
    L,
    ProofStep,
    Reason,
    Sign,
    Step,
    Total,
    Towards,
    Why,
    about,
    enclosed,
    equal,
    level_at,
    limit,
    related,
    value_at,
)
from symdescent.proofs.steps import step as made
from tests.lessons.test_document_words import FORMULAS

X, Y, THETA = symbols("x y theta", real=True)
ROOT = CRootOf(Symbol("x") ** 5 - Symbol("x") + 1, 0)
ALL = [("STEPS", Step), ("REASONS", Why), ("LIMITS", ["", "left", "right"])]


def places(template):
    """Those that a step gives; {facts} is where its own formulas stand, here or at the end."""
    return sorted(set(PLACE.findall(template)) - {"facts"})


@pytest.mark.parametrize("name, kinds", ALL)
def test_the_tables_are_complete_and_have_the_same_places(name, kinds):
    english = getattr(en, name)
    for language in LANGUAGES:
        told = getattr(table(language), name)
        assert list(told) == list(dict.fromkeys(told)) and set(told) == set(kinds)
        assert {k: places(v) for k, v in told.items()} == {k: places(v) for k, v in english.items()}
    assert not set(english.values()) & set(getattr(de, name).values())


def test_facts_stand_at_the_end_alone():
    for language in LANGUAGES:
        for template in table(language).STEPS.values():
            assert template.removesuffix(FACTS).find("{facts}") == -1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_and_reason_is_told(language):
    for rule, template in table(language).STEPS.items():
        given = {name: (X,) for name in places(template)}
        told = line(sentence(step(ProofStep(rule, (equal(X, Y),), given), language)))
        assert told[-1] == "." and told[0] not in " :{" and "{" not in told
    for kind, template in table(language).REASONS.items():
        given = {name: (X,) for name in places(template)}
        assert "{" not in line(reasons([Reason(kind, given)], language))


def test_a_rule_without_its_facts_is_noticed():
    with pytest.raises(KeyError):
        step(made(Step.PERIODIC, equal(X, Y)))


TOLD = [  # a fact, on paper, typed
    (level_at((Integer(4),)), "∇L(4) = 0", "grad L(4) = 0"),
    (level_at((Integer(1), Integer(2))), "∇L(1, 2) = 𝟎", "grad L(1, 2) = 0"),
    (value_at((X, -Y), Rational(1, 2)), "L(x, −y) = ½", "L(x, -y) = 1/2"),
    (equal(Applied("L2", (Y,), primes=1), X**2), "L₂′(y) = x²", "L2'(y) = x^2"),
    (equal(Applied(by=THETA), THETA), "∂L/∂θ = θ", "dL/dtheta = theta"),
    (related(L, ">=", -oo), "L ≥ −∞", "L >= -oo"),
    (equal(L, Total((X**2, -(Y**2), Y - X))), "L = x² − y² − x + y", "L = x^2 - y^2 - x + y"),
    (limit(X, Towards(Y, oo)), "L → x as y → ∞", "L -> x as y -> oo"),
    (
        limit(X, Towards(Y, X, "left")),
        "L → x as y → x from the left",
        "L -> x as y -> x from the left",
    ),
    ((X, Y), "(x, y)", "(x, y)"),
    (Decimal("-0.25"), "−0.25", "-0.25"),
    (Decimal("1E-35"), "10⁻³⁵", "1e-35"),
    (Sign.MINUS, "−", "-"),
    ("bounds", "bounds", "bounds"),
]


def test_facts_on_paper_and_as_they_would_be_typed():
    for fact, shown, plain in TOLD:
        one = made(Step.EQUALITY, fact)
        assert line(step(one)) == f"equality means {shown}"
        assert typed(one) == ("equality means", plain)


def test_lists_have_commas_and_many_points_end_in_dots():
    points = [(Integer(i), X) for i in range(8)]
    taken = made(Step.TAKEN_AT, *points)
    assert line(step(taken)).endswith("(5, x), …") and typed(taken)[1].endswith("(5, x), ...")
    signs = made(Step.SLOPE_SIGNS, Integer(1), X, signs=[Sign.MINUS, Sign.PLUS])
    assert line(step(signs)) == "the signs of the slope are − +; its roots: 1, x"


def test_numbers_without_a_name_are_about_their_digits():
    one = made(Step.EXACT_VALUE, value_at((ROOT,), ROOT**2))
    assert abs(Float(re.search(r"≈ ([.\d]+)", line(step(one)))[1]) - (ROOT**2).evalf()) < 1e-10
    named = Paper(roots={ROOT: Symbol("r_1")})
    assert line(step(one, writer=named)) == "the exact value there: L(r₁) = r₁²"


def test_a_long_formula_ends_in_dots():
    long = sum(cos(k * X) * exp(k) for k in range(2, 40))
    one = made(Step.SLOPE, equal(Applied("L", (X,), primes=1), long))
    assert line(step(one)).endswith(" + …") and len(line(step(one))) < 200
    assert line(step(made(Step.SLOPE, sin(long)))) == "the slope: …"


def test_titles_and_parts():
    rises = made(Step.RISES_WITH_PART, equal(H, X), part=H)
    [inner] = about("h", [rises])
    assert line(words(inner)) == "h rises with a part g, and is least where g is"
    [part] = about("L2", [rises])
    told = line(step(part, writer=Paper("f")))
    assert told == "f₂ rises with a part h, and is least where h is: h = x"


def test_a_sentence_begins_with_a_capital_unless_with_mathematics():
    assert line(sentence(step(made(Step.VALUE, X)))) == "The value there: x."
    assert line(sentence(step(made(Step.FALLS, X)))) == "L falls without bound: x."


def test_a_bracket_is_rounded_outwards():
    told = line(reasons([enclosed(Rational(-1, 3), Rational(1, 3), 4), Reason(Why.LATE)]))
    assert told == "enclosed: between −0.3334 and 0.3334; out of time"


def test_decimals_are_themselves():
    for number in ("0.5", "-12.25", "100"):
        assert text(decimal(Decimal(number))) == number.replace("-", "−")


@pytest.mark.slow_beyond(2)
@pytest.mark.parametrize("formula", FORMULAS)
def test_proofs_of_all_rungs_are_told_in_every_language(formula):
    from symdescent.studies import minimum

    proof = minimum(formula, time_limit=3.0).proof
    for one in proof:
        shown = {language: step(one, language) for language in LANGUAGES}
        assert line(shown["en"]) != line(shown["de"])
        for told in shown.values():
            spelt = [p if isinstance(p, str) else latex(p) for p in told]
            assert not re.search(r"CRootOf|CriticalOf|\boo\b|\*|->", "".join(spelt))


def test_convexity_is_a_rule():
    assert minimum(Problem(X**2, (X,), ((None, None),))).is_convex
    assert not minimum(Problem(-X, (X,), ((None, None),))).is_convex
    assert not Minimum("global").is_convex
