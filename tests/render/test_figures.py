"""`symdescent.figure`: what fits each result, and what it refuses."""

import pytest

import symdescent
from symdescent.render.svg import svg
from tests.figure_cases import BOWL, WELLS, contest, parabola, plot, rosenbrock


def test_it_is_the_plot_that_fits():
    assert symdescent.figure(parabola(), size="screen") == svg(plot("curve")).encode()
    assert symdescent.figure(parabola(), kind="gap", size="screen") == svg(plot("gap")).encode()
    assert symdescent.figure(rosenbrock(), size="screen") == svg(plot("contours")).encode()
    assert symdescent.figure(contest(), size="screen") == svg(plot("optimizers")).encode()


@pytest.mark.slow
def test_a_sweep_and_a_catchment_have_theirs():
    swept = symdescent.sweep(BOWL, {"lr": "0.01..0.1:5"}, start="2,11", steps=100)
    assert b"learning rate" in symdescent.figure(swept, "svg")
    caught = symdescent.catchment(WELLS, "[-2,2]", 20, rate="0.1")
    assert b"tikzpicture" in symdescent.figure(caught, "tex")


def test_of_many_variables_it_is_the_gap():
    done = symdescent.study("x^2 + y^2 + z^2", start=1, rate="0.1", steps=5)
    assert b"logarithmic" in symdescent.figure(done, language="en")
    assert "logarithmisch" in symdescent.figure(done, language="de").decode()


@pytest.mark.parametrize(
    "given, told",
    [
        ({"form": "gif"}, "no form of a figure 'gif'"),
        ({"kind": "paths"}, "no kind 'paths'"),
        ({"size": "columm"}, "did you mean  column"),
    ],
)
def test_it_refuses_what_there_is_not(given, told):
    with pytest.raises(symdescent.InputError) as caught:
        symdescent.figure(parabola(), **given)
    assert told in str(caught.value)


@pytest.mark.slow
def test_a_pdf_by_its_extra():
    pytest.importorskip("matplotlib")
    assert symdescent.figure(parabola(), "pdf").startswith(b"%PDF")
