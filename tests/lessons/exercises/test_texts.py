"""Formulas as texts, and the mathematics read from them."""

from fractions import Fraction

import pytest

from symdescent.language.notation import Indexed, Relation
from symdescent.lessons.exercises.mathematics import (
    column,
    less,
    numbers,
    point,
    power,
    row,
    total,
    with_commas,
    within,
    written,
)
from symdescent.lessons.exercises.problems import Answer, Chance, Promise, three
from symdescent.printing.text import text


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (((Fraction(1, 2), "x^2"), (-1, "x"), (0, "y"), (7, "")), "1/2*x^2 - x + 7"),
        (((-1, "x"), (Fraction(-3, 4), "")), "-x - 3/4"),
        (((0, "x"),), "0"),
        (((1, ""),), "1"),
    ],
)
def test_a_sum_is_written_as_a_textbook_has_it(terms, expected):
    assert total(*terms) == expected


def test_differences_and_factors():
    assert (less("x", 4), less("x", -4), less("x", 0)) == ("(x - 4)", "(x + 4)", "x")
    assert (within(3), within(-3), within(Fraction(1, 2))) == ("3", "(-3)", "(1/2)")
    assert power(Fraction(-1, 2), "k") == "(-1/2)^k"


def test_mathematics_of_a_text():
    rule = written("x_next = x_k - 1/10*(x_k - 4) -> a", a=point([Fraction(1, 2), -3]))
    assert isinstance(rule, Relation) and isinstance(rule.sides[0], Indexed)
    assert text(rule) == "xₖ₊₁ = xₖ − 1/10·(xₖ − 4) → (½, −3)"
    assert sorted(numbers(rule)) == [Fraction(1, 2), 1, 1, 3, 4, 10]
    assert text(column([1, -2])) == text(row([1, -2])) == "(1, −2)ᵀ"
    assert [part if isinstance(part, str) else text(part) for part in with_commas([1, -2])] == [
        "1",
        ", ",
        "−2",
    ]


def test_a_promise():
    promise = Promise(characters=6)
    assert promise.keeps((Fraction(-12, 25), "a formula of any length"))
    assert not promise.keeps((Fraction(-12, 125),))
    assert not Promise(characters=9, below=100).keeps((Fraction(1, 100),))


def test_three_mistakes_are_short_and_all_different():
    one, two, long = (Fraction(1),), (Fraction(2),), (Fraction(1, 12_345),)
    slips = {"a": one, "b": two, "c": (Fraction(3),), "d": (Fraction(4),), "e": long, "f": two}
    found = three(Chance("three"), Answer("last", one), slips, Promise(6))
    assert {wrong.value for wrong in found} == {two, (Fraction(3),), (Fraction(4),)}
    assert len(three(Chance("few"), Answer("last", one), {"a": one, "b": two}, Promise(6))) == 1
