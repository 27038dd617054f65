"""Random formulas: whatever is claimed, sampling must not contradict it."""

import contextlib
import signal

import pytest
from exact_oracle import Maker, X, complaint
from sympy import Integer, Rational

from symdescent.proofs import Kind, Minimum, Problem, ladder

QUICK = [rung for rung in ladder.RUNGS if not rung.name.startswith("branch, ")]
CLAIMS = {Kind.GLOBAL, Kind.NOT_ATTAINED, Kind.UNBOUNDED}


class TooLong(Exception):
    pass


@contextlib.contextmanager
def at_most(seconds):
    def ring(*_):
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def hunt(seed, count, two, seconds):
    maker, claims, wrong = Maker(seed), 0, []
    for _ in range(count):
        problem = maker.problem(two)
        found = Minimum(Kind.UNDECIDED)
        with contextlib.suppress(TooLong), at_most(seconds):
            *_, found = found, *ladder.climb(problem, rungs=QUICK)
        if found.kind in CLAIMS:
            claims += 1
            said = complaint(problem, found)
            if said:
                wrong.append((problem.expression, problem.box, found.kind, found.rung, said))
    return claims, wrong


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "count", "two"), [(1, 40, False), (2, 10, True)])
def test_no_claim_is_contradicted(seed, count, two):
    claims, wrong = hunt(seed, count, two, 1.0)
    assert wrong == []
    assert claims > count / 4


@pytest.mark.long
@pytest.mark.parametrize("seed", [10])
@pytest.mark.parametrize("two", [False, True])
def test_no_claim_is_contradicted_at_length(seed, two):
    _, wrong = hunt(seed, 15 if two else 90, two, 2.0)
    assert wrong == []


@pytest.mark.parametrize(
    "found",
    [
        Minimum(Kind.GLOBAL, points=((Integer(0),),), value=Rational(1, 1000)),
        Minimum(Kind.GLOBAL, points=((Rational(1, 1000),),), value=Integer(0)),
        Minimum(Kind.NOT_ATTAINED, value=Integer(-1)),
        Minimum(Kind.NOT_ATTAINED, value=Rational(1, 1000)),
    ],
)
def test_the_judge_sees_a_lie(found):
    assert complaint(Problem(X**2, (X,), ((None, None),)), found)
