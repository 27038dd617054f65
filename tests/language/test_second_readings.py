"""Names and exponents that may be meant otherwise are told, wherever an answer is shown."""

import pytest

import symdescent
from symdescent.cli.main import main
from symdescent.language import parse

NOTED = {
    "xsinx": "x*sin(x)",
    "xlnx + x": "x*ln(x)",
    "2 xcosx": "x*cos(x)",
    "x^-1/2": "x^(-1/2)",
    "x^-3/2": "x^(-3/2)",
    "x^1/2": "x^(1/2)",
    "2 x^T x": "coordinates",
}
PLAIN = ["loss^2 + cost", "x^3/2", "L(T) = 3^T + T^2", "x^2/2", "(x)^(-1/2)"]


@pytest.mark.parametrize("text", NOTED)
def test_what_may_be_meant_otherwise_is_told(text):
    assert any(NOTED[text] in note for note in parse(text).notes)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_plain_is_not_noted(text):
    assert parse(text).notes == ()


def test_a_logarithm_to_a_base_needs_no_brackets():
    assert parse("x log_2 x").tree != parse("x log x").tree
    assert [parse(text).names for text in ("log_2 x", "lb x", "log_10 x")] == [("x",)] * 3


@pytest.mark.parametrize("words", [["compare"], ["sweep"], ["minimum"], ["gradient"], []])
def test_every_answer_tells_how_doubtful_text_was_read(capsys, words):
    main(
        [
            *words,
            "x^2 + 3xy",
            *(["--steps", "5"] if words[:1] not in (["minimum"], ["gradient"]) else []),
        ]
    )
    told = capsys.readouterr()
    assert "note: xy read as one name; write x*y for the product" in told.out + told.err


def test_a_figure_tells_it_beside_its_file(capsys, tmp_path):
    main(["plot", "x^2 + 3xy", "--steps", "5", "-o", str(tmp_path / "p.svg")])
    assert "note: xy read as one name" in capsys.readouterr().err


def test_a_minimum_alone_tells_it():
    sympy = pytest.importorskip("sympy")
    p = sympy.Symbol("p", positive=True)
    assert "note: sympy assumes that p is positive" in str(symdescent.minimum(p**2 + p))


def test_the_hint_for_bounds_is_one_that_is_taken(capsys):
    assert main(["minimum", "x^2 for x>1"]) == 2
    assert '--box "x>=1"' in capsys.readouterr().err
    assert main(["minimum", "x^2", "--box", "x>=1"]) == 0
