"""Critical points are all there where that is said, and each is what its Hessian shows."""

import mpmath
import numpy as np
import pytest
import sympy
from sympy import Symbol

import symdescent
from symdescent.proofs import Problem
from symdescent.proofs.critical_points import CriticalPoints, Nature, critical, nature, serve

LOW, HIGH, SADDLE = Nature.MINIMUM, Nature.MAXIMUM, Nature.SADDLE
BY_HAND = {
    "x^4 - 3x^3 + 2": {(0,): Nature.INFLECTION, (9 / 4,): LOW},
    "x^3 - 3x": {(-1,): HIGH, (1,): LOW},
    "x^4": {(0,): LOW},
    "-x^6 + 1": {(0,): HIGH},
    "x + 1/x": {(-1,): HIGH, (1,): LOW},
    "x - log(x)": {(1,): LOW},
    "exp(x)": {},
    "x^2 - y^2": {(0, 0): SADDLE},
    "x^3 - 3x*y^2": {(0, 0): Nature.DEGENERATE},
    "x^4 + y^4 - 4x*y + 1": {(-1, -1): LOW, (0, 0): SADDLE, (1, 1): LOW},
    "(1-x)^2 + 100*(y-x^2)^2": {(1, 1): LOW},
    "x^3 + y^3 - 3x*y": {(0, 0): SADDLE, (1, 1): LOW},
    "-x^2 - y^2 - z^2 + x*y": {(0, 0, 0): HIGH},
    "x^2 + y^2 - z^2": {(0, 0, 0): SADDLE},
}


def found_in(text):
    formula = symdescent.parse(text)
    free = ((None, None),) * len(formula.variables)
    return critical(Problem(formula.expression, formula.variables, free), 20)


def points(found):
    return {tuple(round(float(x), 12) for x in one.point): one.nature for one in found.points}


@pytest.mark.slow_beyond(10)
@pytest.mark.parametrize("text", BY_HAND)
def test_all_are_found_and_told_apart(text):
    found = found_in(text)
    assert found.complete
    assert points(found) == BY_HAND[text]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("text", ["x^5 - 5x^3 + x", "x^4 - x*y + y^4/3", "x^3 - 2x*y + y^2 - x"])
def test_natures_are_those_of_the_eigenvalues(text):
    L, found = symdescent.objective(text), found_in(text)
    assert found.complete and found.points
    for one in found.points:
        at = np.array([float(x.evalf(20)) for x in one.point])
        values = np.linalg.eigvalsh(L.hessian(at))
        assert np.abs(L.gradient(at)).max() < 1e-9
        expected = LOW if values.min() > 1e-9 else HIGH if values.max() < -1e-9 else SADDLE
        assert one.nature is expected
        assert float(one.value.evalf(20)) == pytest.approx(L.value(at), rel=1e-12)


@pytest.mark.slow_beyond(3)
@pytest.mark.parametrize("text", ["cos(x)", "exp(x) + x^2", "|x|", "cos(x) + cos(y)"])
def test_what_is_not_known_to_be_all_is_not_called_so(text):
    assert not found_in(text).complete


def test_a_family_keeps_its_letter():
    (one,) = found_in("(x + y)^2").points
    assert one.parameters == {"t": "any real number"}
    assert sympy.expand(one.point[0] + one.point[1]) == 0
    assert one.nature is Nature.DEGENERATE


def test_out_of_time_is_not_complete():
    assert critical(Problem(Symbol("x") ** 2, (Symbol("x"),), ((None, None),)), 0) == (
        CriticalPoints((), False)
    )


@pytest.mark.slow
def test_where_there_is_no_fork_it_is_the_same(monkeypatch):
    from symdescent.proofs import process

    monkeypatch.setattr(process, "FORKS", False)
    assert points(found_in("x^3 - 3x")) == BY_HAND["x^3 - 3x"]


def test_a_point_outside_the_domain_is_none():
    sent = []
    x = Symbol("x", real=True)
    serve(Problem(sympy.log(x) * x**0 + 1 / x, (x,), ((None, None),)), sent.append)
    assert len(sent) == 2 and sent[-1] == "end complete"  # x = 1 alone
    y = Symbol("y", real=True)
    assert nature(x**2 * y**2, (x, y), {x: sympy.S.Zero, y: sympy.S.One}) is Nature.DEGENERATE


@pytest.mark.slow
def test_what_has_no_name_is_located():
    """The roots of 2x = 5 sin(5x), by mpmath, and the signs of 2 - 25 cos(5x)."""
    found = found_in("x^2 + cos(5x)")
    roots = [
        mpmath.findroot(lambda x: 2 * x - 5 * mpmath.sin(5 * x), at) for at in (0.58, 1.37, 1.73)
    ]
    wanted = {0.0: HIGH} | {
        float(side * root): LOW if 2 > 25 * mpmath.cos(5 * root) else HIGH
        for root in roots
        for side in (1, -1)
    }
    told = {float(one.point[0]): one.nature for one in found.points}
    assert len(told) == len(wanted) == 7 and not found.complete
    for place, kind in wanted.items():
        near = min(told, key=lambda x: abs(x - place))
        assert abs(near - place) < 1e-14 and told[near] is kind
