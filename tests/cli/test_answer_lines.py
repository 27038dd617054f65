"""What the lines of an answer say, in the table, in a pipe and in LaTeX."""

import re

import pytest

from symdescent.cli.main import main
from symdescent.language import parse, pretty


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    main([*words])
    return capsys.readouterr().out


def test_a_factor_of_one_is_not_printed():
    shown = {
        "1*x_1^2": "x₁²",
        "1x_1^2 + 2x_2^2": "x₁² + 2x₂²",
        "-1*x^2": "−x²",
        "3*(1*(x+1))": "3(x + 1)",
        "1/x": "1/x",
        "11*x": "11x",
        "1/2*x": "½x",
    }
    for typed, words in shown.items():
        assert pretty(parse(typed).tree) == words


def test_a_maximum_is_told_with_its_value(capsys):
    formula = "maximize 4-(x-1)^2"
    apart = formula.split(" ", 1)
    for words in ([formula, "--x0", "3"], ["minimum", formula], apart, ["minimum", *apart]):
        assert re.search(r"\n  Maximum +4   of 4 − \(x − 1\)²\n", said(capsys, *words))
        assert "\nMaximum: $4$.\n" in said(capsys, *words, "--format", "tex")
    assert "- **Maximum:** 4" in said(capsys, formula, "--x0", "3", "--format", "md")
    assert re.search(
        r"\n  Supremum +π/2   of atan\(x\)", said(capsys, "minimum", "maximize atan(x)")
    )
    assert "Maximum" not in said(capsys, "minimum", "(x-1)^2")


def test_a_pipe_has_x_min_in_plain_letters(capsys):
    line = next(x for x in said(capsys, "x^2+y^2", "--x0", "1,1").split("\n") if "=> L(" in x)
    assert line.startswith("  x_min = (0.000, 0.000)\t=> L(0.000, 0.000) = 0.000")


def test_one_critical_point_is_in_the_singular(capsys):
    for formula in ("x^4+y^4+x^2+y^2+x*y", "x^4+y^4+2x^2*y^2+x^2+x*y+y^2"):
        shown = said(capsys, "minimum", formula)
        assert "all 1 critical points" not in shown


def test_euler_s_number_is_one_symbol_in_latex(capsys):
    for formula in ("exp(x)-e*x", "x^2+e", "exp(-x)+x+e^2/3"):
        for command in ((), ("minimum",), ("gradient",)):
            shown = said(capsys, *command, formula, "--format", "tex").split("Note:")
            bare = shown[0].replace(r"\mathrm{e}", "") + "".join(shown[1:]).partition("\n")[2]
            assert r"\mathrm{e}" in shown[0], (formula, command)
            assert not re.search(r"(?<![a-zA-Z\\])e(?![a-zA-Z])", bare), (formula, command)
