"""Names with an index, in every figure and every document: one notation, and all of it compiles.

x_k of a variable x_1 is x₁,ₖ in text and x_{1,k} in LaTeX, MathML and figures.
"""

import json
import re
import shutil
import xml.etree.ElementTree as ET

import pytest

import symdescent
from symdescent.cli.main import main
from symdescent.cli.transliteration import transliterated
from symdescent.experiments.many_starts import catchment
from symdescent.language.notation import Indexed
from symdescent.lessons.figures.films import film, panels
from symdescent.lessons.figures.plots import letter, number
from symdescent.optimizers.catalogue import methods
from symdescent.printing import latex
from symdescent.printing import text as written_text
from symdescent.printing.mathml import inline
from symdescent.render import labels, pgfplots
from symdescent.render.documents import WRITERS
from symdescent.render.figures import FORMS, KINDS
from symdescent.render.short_text import indexed_name
from symdescent.render.svg import animated
from symdescent.studies import Study
from tests.render.writers.compiling import complaints, needs_tex

PAIRS = (("x_1", "x_2"), ("w_0", "theta_1"), ("x1", "lambda"), ("x_max", "alpha_12"))
K, ZERO = letter("k"), number(0)
SPELT = {  # the text, LaTeX, MathML without its tags
    "x": ("xₖ", "x_{k}", "xk"),
    "x_1": ("x₁,ₖ", "x_{1,k}", "x1,k"),
    "x1": ("x₁,ₖ", "x_{1,k}", "x1,k"),
    "theta_1": ("θ₁,ₖ", r"\theta_{1,k}", "θ1,k"),
    "alpha_12": ("α₁₂,ₖ", r"\alpha_{12,k}", "α12,k"),
    "lambda": ("λₖ", r"\lambda_{k}", "λk"),
    "x_max": ("x_max,ₖ", r"x_{\mathrm{max},k}", "xmax,k"),
    "x_1_2": ("x_1_2ₖ", r"\mathrm{x\_1\_2}_{k}", "x_1_2k"),
}
TWICE = re.compile(r"([_^])(\{([^{}]|\{[^{}]*\})*\}|[A-Za-z0-9])\s*\1")
SHORT = {"rate": "0.1", "steps": 12}


def twice(tex):
    """What would be two indices of one letter."""
    return [found[0] for found in TWICE.finditer(tex.replace(r"\_", ""))]


def test_one_notation_everywhere():
    for name, (text, tex, mathml) in SPELT.items():
        written = Indexed(letter(name), K)
        assert written_text.text(written) == labels.plain((written,)) == text
        assert indexed_name(name, "ₖ") == text
        assert latex.latex(written) == tex
        assert labels.latex((written,)).replace(" ", "") == f"${tex}$"
        assert "".join(ET.fromstring(inline(written)).itertext()) == mathml
    start = Indexed(letter("x_1"), ZERO)
    assert labels.plain((start,)) == "x₁,₀" and labels.latex((start,)) == "$x_{1,0}$"
    assert transliterated("x₁,ₖ₊₁ − x₁,₀") == "x_(1,k+1) - x_(1,0)"
    assert "x₁,ₖ₊₁, x₂".encode("ascii", "symdescent.ascii") == b"x_(1,k+1), x_2"


def test_two_indices_of_one_letter_are_noticed():
    assert twice(r"(x_{1}_{k}, x_{2}_{k})") and twice("x_1_k") and twice("x^{2}^{3}")
    assert not twice(r"x_{1,k}^{2} + x_{\mathrm{max},k}, \alpha_{12}^{\ast} = y_{1}")


def results(names):
    """A result of each kind of figure, in these two variables."""
    formula, start = " + 2*".join(f"{name}^2" for name in names), "-5,-2"
    yield symdescent.study(formula, start=start, **SHORT)
    yield symdescent.compare(formula, "gd@0.1,adam@0.1", start=start, steps=12)
    yield symdescent.sweep(formula, {"lr": "0.01..0.4:5"}, start=start, steps=12)
    yield catchment(formula, "[-2,2]", 8, rate="0.1", steps=12)


def plots(names):
    """Every figure that there is with these names, by its kind."""
    for done in results(names):
        kinds = KINDS[type(done)]
        yield from (draw(done) for kind, draw in kinds.items() if kind != "curve")
    one = symdescent.study(f"({names[0]}-1)^2", start="-5", **SHORT)
    yield KINDS[Study]["curve"](one)
    yield KINDS[Study]["gap"](one)


def test_every_kind_is_among_them():
    drawn = {plot.kind for plot in plots(PAIRS[0])}
    assert drawn == {kind for kinds in KINDS.values() for kind in kinds}


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("names", PAIRS)
def test_every_figure_is_written(names):
    for plot in plots(names):
        ET.fromstring(FORMS["svg"]()(plot, pgfplots.COLUMN))
        assert twice(pgfplots.pgfplots(plot)) == []


