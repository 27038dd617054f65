"""Ranges as they are typed become exact values, the ends among them."""

import math
from fractions import Fraction

import pytest

from symdescent.errors import InputError
from symdescent.experiments.sweep import axis


def test_a_list_is_taken_as_it_stands():
    assert axis("beta", "0, 0.5, 9/10").values == (0, Fraction(1, 2), Fraction(9, 10))


def test_ends_ten_times_apart_are_joined_by_equal_ratios():
    values = axis("lr", "1e-3..1:4").values
    assert values == (Fraction(1, 1000), Fraction(1, 100), Fraction(1, 10), 1)


def test_other_ends_by_equal_steps():
    assert axis("beta", "-1..1:5").values == (-1, Fraction(-1, 2), 0, Fraction(1, 2), 1)
    assert axis("beta", "1/3..2/3:3").values == (Fraction(1, 3), Fraction(1, 2), Fraction(2, 3))
    assert len(axis("lr", "0.1..0.9").values) == 25


def test_ends_of_any_size():
    values = axis("lr", "1e-300..1e300:5").values
    assert [round(math.log10(value)) for value in map(float, values)] == [-300, -150, 0, 150, 300]


def test_numbers_are_taken_too():
    assert axis("lr", [0.1, Fraction(1, 3)]).values == (Fraction(1, 10), Fraction(1, 3))
    assert axis("lr", 0.1).values == (Fraction(1, 10),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1..1", "empty"),
        ("1..0.1", "empty"),
        ("0..1:1", "2 to"),
        ("0..1:99999", "2 to"),
        ("a..1", "lr"),
        ("0.1,,0.2", "lr"),
        ("nan", "finite"),
        ("", "lr"),
    ],
)
def test_what_is_no_range_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        axis("lr", text)
