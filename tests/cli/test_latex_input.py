"""LaTeX at the terminal: the flag, files in which it runs over lines, and what is shown of it."""

import json
import subprocess
import sys

import pytest
from running import piped, run

from symdescent.cli.arguments import COMMANDS, parser
from symdescent.cli.main import main
from symdescent.cli.sources import decoded


def test_the_flag_makes_a_product_of_xy(capsys):
    assert main(["-q", "--latex", "xy + x^2 + y^2 - 3x"]) == 0
    assert capsys.readouterr().out == "2, -1\n"
    assert main(["-q", "xy^2 - 2xy"]) == 0
    assert capsys.readouterr().out == "1\n"


def test_every_command_that_takes_a_formula_knows_the_flag():
    takers = [n for n in COMMANDS if any(a.dest == "let" for a in parser(n)._actions)]
    assert len(takers) >= 7
    for name in takers:
        assert parser(name).parse_args(["x", "--latex"]).latex is True


@pytest.mark.parametrize("tex", [r"-\frac{1}{2}x^2 + x^4/4", r"$-\tfrac12 x^2 + x^4/4$"])
def test_a_minus_at_the_beginning_is_a_formula(tex, capsys):
    assert main(["minimum", "-q", tex]) == 0
    assert capsys.readouterr().out in ("-1\n", "1\n")


BLOCKS = [
    ("x^2\n\\frac{x}{2}\n", [(1, "x^2"), (2, r"\frac{x}{2}")]),
    ("% a\n# b\n\nx^2\n", [(4, "x^2")]),
    ("\\begin{align}\nx^2 \\\\ % c\n+ 1\n\\end{align}\ny", 2),
    ("$$\nx^2\n$$\n$$y$$\n", [(1, "$$ x^2 $$"), (4, "$$y$$")]),
    ("\\[\nx^2\n\\]\nx", [(1, r"\[ x^2 \]"), (4, "x")]),
    ("\\begin{align}\nx^2\ny^2\n", [(1, r"\begin{align}"), (2, "x^2"), (3, "y^2")]),
    ("\\begin{cases} x & x>0 \\\\[2pt]\n 0 & x \\le 0 \\end{cases}\n", 1),
]


@pytest.mark.parametrize(("text", "lines"), BLOCKS)
def test_a_formula_may_run_over_lines(text, lines):
    found = decoded(text.encode())
    assert found == lines if isinstance(lines, list) else len(found) == lines
    assert all("%" not in line for _, line in found)


def test_the_flag_holds_for_every_line_of_a_file(tmp_path, capsys):
    file = tmp_path / "formulas.tex"
    file.write_text("xy + x^2 + y^2 % a product\n\\frac{x^2}{2} - x\n\\sen x\n")
    assert main(["minimum", "-q", "--latex", "-f", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == "0, 0\n1\n"
    assert err.startswith("error: line 3: unknown command \\sen\n  \\sen x\n  ^^^^\n")


def test_json_tells_the_latex_and_how_it_was_read(capsys, monkeypatch):
    tex = r"\frac{1}{2}\left(x_{1}-4\right)^{2}"
    monkeypatch.setattr("sys.stdin", piped(tex.encode()))
    assert main(["--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["formula"]["text"] == tex
    assert told["formula"]["read_as"] == "1/2*(x_1 - 4)^2"
    assert told["formula"]["variables"] == ["x_1"]


def test_a_letter_with_an_index_is_given_its_value(capsys):
    tex = r"(x_{1} - a_{2})^2 + \lambda x_{1}^2"
    assert main(["minimum", "-q", tex, "--let", "a_2=3", "--let", "lambda=2"]) == 0
    assert capsys.readouterr().out == "1\n"


def test_a_mistake_loads_nothing_heavy():
    code = (
        "import sys; from symdescent.cli.main import main; "
        r"main([r'\frac{x}{2']); print([m for m in ('sympy', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.slow
def test_it_works_where_only_ascii_is_known():
    status, out, err = run(
        "minimum", r"\theta^2 + \varphi^2", PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C"
    )
    assert status == 0, err
    assert r"\theta^2 + \varphi^2" in str(out)
