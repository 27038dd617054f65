"""Problems with known answers: none wrong, and no fewer proved than before."""

import gzip
import json
from pathlib import Path

import pytest
from sympy import Float, N, Rational, Symbol
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

from symdescent.proofs import Kind, Problem, minimum

FILE = Path(__file__).parents[1] / "reference" / "exact_problems.json.gz"
STATUS = {
    Kind.GLOBAL: "attained",
    Kind.UNBOUNDED: "unbounded",
    Kind.NOT_ATTAINED: "unattained",
}
SLOW = {"g12_fermat", "m10_goldstein_price"}
FAST_MACHINES = {"g12_fermat", "m10_goldstein_price"}  # some seconds of branch and bound
ENTRIES = [e for e in json.loads(gzip.decompress(FILE.read_bytes())) if not e["params"]]


def problem_of(entry):
    names = {name: Symbol(name, real=True) for name in entry["variables"]}
    steps = (*standard_transformations, rationalize)
    expression = parse_expr(entry["formula"], names, transformations=steps)
    pairs = {name: tuple(map(Rational, ends)) for name, ends in (entry["bounds"] or {}).items()}
    box = tuple(pairs.get(name, (None, None)) for name in names)
    return Problem(expression, tuple(names.values()), box)


def marked(entry):
    marks = [pytest.mark.slow] if entry["id"] in SLOW else []
    return pytest.param(entry, id=entry["id"], marks=marks)


def test_all_are_there():
    assert len(ENTRIES) == 62


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("entry", [marked(entry) for entry in ENTRIES])
def test_answer(entry):
    found = minimum(problem_of(entry), 10)
    if entry["id"] not in FAST_MACHINES:
        assert found.kind in STATUS, found.reason
    if found.kind in STATUS:
        assert STATUS[found.kind] == entry["status"]
    if found.kind in (Kind.GLOBAL, Kind.NOT_ATTAINED):
        assert abs(N(found.value, 45) - Float(entry["value"], 50)) < Float("1e-40")
    if found.kind is Kind.GLOBAL and found.complete and not found.parameters:
        assert_same_points(entry, found)


def assert_same_points(entry, found):
    wanted = entry["minimisers"]
    if wanted is None:
        return
    assert len(found.points) == len(wanted)
    for point in wanted:
        target = [Float(point[name], 30) for name in entry["variables"]]
        gaps = [
            max(abs(N(a, 30) - b) for a, b in zip(p, target, strict=True)) for p in found.points
        ]
        assert min(gaps) < Float("1e-25")
