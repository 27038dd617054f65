"""Columns and matrices on lines of text: their brackets, their rows, and what fits into a width."""

import re

import numpy as np
import pytest

from symdescent.calculus.gradient import derive
from symdescent.calculus.parsing import parse
from symdescent.cli.transliteration import transliterated
from symdescent.language.notation import Function, Matrix, Relation
from symdescent.language.tree import Name
from symdescent.render import matrices
from symdescent.render.matrices import rendered, stacked
from symdescent.render.table import entries_in_signs


def shown(text, width=None):
    formula = parse(text)
    return stacked(matrices.gradient(formula, derive(formula).gradient).entries, width)


def test_a_gradient_is_a_column_with_the_names_of_its_entries():
    assert shown("x^2 + 3*y^2") == [
        "∇L(x, y) = ⎡ ∂L/∂x ⎤ = ⎡ 2x ⎤",
        "           ⎣ ∂L/∂y ⎦   ⎣ 6y ⎦",
    ]
    assert shown("x_1^2 + w_0*theta_1") == [
        "                 ⎡ ∂L/∂θ₁ ⎤   ⎡ w₀  ⎤",
        "∇L(θ₁, w₀, x₁) = ⎢ ∂L/∂w₀ ⎥ = ⎢ θ₁  ⎥",
        "                 ⎣ ∂L/∂x₁ ⎦   ⎣ 2x₁ ⎦",
    ]


def test_of_many_variables_dots_stand_for_most():
    assert shown("sum(i=1..40, i*x_i^2)") == [
        "        ⎡ ∂L/∂x₁  ⎤   ⎡ 2x₁   ⎤",
        "        ⎢ ∂L/∂x₂  ⎥   ⎢ 4x₂   ⎥",
        "∇L(𝐱) = ⎢ ∂L/∂x₃  ⎥ = ⎢ 6x₃   ⎥",
        "        ⎢ ∂L/∂x₄  ⎥   ⎢ 8x₄   ⎥",
        "        ⎢    ⋮    ⎥   ⎢   ⋮   ⎥",
        "        ⎣ ∂L/∂x₄₀ ⎦   ⎣ 80x₄₀ ⎦",
    ]


ROSENBROCK = "(1-x)^2 + 100*(y-x^2)^2"


def test_what_is_too_wide_goes_without_names_and_then_entry_by_entry():
    whole, narrow = shown(ROSENBROCK), shown(ROSENBROCK, 45)
    assert max(map(len, whole)) == len("∇L(x, y) = ⎡ ∂L/∂x ⎤ = ⎡ −400x·(−x² + y) + 2x − 2 ⎤")
    assert shown(ROSENBROCK, max(map(len, whole))) == whole
    assert narrow == [
        "∇L(x, y) = ⎡ −400x·(−x² + y) + 2x − 2 ⎤",
        "           ⎣ −200x² + 200y            ⎦",
    ]
    assert shown(ROSENBROCK, 34) == [
        "∇L(x, y) = (∂L/∂x, ∂L/∂y)ᵀ,",
        "  where",
        "  ∂L/∂x = −400x·(−x² + y) + 2x − 2",
        "  ∂L/∂y = −200x² + 200y",
    ]


@pytest.mark.parametrize("text", [ROSENBROCK, "x_1*x_2*x_3^2", "sum(i=1..12, x_i^4)"])
def test_no_line_is_too_long_in_any_width(text):
    formula = parse(text)
    derivation = derive(formula)
    facts = [
        matrices.gradient(formula, derivation.gradient),
        matrices.hessian(formula, derivation.hessian),
    ]
    for fact in facts:
        for width in range(30, 90):
            assert max(map(len, stacked(fact.entries, width))) <= width
            spelt = stacked(entries_in_signs(fact.entries, transliterated), width)
            assert max(len(transliterated(line)) for line in spelt) <= width


def test_a_hessian_is_a_matrix_with_its_rows():
    formula = parse("x^2*y + z^3")
    assert stacked(matrices.hessian(formula, derive(formula).hessian).entries, None) == [
        "               ⎡ 2y   2x    0 ⎤",
        "∇²L(x, y, z) = ⎢ 2x    0    0 ⎥",
        "               ⎣  0    0   6z ⎦",
    ]
    many = parse("sum(i=1..9, i*x_i^2)")
    rows = stacked(matrices.hessian(many, derive(many).hessian).entries, None)
    assert [row[8:] for row in rows] == [
        " ⎡ 2   0   0   …    0 ⎤",
        " ⎢ 0   4   0   …    0 ⎥",
        " ⎢ 0   0   6   …    0 ⎥",
        " ⎢ ⋮   ⋮   ⋮   ⋱   ⋮  ⎥",
        " ⎣ 0   0   0   …   18 ⎦",
    ]


def test_the_entries_are_where_a_matrix_has_them():
    """Read back from the lines: row by row, held against the same matrix by numpy."""
    rng = np.random.default_rng(3)
    for n in (2, 3, 4, 6):
        half = rng.integers(-9, 10, (n, n))
        matrix = half + half.T
        terms = [f"({matrix[i, j]})/2*x_{i}*x_{j}" for i in range(n) for j in range(n)]
        formula = parse(" + ".join(terms))
        found = matrices.hessian(formula, derive(formula).hessian).entries
        lines = stacked(found, None)
        inside = [re.split("[⎡⎢⎣⎤⎥⎦]", line)[1] for line in lines]
        read = [[int(x.replace("−", "-")) for x in line.split()] for line in inside]
        order = [str(x.name) for x in formula.variables]
        assert order == [f"x_{i}" for i in range(n)]
        assert np.array_equal(np.array(read), matrix)


def test_a_single_entry_has_no_brackets():
    formula = parse("(x-4)^2")
    fact = matrices.gradient(formula, derive(formula).gradient)
    assert (fact.text, fact.entries) == ("∇L(x) = 2x − 8", None)


def test_mathematics_of_a_document_stands_on_lines():
    x, y = (Name(name, 0, 0) for name in "xy")
    column = Relation((Function("L"), Matrix(((x,), (y,)))), ("=",))
    assert rendered(column) == ["L = ⎡ x ⎤", "    ⎣ y ⎦"]
    assert rendered(Relation((x, y), ("=",))) == ["x = y"]
