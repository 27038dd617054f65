"""pgfplots source: small, inert, and compiled by a real TeX where there is one."""

import re
import shutil
import subprocess

import pytest

from symdescent.lessons.figures.plots import Cells
from symdescent.render.pgfplots import pgfplots, rectangles
from tests.figure_cases import KINDS, hostile_words, plot, with_words

COMMANDS = re.compile(r"\\[A-Za-z]+")
PREAMBLE = (
    r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[a4paper,margin=2cm]{geometry}"
    r"\usepackage{pgfplots}\pgfplotsset{compat=1.16}\pagestyle{empty}\parindent0pt"
)


def commands(source):
    """Those that TeX would run: not what stands in a comment."""
    lines = [line for line in source.splitlines() if not line.startswith("%")]
    return set(COMMANDS.findall("\n".join(lines)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_source_is_small_and_whole(kind):
    source = pgfplots(plot(kind))
    assert len(source) < 40_000
    assert source.count(r"\begin") == source.count(r"\end") == 2
    assert source.count("{") == source.count("}")
    assert "nan" not in source and "inf" not in source


def test_it_needs_no_file_and_no_other_program():
    for kind in KINDS:
        assert not commands(pgfplots(plot(kind))) & {r"\input", r"\write", r"\includegraphics"}


def test_the_iterates_stand_in_it():
    source = pgfplots(plot("curve"))
    assert "(14,50)(13,40.5)(12.1,32.8" in source.replace(" ", "")


@pytest.mark.parametrize("words", hostile_words(), ids=lambda words: ascii(words)[:30])
def test_words_of_a_user_become_no_command(words):
    expected = commands(pgfplots(with_words("words")))
    symbols = {r"\textbackslash", r"\textasciitilde", r"\textasciicircum", r"\textless"}
    symbols |= {r"\textgreater", r"\textbar"}
    source = pgfplots(with_words(words))
    assert commands(source) <= expected | symbols
    assert source.count(r"\end") == 2


def test_rectangles_cover_each_cell_once():
    (mark,) = (mark for mark in plot("basins").marks if isinstance(mark, Cells))
    wide, high = len(mark.rows[0]), len(mark.rows)
    covered = {}
    for rank, (left, low, right, top) in rectangles(mark.rows):
        for j in range(round(low * high), round(top * high)):
            for i in range(round(left * wide), round(right * wide)):
                assert (i, j) not in covered
                covered[i, j] = rank
    cells = {(i, j): rank for j, row in enumerate(mark.rows) for i, rank in enumerate(row)}
    assert covered == {place: rank for place, rank in cells.items() if rank >= 0}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not found")
def test_every_kind_compiles_without_a_warning(tmp_path):
    pictures = [pgfplots(plot(kind)) for kind in KINDS]
    pictures += [pgfplots(with_words(words)) for words in hostile_words() if len(words) < 100]
    body = "\n\\clearpage\n".join(pictures)
    (tmp_path / "all.tex").write_text(
        f"{PREAMBLE}\\begin{{document}}\n{body}\n\\end{{document}}\n", encoding="utf-8"
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=False)
    log = (tmp_path / "all.log").read_text(errors="replace")
    assert done.returncode == 0, log[-2000:]
    told = [
        line for line in log.splitlines() if re.search(r"Overfull|Package \w+ Warning|^!", line)
    ]
    assert [line for line in told if "hbox" not in line] == []
    assert not re.search(r"Missing character", log)
