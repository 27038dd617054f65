"""LaTeX of documents compiles without complaint where there is a TeX, and fits its column."""

import re
import subprocess

import pytest

from symdescent.language import parse
from symdescent.language.notation import Relation
from symdescent.language.tree import Name
from symdescent.lessons.blocks import (
    Choices,
    Code,
    Column,
    Derivation,
    Document,
    Environment,
    Heading,
    Line,
    Listing,
    Paragraph,
    Provenance,
    Table,
)
from symdescent.printing.latex import latex
from symdescent.render.latex import rows, width
from symdescent.render.writers import Manner
from symdescent.render.writers.tex import tex
from tests.lessons.classic import NAMES, told, typed
from tests.render.writers.compiling import TEX, around, compiled, complaints, needs_tex, preamble

LONG = (
    ["x^2*exp(-x)*sin(3x)", "--x0", "1/2", "--lr", "1/20"],
    ["sin(x*y) + exp(x - y)^2 + x^2 y^2 + log(1 + x^2 + y^2)*cos(x + 2y)", "--x0", "1,1"],
    ["sum(i=1..5, (x[i]-i)^2)", "--lr", "1/4"],
    ["(x+y+z)^2 + (x-1)^4 + x y z", "--x0", "1,1,1", "--lr", "1/100", "--steps", "40"],
    ["abs(x-3) + max(x, 2x-1)", "--x0", "7/2", "--lr", "1/10", "--steps", "30"],
    ["x^2 + y^2", "--x0", "1,1", "--optimizer", "bfgs"],
    ["where(x<1, x^2, 2x-1)", "--x0", "3", "--lr", "1/10"],
    ["-x^4 + x^2", "--x0", "3/2", "--lr", "1/100", "--steps", "9"],
    ["(x^2+y-11)^2 + (x+y^2-7)^2", "--x0", "0,0", "--lr", "1/100", "--optimizer", "nesterov"],
)
FORMULAS = (
    "1/2*(x-4)^2",
    "x^2*exp(-x)*sin(3x)",
    "(17x^2 - 24x y + 10y^2)/2",
    "abs(x-3) + sqrt(x^2+1)",
    "where(x<1, x^2, x)",
    "tanh(x) + atan(x y) + max(x, y)",
    "log(x)/x + 2*(1/3)",
)


@pytest.mark.long_beyond(4)
@pytest.mark.slow
@needs_tex
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_an_example_compiles_as_a_file(name, language, tmp_path):
    source = told(name, language).to("tex", standalone=True)
    assert complaints(source, tmp_path) == []


@pytest.mark.slow
@needs_tex
@pytest.mark.parametrize("name", NAMES)
def test_an_example_compiles_within_an_authors_document(name, tmp_path):
    assert complaints(around(told(name, detail="full").to("tex")), tmp_path) == []


@pytest.mark.long
@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("words", LONG, ids=[w[0] for w in LONG])
def test_other_formulas_compile(words, tmp_path):
    for detail in ("normal", "full"):
        source = typed([*words, "--time-limit", "2"], detail=detail).to("tex", standalone=True)
        assert complaints(source, tmp_path) == []


@pytest.mark.slow
@needs_tex
def test_a_mistake_is_noticed(tmp_path):
    source = told("gd-parabola").to("tex", standalone=True)
    wide = source.replace("The first steps", r"\hbox to 400pt{}")
    assert any("Overfull" in line for line in complaints(wide, tmp_path))
    assert (
        any(line.startswith("!") for line in complaints(source.replace("{aligned}", ""), tmp_path))
        is False
    )
    assert any(
        line.startswith("!") for line in complaints(source.replace(r"\tfrac", r"\nope"), tmp_path)
    )


@needs_tex
def test_widths_are_those_of_tex(tmp_path):
    spelt = [latex(parse(formula).tree) for formula in FORMULAS]
    boxes = "\n".join(rf"\setbox0\hbox{{$\displaystyle {s}$}}\typeout{{W \the\wd0}}" for s in spelt)
    head = r"\documentclass{article}\usepackage{amsmath}\begin{document}"
    source = rf"{head}{boxes}x\end{{document}}"
    found = map(float, re.findall(r"^W ([\d.]+)pt$", compiled(source, tmp_path), re.MULTILINE))
    for formula, guessed, true in zip(FORMULAS, map(width, spelt), found, strict=True):
        assert 0.93 <= guessed / true <= 1.25, formula


def test_the_first_lines_name_what_is_needed():
    wanted = preamble(told("gd-parabola").to("tex"))
    for package in ("amsmath", "amsthm", "booktabs", "siunitx", "pgfplots"):
        assert package in wanted
    assert r"\newtheorem{exercise}{Aufgabe}" in preamble(told("gd-parabola", "de").to("tex"))


def test_a_whole_line_is_as_in_a_textbook():
    source = told("gd-parabola").to("tex")
    assert r"\begin{example}[{Gradient descent on a parabola}]\label{ex:gd-parabola}" in source
    assert (
        r"x_{k} & = 4 + 10 \left(\tfrac{9}{10}\right)^{k} && \text{since $x_{0} - 4 = 10$}"
        in source
    )
    assert r"\begin{proof}[{Solution}]" in source


def test_long_lines_are_broken_where_one_may():
    tree = parse(" + ".join(f"x^{i} y^{i}" for i in range(1, 30))).tree
    found = rows(Derivation((Line(Relation((Name("L", 0, 0), tree), ("=",)), ("long",)),)), 340.0)
    assert len(found) > 2
    assert all(width(row.left) + width(row.right) <= 350 for row in found)
    assert "".join(row.right for row in found).count("x^{") == 29
    assert [row.reason for row in found if row.reason] == [("long",)]


def every_block():
    """A document with each kind of block."""
    column = Column(("a",), (("1",), ("-2.5",)), numeric=True)
    return Document(
        ("t",),
        (
            Heading(("h",)),
            Paragraph(("p", Name("x", 0, 0))),
            Listing((("one",), ("two",)), ordered=True),
            Table((column, Column(("w",), (("u",), ("v",)), numeric=False)), ("c",), "tab:x"),
            Code("a = 'b' # %\n--x", "python"),
            Environment("exercise", (Choices((("a",), ("b",)), 1),), ("e",), "exr:x y"),
            Environment("remark", (Paragraph(("r",)),)),
            Provenance("symdescent example '%\\n' ", "1", 7),
        ),
    )


def test_every_block_is_spelt():
    text = tex(every_block(), Manner()).text
    assert r"\subsection*{h}" in text and r"\label{exr:x-y}" in text and "seed 7" in text
    assert text.count(r"\item") == 4


@pytest.mark.slow
@needs_tex
def test_every_block_compiles(tmp_path):
    assert complaints(tex(every_block(), Manner(standalone=True)).text, tmp_path) == []


@pytest.mark.slow
@needs_tex
def test_pages_can_be_looked_at(tmp_path):
    compiled(told("two-minima").to("tex", standalone=True), tmp_path)
    size = (tmp_path / "page.pdf").stat().st_size
    assert 20_000 < size < 400_000
    assert subprocess.run([TEX, "--version"], capture_output=True, check=False).returncode == 0
