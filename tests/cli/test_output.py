"""What is printed: every format, colour or none, piped in full or within a terminal's width."""

import csv
import io
import json
import re
from fractions import Fraction

import pytest
from running import ESCAPE, on_terminal, run, shown

from symdescent.cli.arguments import COMMANDS
from symdescent.cli.main import main

CLASSIC = ["1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100"]
LONG = ["sum(i=1..6, (x[i]-i)^2 + cos(x[i])^2)", "--steps", "40"]


@pytest.fixture
def printed(capsys):
    def asked(*words):
        main(list(words))
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return asked


QUIET = [
    (CLASSIC, "4"),
    (["-x^2+x^4"], "-sqrt(2)/2"),
    (["(x-1/3)^2 + (y+2)^2"], "1/3, -2"),
    (["x^4 - x^2/2", "--x0", "3"], "-0.5"),
]


@pytest.mark.parametrize("words, minimiser", QUIET, ids=repr)
def test_quiet_is_the_minimiser_alone(words, minimiser, printed):
    assert printed(*words, "-q") == f"{minimiser}\n"


NO_MINIMISER = [("x^3", "unbounded below"), ("exp(-x)", "infimum not attained")]


@pytest.mark.parametrize("text, kind", NO_MINIMISER)
def test_quiet_where_there_is_no_minimiser_says_so(text, kind, capsys):
    assert main([text, "-q", "--steps", "50"]) == 1
    assert capsys.readouterr() == ("", f"there is no minimiser: {kind}\n")


def test_quiet_of_a_family_is_its_member_nearest_to_the_run(printed):
    x, y = printed("(x+y)^2", "--x0", "3,1", "-q").strip().split(", ")
    assert (Fraction(x), Fraction(y)) == (1, -1)


def test_quiet_without_a_proof_of_the_place_is_the_last_point(printed):
    words = ["x^6+y^6-3x*y^2+sin(x*y)+exp(x)", "--time-limit", "0.1"]
    run = json.loads(printed(*words, "--format", "json"))["run"]
    assert run["ending"] == "converged"
    assert printed(*words, "-q") == ", ".join(map(repr, run["points"][-1])) + "\n"


def test_quiet_without_a_proof_is_the_best_point_in_floats(printed):
    best = printed("x^6+y^6-3x*y^2+sin(x*y)+exp(x)", "-q", "--time-limit", "0.1")
    x, y = map(float, best.split(","))
    assert (x, y) == pytest.approx((-0.6336795, 0.1655541), abs=1e-6)


def steps_shown(out):
    return [int(row[1]) for row in re.finditer(r"^ +(\d+)   ", out, re.MULTILINE)]


ROWS = [
    ([], [0, 1, 2, 3, 4, 5, 10, 20, 50, 100]),
    (["--every", "25"], [0, 25, 50, 75, 100]),
    (["--every", "30"], [0, 30, 60, 90, 100]),
    (["--every", "1000"], [0, 100]),
    (["--rows", "4"], [0, 1, 2, 100]),
    (["--rows", "1"], [0, 100]),
]


@pytest.mark.parametrize("words, steps", ROWS, ids=repr)
def test_the_rows_of_the_table(words, steps, printed):
    assert steps_shown(printed(*CLASSIC, *words)) == steps


def test_the_table_holds_the_numbers_of_hand_arithmetic(printed):
    rows = [line.split() for line in printed(*CLASSIC).splitlines() if "10561/1000" in line]
    assert rows == [["4", "10.561000000", "10561/1000", "21.52", "6.561"]]


def test_comma_separated(printed):
    rows = list(csv.reader(io.StringIO(printed(*CLASSIC, "--format", "csv"))))
    assert rows[0] == ["k", "x", "L", "d/dx", "exact x"]
    assert len(rows) == 102
    assert rows[2] == ["1", "13.0", "40.5", "9.0", "13"]
    assert rows[3][4] == "121/10" and rows[101][4] == ""
    assert float(rows[101][1]) == pytest.approx(4.000265614, abs=1e-9)


def test_no_cell_starts_a_spreadsheet_formula(printed):
    for row in csv.reader(io.StringIO(printed("-x^2+x^4", "--format", "csv"))):
        for cell in row[1:]:
            assert not cell.startswith(("=", "+", "@", "\t")), cell
            assert not cell.startswith("-") or re.fullmatch(r"-[\d./e+-]+", cell), cell


def test_markdown(printed):
    out = printed(*CLASSIC, "--format", "md")
    lines = out.splitlines()
    assert any(line.startswith("- **Exact minimum:** ") for line in lines)
    rows = [line for line in lines if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in rows}) == 1
    assert not re.search(r"(?<!\\)[<>]", out)
    assert r"$x_{\mathrm{min}} = 4.000 \quad \Rightarrow \quad L(4.000) = 0.000$" in out


