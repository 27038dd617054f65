"""What print and the prompt of Python show of every public record: a few lines for a person."""

import dataclasses
import re
import subprocess
import sys

import pytest

import symdescent
from symdescent import notebook_hook
from symdescent.render import printed

CLASSIC = """\
L(x) = ½(x − 4)²
x* = 4, L* = 0   unique, global (proved: L is convex, and its gradient vanishes there: ∇L(4) = 0)
gradient descent, η = 0.1, from x = 14: all 100 steps were taken
x_min = 4.000 => L(4.000) = 0.000
agrees: after 100 steps 2.656e-04 from the proved minimum; within 1e-6 at k = 153"""
RUN = """\
gradient descent: all 100 steps were taken
    k          xₖ          L
    0          14      50.00
    1          13      40.50
    2        12.1      32.81
    3       11.29      26.57
    4      10.561      21.52
    5      9.9049      17.43
  100  4.00026561  3.528e-08
all of them: .points, .values, .gradients, .to_frame()"""
MINIMUM = """\
x* = 4, L* = 0   unique, global, proved
  1. L is convex, and its gradient vanishes there: ∇L(4) = 0
"""
INTERNALS = re.compile(r"\w+\(\w+=|<[\w.]+ object|mappingproxy|\bstart=\d|Fraction\(")


@pytest.fixture(scope="module")
def classic():
    return symdescent.study("1/2*(x-4)^2", start=14, rate="1/10", steps=100)


@pytest.fixture(scope="module")
def records(classic):
    """One of each kind that a person gets hold of."""
    plane = symdescent.study("(1-x)^2 + 100*(y-x^2)^2", start="-1.2,1", optimizer="adam", steps=9)
    many = symdescent.study("sum(i=1..20, (x[i]-i)^2)", steps=5)
    contest = symdescent.compare("x^2+y^2", ["gd", "adam"], start=1, steps=20)
    return [
        *(classic, classic.run, classic.minimum, classic.verdict, classic.closed, classic.setting),
        *(classic.derivation, plane, plane.run, plane.minimum, plane.derivation, many, many.run),
        *(symdescent.study("x^4/4 - x^2/2 + x/10", start=1), symdescent.minimum("x^3")),
        *(symdescent.search("x^4 - 3x^3 + 2", box="[0,10]"), symdescent.parse("1/2x^2 + log(x)")),
        *(symdescent.cases("a*x^2+b*x", parameters="a,b"), symdescent.objective("x^2+y^2")),
        *(contest, contest.contenders[0], symdescent.sweep("x^2", {"lr": "0.1..1"}, start=1)),
        *(symdescent.catchment("x^4-x^2", "[-1,1]", 20), symdescent.example("x^2")),
        *(
            symdescent.check("x^2", gradient="x", hessian="2", value="1"),
            symdescent.Document((), ()),
        ),
        *(symdescent.exercises("quadratic", 2), symdescent.check("x^2", value="0").claims[0]),
        *(symdescent.from_framework("torch", "Adam", {}), symdescent.read_rule("x = x - 0.1*g")),
        symdescent.from_framework("scipy", "BFGS", {}).rule,
    ]


def test_a_study_a_run_and_a_minimum_as_a_person_wants_them(classic):
    assert re.sub(r"\s*=>\s*", " => ", str(classic)) == CLASSIC
    assert str(classic.run) == RUN
    assert str(classic.minimum).startswith(MINIMUM)
    assert str(classic.minimum).endswith("independently checked")


@pytest.mark.slow
def test_every_record_is_told_in_a_few_lines_without_internals(records):
    kinds = {type(record) for record in records} | {printed.Algorithm}
    assert kinds == set(printed.LINES)
    for record in records:
        text = repr(record)
        lines = text.splitlines()
        assert 1 <= len(lines) <= 12 and all(line.strip() for line in lines), text
        assert not INTERNALS.search(text), text
        assert text == str(record) == f"{record}" == notebook_hook.short(record)


def test_studies_runs_and_minima_have_three_to_twelve_lines(records):
    for record in records:
        if isinstance(record, symdescent.Study | symdescent.Run | symdescent.Minimum):
            assert 2 <= len(str(record).splitlines()) <= 12
            assert not isinstance(record, symdescent.Study) or str(record).count("\n") >= 2


@pytest.mark.slow
def test_a_notebook_has_the_same_lines_as_its_plain_text(records):
    for record in records:
        draws = getattr(record, "_repr_mimebundle_", None)
        documents = (symdescent.Example, symdescent.Exercises, symdescent.Document)
        if draws and not isinstance(record, documents):
            assert draws()["text/plain"] == repr(record)


def test_public_records_that_are_not_told_have_short_fields():
    """What is left to dataclasses is what a person gives: no more than a line of it."""
    for name in symdescent.__all__:
        kind = getattr(symdescent, name)
        if dataclasses.is_dataclass(kind) and kind not in printed.LINES:
            assert name in ("Contest", "Limits") and len(repr(kind())) < 150


def test_lines_beyond_the_twelfth_are_counted():
    proof = tuple(symdescent.minimum("x^2").proof) * 8
    long = dataclasses.replace(symdescent.minimum("x^2"), proof=proof)
    lines = str(long).splitlines()
    assert len(lines) == 12 and lines[-1] == f"... {len(proof) + 2 - 11} more lines"


def test_private_names_are_private():
    shown = {name for name in dir(symdescent.objective("x^2")) if not name.startswith("_")}
    assert shown == {"names", "value", "gradient", "hessian"}


def test_a_lone_minimum_has_the_names_that_were_typed():
    """x_2 = 5 is never told as the second of two."""
    assert str(symdescent.minimum("(x_2-5)^2 + (x_3-7)^2")).startswith("(x₂, x₃)* = (5, 7)")
    assert str(symdescent.minimum("(theta-5)^2")).startswith("θ* = 5")
    assert str(symdescent.minimum("(b-1)^4 + (a-2)^2")).startswith("(a, b)* = (2, 1)")


def test_one_variable_may_be_a_number_alone():
    L = symdescent.objective("(x-4)^2")
    assert L.value(6) == 4 and L.gradient(6).tolist() == [4] and L.hessian(6).tolist() == [[2]]
    with pytest.raises(symdescent.InputError, match=r"\(2,\) or \(2, m\) for x, y; got \(\)"):
        symdescent.objective("x+y^2").value(6)


@pytest.mark.slow
def test_nothing_that_draws_is_loaded_before_something_is_shown():
    code = (
        "import sys, symdescent; run = symdescent.descend('x^2', start=1);"
        "print('symdescent.render' in sys.modules, 'rich' in sys.modules); str(run);"
        "print('symdescent.render' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]
