"""scipy's solvers, run in a thread, hand over the iterates that they make alone."""

import gzip
import json
import threading
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

import symdescent
from symdescent.cli.main import main
from symdescent.numeric import scipy_solvers
from symdescent.numeric.run import Ending
from symdescent.numeric.scipy_solvers import SOLVERS
from symdescent.optimizers.frameworks import scipy

REFERENCE = Path(__file__).parent.parent / "reference" / "second_order.json.gz"
ROSENBROCK = "(1-x)^2 + 100*(y-x^2)^2"
BOXED = [name for name, solver in SOLVERS.items() if solver.bounds]
with gzip.open(REFERENCE, "rt") as file:
    ENDS = [e for e in json.load(file)["entries"] if e["library"] == "scipy" and e["stationary"]]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("method", sorted({entry["method"] for entry in ENDS}))
def test_ends_where_scipy_did(method):
    for entry in (e for e in ENDS if e["method"] == method):
        run = symdescent.descend(
            entry["formula"], optimizer=f"scipy:{method}", start=entry["start"], steps=5000
        )
        slope = float(np.linalg.norm(run.gradients[-1]))
        allowed = 2 * slope / min(entry["hessian_eigenvalues_there"]) + 1e-7
        away = float(np.linalg.norm(run.points[-1] - entry["stationary"]))
        assert away <= allowed < 1e-2, entry["formula"]


@pytest.mark.slow_beyond(10)
@pytest.mark.parametrize("method", SOLVERS)
def test_the_iterates_are_those_of_a_callback(method):
    """scipy called by itself, with nothing of ours but the compiled formula."""
    found, seen = symdescent.objective(ROSENBROCK), [[-1.2, 1.0]]
    solver = SOLVERS[method]
    with np.errstate(all="ignore"):
        minimize(
            found.value,
            [-1.2, 1.0],
            method=method,
            jac=found.gradient if solver.gradient else None,
            hess=found.hessian if solver.hessian else None,
            tol=1e-12,
            callback=lambda x, *_: seen.append(np.array(x).tolist()),
            options=dict.fromkeys(solver.lasting, 1000),
        )
    moved = [seen[0], *(b for a, b in zip(seen, seen[1:], strict=False) if a != b)]
    run = symdescent.descend(ROSENBROCK, optimizer=f"scipy:{method}", start="-1.2,1", steps=20)
    rows = min(len(moved), run.steps + 1)
    assert rows > 10
    assert run.points[:rows].tolist() == moved[:rows]


@pytest.mark.parametrize("method", SOLVERS)
def test_no_thread_is_left_behind(method):
    before = threading.active_count()
    run = symdescent.descend(ROSENBROCK, optimizer=f"scipy:{method}", start="-1.2,1", steps=3)
    assert run.steps == 3 and run.outcome.ending is Ending.OUT_OF_STEPS
    assert threading.active_count() == before


@pytest.mark.parametrize("method", ["BFGS", "COBYLA", "L-BFGS-B"])
def test_ctrl_c_keeps_what_was_reached(method):
    def watch(here):
        if here.step == 4:
            raise KeyboardInterrupt

    run = symdescent.descend(ROSENBROCK, optimizer=f"scipy:{method}", start="-1.2,1", watch=watch)
    assert (run.steps, run.outcome.ending) == (4, Ending.STOPPED)


@pytest.mark.parametrize("method", BOXED)
def test_bounds_are_kept(method):
    text = "(x-5)^2 + (y+5)^2 + x*y"
    run = symdescent.descend(text, optimizer=f"scipy:{method}", start="0.5,1", box="[0,2]")
    assert ((run.points >= 0) & (run.points <= 2)).all()
    assert run.points[-1] == pytest.approx([2, 0], abs=1e-4)


@pytest.mark.parametrize("method", [name for name in SOLVERS if name not in BOXED])
def test_bounds_are_refused_by_those_that_know_none(method):
    with pytest.raises(symdescent.InputError, match="no bounds"):
        symdescent.descend("x^2", optimizer=f"scipy:{method}", box="[0,1]")


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("method", SOLVERS)
@pytest.mark.parametrize("text", ["-x^2", "|x|", "-log(x) - log(1-x)", "sqrt(x)"])
def test_whatever_happens_a_run_comes_back(method, text):
    run = symdescent.descend(text, optimizer=f"scipy:{method}", start=0.25, steps=40)
    assert np.isfinite(run.values).all() and run.outcome.sentence


def test_too_many_variables_for_a_hessian_are_said():
    with pytest.raises(symdescent.InputError):
        symdescent.descend(
            "sum(i=1..60, x[i]^2)", optimizer="scipy:Newton-CG", start=1, settings={}
        )


def test_an_option_is_carried_over_and_an_unknown_one_refused():
    given = {"maxcor": 3, "tol": "1e-8"}
    algorithm = symdescent.from_framework("scipy", "L-BFGS-B", given).rule
    assert algorithm.settings["maxcor"] == 3
    short, long = (
        symdescent.descend(
            ROSENBROCK, optimizer="scipy:L-BFGS-B", start="-1.2,1", settings={"maxcor": m}, steps=30
        )
        for m in (1, 10)
    )
    assert short.points[:5].tolist() != long.points[:5].tolist()
    with pytest.raises(symdescent.InputError) as caught:
        symdescent.from_framework("scipy", "L-BFGS-B", {"maxcorr": 3})
    assert caught.value.hint == "did you mean  maxcor ?"
    with pytest.raises(symdescent.InputError) as caught:
        symdescent.from_framework("scipy", "LBFGSB", {})
    assert caught.value.hint == "did you mean  L-BFGS-B ?"


def test_without_scipy_the_extra_is_named(monkeypatch, capsys):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(scipy_solvers, "import_module", missing)
    assert main(["x^2", "--optimizer", "scipy:BFGS"]) == 3
    assert "symdescent[scipy]" in capsys.readouterr().err


def test_the_two_tables_name_the_same_solvers():
    assert list(sorted(SOLVERS)) == sorted(scipy.SOLVERS)
    for name, solver in SOLVERS.items():
        takes = scipy.SOLVERS[name].takes
        assert (solver.gradient, solver.hessian) == ("g" in takes, "H" in takes)