def test_the_gradient_is_a_column_in_every_format(printed):
    words = ["(1-x)^2 + 100*(y-x^2)^2", "--x0", "1,2", "--steps", "5"]
    column = (
        r"\begin{pmatrix} \partial L/\partial x \\ \partial L/\partial y \end{pmatrix} = "
        r"\begin{pmatrix} -400 x (-x^{2} + y) + 2 x - 2 \\ -200 x^{2} + 200 y \end{pmatrix}"
    )
    markdown = printed(*words, "--format", "md")
    assert f"\n$$\n\\nabla L(x, y) = {column}\n$$\n" in markdown and "𝐱 = (x, y)ᵀ" in markdown
    tex = printed(*words, "--format", "tex")
    assert rf"\nabla L(x, y) &= {column}" in tex and r"\mathbf{x} = (x, y)^{\top}" in tex
    assert r"\mathbf{x}_{t} &= \mathbf{x}_{t-1} - \eta \nabla L(\mathbf{x}_{t-1})" in tex
    plain = printed(*words)
    assert "  ∇L(x, y) = ⎡ ∂L/∂x ⎤ = ⎡ −400x·(−x² + y) + 2x − 2 ⎤\n" in plain


def test_latex(printed):
    out = printed(*CLASSIC, "--format", "tex")
    assert out.count(r"\begin{") == out.count(r"\end{") > 0
    assert out.count("{") == out.count("}")
    assert not re.search(r"\\(input|include|write|openout|immediate|catcode|def)\b", out)
    assert "121/10" in out or r"\frac{121}{10}" in out or "12.1" in out


@pytest.mark.slow
@pytest.mark.parametrize("words", [CLASSIC, LONG], ids=["short", "long"])
def test_piped_there_is_no_code_no_ellipsis_and_no_cut(words):
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    assert not ESCAPE.search(out) and "\x1b" not in out and "\r" not in out
    assert "…" not in re.sub(r"(?<=\d)…", "", out)  # but after the digits of a located number
    assert max(map(len, out.splitlines())) > 80
    assert out == run(*words, COLUMNS="40")[1]


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("words", [CLASSIC, LONG], ids=["short", "long"])
def test_no_line_is_wider_than_the_terminal(words, columns):
    status, sent = on_terminal(*words, columns=columns)
    assert status == 0
    lines = shown(sent)
    assert max(map(len, lines)) <= columns, max(lines, key=len)
    assert any("✓ agrees" in line or "– " in line for line in lines)


def test_a_mistake_on_a_narrow_terminal_keeps_its_caret():
    status, sent = on_terminal("2x+sen(x)", columns=60)
    assert status == 2
    assert shown(sent)[1:3] == ["  2x+sen(x)", "     ^^^"]


COLOURS = [  # words and variables, and whether a pipe and a terminal get colour
    ([], {}, False, True),
    ([], {"NO_COLOR": "1"}, False, False),
    ([], {"NO_COLOR": ""}, False, True),
    ([], {"FORCE_COLOR": "1"}, True, True),
    ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
    ([], {"TERM": "dumb"}, False, False),
    (["--color", "always"], {"NO_COLOR": "1"}, True, True),
    (["--color", "always"], {"TERM": "dumb"}, True, True),
    (["--color", "never"], {"FORCE_COLOR": "1"}, False, False),
]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.long_beyond(5)
@pytest.mark.slow
@pytest.mark.parametrize("words, variables, pipe, terminal", COLOURS, ids=repr)
def test_colour(words, variables, pipe, terminal):
    piped = run("x^2", *words, **variables)[1]
    assert bool(COLOUR.search(piped)) == pipe
    sent = on_terminal("x^2", *words, **variables)[1]
    assert bool(COLOUR.search(sent)) == terminal
    assert "✓ agrees" in piped and "✓ agrees" in sent  # nothing is said by colour alone


@pytest.mark.long
@pytest.mark.slow
def test_a_dumb_terminal_is_not_wider_than_it_is():
    _, sent = on_terminal(*LONG, columns=60, TERM="dumb")
    assert "\x1b" not in sent
    assert max(map(len, shown(sent))) <= 60


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_output_without_the_characters_gets_them_spelt_out(encoding):
    status, out, err = run("x^2", PYTHONUTF8="0", LC_ALL="C", PYTHONIOENCODING=encoding)
    assert (status, err) == (0, "")
    assert out.isascii() and "?" not in out
    assert "L(x) = x^2 " in out and "x_(k+1) = x_k - " in out and "ok agrees: " in out
    assert "x_min = 0.000\t=> L(0.000) = 0.000" in out


def test_vectors_in_ascii(capsys):
    """A point is vec x there, which is neither a coordinate nor any other letter."""
    words = ["x^2 + X^2 + 3*x_1^2", "--x0", "1,1,1", "--lr", "1/10", "--steps", "5", "--ascii"]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert out.isascii() and "?" not in out
    assert "  vec x = (X, x, x_1)^T\n" in out
    assert "vec x <- vec x - eta*grad L(vec x)\n" in out and "||vec x - vec x*||" in out
    assert "grad L(X, x, x_1) = [ dL/dx   ] = [ 2x   ]" in out
    assert "best so far = (0.328, 0.328, 0.010)\t=> L(0.328, 0.328, 0.010) = 0.215\n" in out