@pytest.mark.slow
@pytest.mark.parametrize("names", PAIRS)
def test_every_figure_is_drawn_by_matplotlib(names):
    pytest.importorskip("matplotlib")
    for plot in plots(names):
        assert FORMS["png"]()(plot, pgfplots.COLUMN).startswith(b"\x89PNG")
    assert FORMS["pdf"]()(plot, pgfplots.COLUMN).startswith(b"%PDF")


def test_the_labels_of_every_name_are_drawn_by_matplotlib():
    pytest.importorskip("matplotlib")
    from matplotlib.mathtext import MathTextParser

    parser = MathTextParser("path")
    for name in (*SPELT, "x_y_1", "x_alpha", "theta_max", "x_i"):
        for index in (K, ZERO):
            parser.parse(labels.mathtext((Indexed(letter(name), index),)))


def test_a_film_of_them():
    for names in (PAIRS[0], PAIRS[3]):
        made = film(next(results(names)), frames=4)
        ET.fromstring(animated(made))
        assert len(panels(made, 2)) == 2


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("ending", ["png", "pdf", "svg", "tex", "gif", "mp4"])
def test_the_commands_of_a_person(ending, tmp_path, capsys):
    if ending not in ("svg", "tex"):
        pytest.importorskip("matplotlib")
    if ending == "mp4" and shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg here")
    path = str(tmp_path / f"p.{ending}")
    film_of = ["animate", "--frames", "3"] if ending in ("gif", "mp4") else ["plot"]
    words = ["x1^2+2x2^2", "--x0", "-5,-2", "--lr", "0.1", "--steps", "9", "-o", path]
    assert main([film_of[0], *words, *film_of[1:]]) == 0
    if ending != "mp4":
        done = symdescent.study("x_1^2+2w_0^2", start="-5,-2", **SHORT)
        assert ending == "gif" or symdescent.figure(done, ending)
    assert "(x₁, x₂) = (−5, −2)" in capsys.readouterr().out


def test_plot_and_table_at_the_terminal(capsys):
    assert main(["x1^2+2x2^2", "--x0", "-5,-2", "--lr", "0.1", "--plot"]) == 0
    assert "• iterates 𝐱ₖ   ○ start 𝐱₀" in capsys.readouterr().out
    assert main(["(theta_1-1)^2", "--x0", "-5", "--lr", "0.1", "--steps", "3"]) == 0
    table = capsys.readouterr().out
    assert "θ₁,ₖ   exact θ₁,ₖ   L(θ₁)   θ₁,ₖ − θ₁*" in table
    assert "Closed form      θ₁,ₖ = 1 − 6(4/5)ᵏ" in table
    assert main(["(theta_1-1)^2", "--x0", "-5", "--lr", "0.1", "--steps", "3", "--ascii"]) == 0
    assert "theta_(1,k) = 1 - 6(4/5)^k" in capsys.readouterr().out


def documents(names, form, detail="normal"):
    """The documents of two variables and of one."""
    for formula, start in ((f"{names[0]}^2 + 2*{names[1]}^2", "-5,-2"), (f"{names[0]}^2", "3")):
        done = symdescent.example(formula, start=start, detail=detail, **SHORT)
        yield done.to(form, standalone=True)


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("form", WRITERS)
def test_every_document_is_written(form):
    for names in PAIRS[1:4:2]:
        for text in documents(names, form):
            assert twice(text) == []
            if form in ("json", "ipynb"):
                json.loads(text)


@pytest.mark.long_beyond(2)
@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("names", PAIRS)
def test_every_document_compiles(names, tmp_path):
    for text in documents(names, "tex", "full" if names is PAIRS[0] else "normal"):
        assert complaints(text, tmp_path) == []


@needs_tex
@pytest.mark.slow
def test_every_figure_compiles(tmp_path):
    drawn = [pgfplots.pgfplots(plot) for names in PAIRS for plot in plots(names)]
    head = r"\documentclass{article}\usepackage{pgfplots}\pgfplotsset{compat=1.16}"
    body = "\n\\clearpage\n".join(drawn)
    assert complaints(f"{head}\\begin{{document}}\n{body}\n\\end{{document}}", tmp_path) == []


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("command", ["", "gradient", "hessian"])
def test_the_fragments_of_the_command_line_compile(command, tmp_path, capsys):
    words = ["--x0", "-5,-2", "--lr", "0.1", "--steps", "3"] if not command else []
    formula = "w_0^2 + 2*theta_1^2 + x_max^2*x1" if command else "w_0^2 + 2*theta_1^2"
    try:
        status = main([*filter(None, [command]), formula, *words, "--format", "tex"])
    except SystemExit:
        status = 2
    if command and status == 2:
        pytest.skip(f"{command} has no LaTeX")
    fragment = capsys.readouterr().out
    head = r"\documentclass{article}\usepackage{amsmath,amssymb,bm,booktabs,mathtools}"
    source = f"{head}\\begin{{document}}\n{fragment}\n\\end{{document}}"
    assert complaints(source, tmp_path) == []


@pytest.mark.slow
def test_every_rule_in_latex(capsys):
    for name in methods():
        if main(["optimizers", name, "--format", "tex"]) == 0:
            assert twice(capsys.readouterr().out) == []
