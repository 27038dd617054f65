"""The worker ends at its deadline, leaves nothing behind, and keeps the strongest answer."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest
from sympy import Integer, Symbol, exp, sin

from symdescent.proofs import Kind, Minimum, Problem, ladder, minimum, process, start, worker
from symdescent.proofs.steps import Why, level_at, reason
from tests.clock import spent

X = Symbol("x", real=True)
FREE = ((None, None),)
SMOOTH = Problem(exp(X) - X, (X,), FREE)


NEAR = reason(Why.NO_RUNG_BELOW)


def forever(problem):
    number = 3
    while True:  # big numbers do not listen to signals
        number = number**3 % 10 ** (10**6) + pow(7, 10**6)


def known(problem):
    return Minimum(Kind.LOCAL, points=((Integer(1),),), value=Integer(0), reasons=(NEAR,))


@pytest.fixture
def rungs(monkeypatch):
    def use(*climbs):
        made = tuple(ladder.Rung(c.__name__, "", c) for c in climbs)
        monkeypatch.setattr(ladder, "RUNGS", made)

    return use


def test_an_answer():
    found = minimum(SMOOTH, 10)
    assert (found.kind, found.points, found.value) == (Kind.GLOBAL, ((0,),), 1)
    assert found.reasons == () and 0 < found.seconds < 10


def test_a_quadratic_needs_no_process():
    pending = start(Problem((X - 4) ** 2 / 2, (X,), FREE))
    assert pending.child is None
    found = pending.result(0)
    assert found.points == ((4,),) and found.complete
    assert found.is_convex and found.proof[0].facts == (level_at((4,)),)


@pytest.mark.slow
def test_the_deadline_is_kept_and_the_strongest_answer_with_it(rungs):
    rungs(known, forever)
    begun = spent()
    found = minimum(SMOOTH, 0.5)
    assert spent() - begun < 1.0
    assert found.kind is Kind.LOCAL
    assert found.reasons == (NEAR, reason(Why.OUT_OF_TIME, rung="forever", seconds="0.5"))


def test_the_time_that_counts_is_the_processors(rungs):
    """A child that is kept from working (here by SIGSTOP) still gets the whole of its time."""

    def busy(problem):
        begun = time.process_time()
        while time.process_time() - begun < 0.3:
            pass
        return known(problem)

    rungs(busy)
    pending = start(SMOOTH)
    os.kill(pending.child.pid, signal.SIGSTOP)
    waker = threading.Timer(1.0, os.kill, (pending.child.pid, signal.SIGCONT))
    waker.start()
    assert pending.result(2.0).kind is Kind.LOCAL
    waker.join()


def test_a_child_that_sleeps_ends_at_the_ceiling(rungs):
    rungs(lambda problem: time.sleep(60))
    begun = time.perf_counter()
    assert minimum(SMOOTH, 0.1).kind is Kind.UNDECIDED
    assert 0.1 * process.SLACK <= time.perf_counter() - begun < 20


def test_out_of_time_names_the_rung(rungs):
    rungs(forever)
    found = minimum(SMOOTH, 0.2)
    assert found.kind is Kind.UNDECIDED
    assert found.reasons == (reason(Why.OUT_OF_TIME, rung="forever", seconds="0.2"),)


def test_no_zombie_and_no_open_file(rungs):
    rungs(forever)
    before = len(os.listdir("/proc/self/fd"))
    pending = [start(SMOOTH) for _ in range(3)]
    numbers = [p.child.pid for p in pending]
    for p in pending:
        p.cancel()
        p.cancel()
    assert len(os.listdir("/proc/self/fd")) == before
    for number in numbers:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def test_a_broken_rung_leaves_the_others_their_turn(rungs):
    def broken(problem):
        raise ZeroDivisionError

    rungs(broken, known)
    assert minimum(SMOOTH, 5).kind is Kind.LOCAL
    rungs(broken)
    why = reason(Why.RUNG_BROKE, rung="broken", error="ZeroDivisionError")
    assert minimum(SMOOTH, 5).reasons == (why,)


def test_memory_is_bounded(rungs):
    def greedy(problem):
        return Minimum(Kind.GLOBAL, value=Integer(len(bytearray(2**31))))

    rungs(greedy)
    found = minimum(SMOOTH, 10)
    assert found.kind is Kind.UNDECIDED and found.reasons[0].given["error"] == ("MemoryError",)


def test_ctrl_c_does_not_reach_the_child(rungs):
    def patient(problem):
        time.sleep(0.6)
        return known(problem)

    rungs(patient)
    pending = start(SMOOTH)
    time.sleep(0.2)
    os.kill(pending.child.pid, signal.SIGINT)
    assert pending.result(5).kind is Kind.LOCAL


@pytest.mark.slow
def test_a_fresh_interpreter_serves_where_there_is_no_fork(monkeypatch):
    monkeypatch.setattr(process, "FORKS", False)
    found = minimum(SMOOTH, 20)
    assert (found.kind, found.value) == (Kind.GLOBAL, 1)
    assert minimum(Problem(sin(X) * exp(X), (X,), FREE), 0.05).kind is Kind.UNDECIDED


@pytest.mark.slow
def test_the_child_dies_with_its_parent():
    script = """
        import os, signal, time
        from sympy import Symbol, exp
        from symdescent.proofs import Problem, ladder, start
        def forever(problem):
            while True: pow(7, 10**6)
        ladder.RUNGS = (ladder.Rung("forever", "", forever),)
        x = Symbol("x", real=True)
        print(start(Problem(exp(x), (x,), ((None, None),))).child.pid, flush=True)
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=60
    )
    number = int(done.stdout)
    deadline = time.perf_counter() + 5
    while time.perf_counter() < deadline and _alive(number):
        time.sleep(0.05)
    assert not _alive(number)


def _alive(number):
    try:
        with open(f"/proc/{number}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_messages():
    heard = worker.Progress().hear("rung bounds").hear("fault rung_broke|bounds|ValueError")
    heard = heard.hear("nonsense")
    fault = reason(Why.RUNG_BROKE, rung="bounds", error="ValueError")
    assert (heard.rung, heard.fault, heard.ended) == ("bounds", fault, False)
    assert heard.hear("end").ended