TABBED = [
    (["1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100"], "x_min = 4.000"),
    (["L(a, b) = a^2 + (b-1)^2", "--lr", "0.2"], "x_min = (0.000, 1.000)"),
    (["maximize 3 - (x-1)^2", "--lr", "0.2"], "x_min = 1.000"),
]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("words, first", TABBED, ids=["one", "two", "greatest"])
def test_the_classic_line_has_a_tab(words, first):
    """A real one, in a pipe and on a terminal, in colour and without."""
    line = re.compile(
        rf"^  [x𝐱]{re.escape(first[1:])}\t=> \w\([^)]*\) = -?\d\.\d{{3}}$", re.MULTILINE
    )
    assert line.search(run(*words)[1])
    for more in ([], ["--color", "never"]):
        assert line.search("\n".join(shown(on_terminal(*words, *more)[1])))


@pytest.mark.slow
def test_on_a_narrow_terminal_the_tab_begins_a_line():
    words = ["sum(i=1..6, (x[i]-i)^2)", "--lr", "0.2"]
    lines = shown(on_terminal(*words, columns=70)[1])
    place = next(i for i, line in enumerate(lines) if line.startswith("  𝐱_min = (1.000, 2.000"))
    assert lines[place].endswith(")") and lines[place + 1].startswith("\t=> L(1.000, 2.000")


@pytest.mark.long
@pytest.mark.slow
def test_of_more_variables_than_have_room_the_first_are_shown():
    for many in (5, 10, 40):
        lines = shown(on_terminal(f"sum(i=1..{many}, (x[i]-i)^2)", "--lr", "0.2")[1])
        assert max(len(line.expandtabs()) for line in lines) <= 80
        heads = next(line for line in lines if line.startswith("      k "))
        assert heads.split()[:5] == ["k", "x₁", "x₂", "x₃", "…"]
        assert heads.rstrip().endswith("L   ‖𝐱 − 𝐱*‖") or "‖𝐱 − 𝐱*‖" in heads
        said = f"  {many - 3} of {many} coordinates are not shown; --format csv has them all"
        assert said in lines


EXACT = ["x^2 + y^2 + (z-1)^4", "--x0", "1/2,1/2,1/2", "--lr", "1/8", "--steps", "4"]


@pytest.mark.slow
def test_exact_iterates_of_several_variables_are_shown_when_asked_for(printed):
    assert "exact" not in heading(printed(*EXACT))
    assert heading(printed(*EXACT, "--exact")).split()[-6:] == "exact x exact y exact z".split()
    assert "3/8" in printed(*EXACT, "--exact") and "3/8" not in printed(*EXACT)
    tex = printed(*EXACT, "--format", "tex")
    assert r"\tfrac{3}{8}" in printed(*EXACT, "--format", "tex", "--exact")
    assert r"\tfrac{3}{8} &" not in tex
    assert "| exact z |" in printed(*EXACT, "--format", "md", "--exact")


def heading(out):
    return next(line for line in out.splitlines() if line.startswith("      k "))


def test_signs_in_ascii():
    from symdescent.cli.transliteration import transliterated

    assert transliterated("∇²L(xₖ₊₁) ≤ x⁻¹²·√η − ½ ✗ é ⋯ 漢") == (
        "grad^2 L(x_(k+1)) <= x^(-12)*sqrt(eta) - 1/2 NO e ... ?"
    )


ASCII = [
    ("ηg + mη", "eta*g + m*eta"),
    ("β₁m − x²y", "beta_1*m - x^2*y"),
    ("1 − β₁ᵗ", "1 - beta_1^t"),
    ("√v + ∛(q)", "sqrt(v) + cbrt(q)"),
    ("½(x − 4)² − ¼", "1/2*(x - 4)^2 - 1/4"),
    ("−3·2^⅓/8", "-3*2^(1/3)/8"),
    ("√2x + √v₁²·y", "sqrt(2)*x + sqrt(v_1^2)*y"),
    ("sin²x + y³z", "sin^2 x + y^3*z"),
    ("Δ − δ + ϕ", "Delta - delta + phi"),
    ("∇L(x) xₖ₊₁ θ₂", "grad L(x) x_(k+1) theta_2"),
]


@pytest.mark.parametrize("text, spelt", ASCII)
def test_a_product_stays_one_in_ascii(text, spelt):
    from symdescent.cli.ascii import spell_out
    from symdescent.cli.transliteration import transliterated

    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    spell_out(stream)
    stream.write(text)
    stream.flush()
    assert stream.buffer.getvalue().decode() == transliterated(text) == spelt


def test_a_code_for_a_colour_is_no_factor_before_a_letter():
    from symdescent.cli.ascii import spell_out

    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    spell_out(stream)
    stream.write("\x1b[1mRate \x1b[0mη = 2\x1b[31mβ")
    stream.flush()
    assert stream.buffer.getvalue() == b"\x1b[1mRate \x1b[0meta = 2\x1b[31mbeta"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_a_terminal(command, capsys):
    with pytest.raises(SystemExit):
        main([*command.split(), "--help"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
