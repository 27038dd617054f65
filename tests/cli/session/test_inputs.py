"""How a pasted text falls into inputs."""

import pytest

from symdescent.cli.session.state import goes_on, inputs

PASTED = [
    ("", []),
    ("\n \n", []),
    ("x^2", ["x^2"]),
    ("a = 3\nx^2\nrun\n", ["a = 3", "x^2", "run"]),
    ("x^2 +\n  y^2\nrun", ["x^2 + y^2", "run"]),
    ("max(\nx,\n1)\nrun", ["max( x, 1)", "run"]),
    ("# a comment +\nx^2", ["x^2"]),
    ("(x\n\nrun", ["(x", "run"]),
    ("(x", ["(x"]),
    ("x)\nrun", ["x)", "run"]),
    (
        "f(x) = \\begin{cases}\n  x^2 & x < 0 \\\\\n  2x & x \\ge 0\n\\end{cases}\nrun",
        [r"f(x) = \begin{cases} x^2 & x < 0 \\ 2x & x \ge 0 \end{cases}", "run"],
    ),
    ("$$\nx^2\n$$\nrun", ["$$ x^2 $$", "run"]),
    ("\\begin{cases} x\n\nrun", ["\\begin{cases} x", "run"]),
]


@pytest.mark.parametrize("text, found", PASTED)
def test_inputs(text, found):
    assert inputs(text) == found


@pytest.mark.parametrize("text", ["(x", "x +", "run\nx^2 *", "a =", "$$ x", r"\begin{cases}"])
def test_what_goes_on(text):
    assert goes_on(text)
    assert not goes_on(f"{text}\n")


@pytest.mark.parametrize("text", ["", "x", "(x)", "(x\n", "# (", "x)", "run\nx^2"])
def test_what_does_not(text):
    assert not goes_on(text)
