"""What no solver finishes ends at the deadline, and the next formula is answered as ever."""

import gzip
import json
from pathlib import Path

import pytest
from sympy import Add, Integer, Mul, Pow, Symbol, exp, sin

import symdescent
from symdescent.proofs import Kind, Problem, minimum
from tests.clock import spent

X, Y = Symbol("x", real=True), Symbol("y", real=True)
FREE = (None, None)
FILE = Path(__file__).parents[1] / "reference" / "hostile.json.gz"
ALL = json.loads(gzip.decompress(FILE.read_bytes()))["entries"]
ENTRIES = [e for e in ALL if e["stage"] == "closed_form"]
LIMIT, GRACE = 1.0, 0.5
WORDS = {
    Kind.GLOBAL: {"found"},
    Kind.LOCAL: {"local", "unknown"},
    Kind.STATIONARY: {"unknown"},
    Kind.UNDECIDED: {"unknown", "timeout"},
    Kind.UNBOUNDED: {"unbounded", "none_exists"},
    Kind.NOT_ATTAINED: {"none_exists"},
}


def test_they_are_there():
    assert len(ENTRIES) == 11


@pytest.fixture(autouse=True, scope="module")
def loaded():
    """What is loaded on first use is loaded."""
    assert symdescent.minimum("x^4 - 4x").points == ((1,),)


@pytest.mark.slow
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["id"])
def test_the_deadline_is_kept(entry):
    """What was thought out of reach may be found by now; what must never be said is not."""
    begun = spent()
    found = symdescent.minimum(entry["input"], time_limit=LIMIT)
    assert spent() - begun < LIMIT + GRACE
    wanted = entry["closed_form"]
    told = WORDS[found.kind]
    assert told & {*wanted["status"]} or (told == {"found"} and "timeout" in wanted["status"])
    assert not told & {*wanted.get("never", ())}
    if found.kind is Kind.GLOBAL and "argmin" in wanted:
        assert abs(float(found.points[0][0]) - wanted["argmin"]["x"]) < 1e-12
    assert symdescent.minimum("x^4 - 4x", time_limit=5).points == ((1,),)


def tower(*storeys):
    """9^(9^9), never multiplied out: the grammar would refuse it."""
    top = Integer(storeys[-1])
    for storey in storeys[-2::-1]:
        top = Pow(Integer(storey), top, evaluate=False)
    return top


BOMBS = [
    Add(X**2, tower(9, 9, 9), evaluate=False),
    Mul(tower(9, 9, 9), X**2, evaluate=False),
    Pow(X - 1, tower(2, 2, 2, 2, 2), evaluate=False) + X**2,
    exp(exp(exp(exp(X)))) + sin(tower(7, 7, 7)) * X,
    Add(*[(X * Y - k) ** 20 * sin(X + k * Y) for k in range(30)]),
]


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_a_bomb_ends(bomb):
    letters = (X, Y) if Y in bomb.free_symbols else (X,)
    begun = spent()
    minimum(Problem(bomb, letters, (FREE,) * len(letters)), LIMIT)
    assert spent() - begun < LIMIT + GRACE
    assert minimum(Problem(X**4 - 4 * X, (X,), (FREE,)), 5).points == ((1,),)
