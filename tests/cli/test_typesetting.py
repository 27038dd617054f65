"""`-o FILE.pdf`: by the first TeX that is there, whole or not at all, and what is said without."""

import os
import shutil
import stat
import time

import pytest

from symdescent.cli.commands import documents
from symdescent.cli.main import main
from symdescent.errors import TypesettingError

EXAMPLE = ("example", "1/2*(x-4)^2", "--x0", "14", "--lr", "1/10", "--steps", "5")
SHEET = ("exercises", "--kind", "gradient", "--count", "2", "--solutions", "apart")
SOURCE = "\\documentclass{article}\\begin{document}Hello, see \\ref{a}.\\label{a}\\end{document}"
ENGINES = ("latexmk", "pdflatex", "lualatex", "xelatex", "tectonic")

posix = pytest.mark.skipif(os.name != "posix", reason="its programs are shell scripts")


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """An empty PATH, and what puts a shell script there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name, *lines):
        file = folder / name
        file.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    return put


PDF = "/bin/echo %PDF-fake > document.pdf"


@posix
@pytest.mark.parametrize(
    "there, words",
    [
        (ENGINES, ("latexmk", "-norc", "-pdf")),
        (("latexmk", "lualatex"), ("latexmk", "-norc", "-pdflua")),
        (("latexmk", "tectonic"), ("tectonic", "--untrusted")),
        (("pdflatex", "lualatex", "tectonic"), ("pdflatex", "-interaction=nonstopmode")),
        (("xelatex", "tectonic"), ("xelatex", "-interaction=nonstopmode")),
        (("tectonic",), ("tectonic", "--untrusted")),
    ],
)
def test_the_first_that_is_found_is_taken(there, words, programs):
    for name in there:
        programs(name, PDF)
    by = documents.typesetter()
    assert (by.name, *by.words[1 : len(words)]) == words
    assert ("-no-shell-escape" in by.words) == (by.name != "tectonic")
    assert documents.typeset(SOURCE, by) == b"%PDF-fake\n"


@pytest.mark.parametrize("words", [EXAMPLE, SHEET])
def test_without_tex_one_line_says_what_to_install(words, programs, tmp_path, capsys):
    assert main([*words, "-o", str(tmp_path / "gd.pdf")]) == 3
    expected = "a PDF needs TeX: apt install texlive-science texlive-pictures lmodern, or tectonic"
    assert capsys.readouterr().err == f"error: {expected}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


FAILURES = [
    (
        "! LaTeX Error: File `siunitx.sty' not found.\n\n! Emergency stop.",
        "pdflatex lacks the LaTeX package siunitx: apt install texlive-science, or tlmgr",
    ),
    ("! LaTeX Error: File `nice.sty' not found.", "apt install texlive-latex-extra, or"),
    ("(x.tex\n! Undefined control sequence.\nl.5 \\nope\n! Later.", "Undefined control sequence."),
    ("error: document.tex:3: Undefined control sequence", "Undefined control sequence"),
    ("", "it made no PDF, and gave no reason"),
    ("! bad \x1b[31m sign", "U+001B"),
]


@posix
@pytest.mark.parametrize("log, said", FAILURES)
def test_what_tex_says_is_told_and_no_file_is_left(log, said, programs, tmp_path, capsys):
    programs("pdflatex", "/bin/cat <<'END'", log, "END", "exit 1")
    assert main([*EXAMPLE, "-o", str(tmp_path / "gd.pdf")]) == 3
    error = capsys.readouterr().err
    assert said in error and error.startswith("error: pdflatex ")
    assert "-o FILE.tex --standalone" in error or "apt install" in error
    assert error.count("\n") <= 2 and "\x1b" not in error
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


@posix
def test_a_tex_that_does_not_end_is_ended(programs, tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 0.3)
    note = tmp_path / "alive"
    programs("pdflatex", f"(/bin/sleep 2; /bin/echo yes > {note}) &", "/bin/sleep 30")
    begun = time.monotonic()
    with pytest.raises(TypesettingError, match="pdflatex did not end within 0 s"):
        documents.typeset(SOURCE, documents.typesetter())
    assert time.monotonic() - begun < 10
    time.sleep(2.5)
    assert not note.exists()  # its children have ended too


@posix
def test_it_is_run_again_while_references_change(programs, tmp_path):
    count = tmp_path / "count"
    programs(
        "pdflatex",
        f"/bin/echo run >> {count}",
        f"[ $(/usr/bin/wc -l < {count}) -gt 1 ] || /bin/echo 'Rerun to get cross-references right'",
        PDF,
    )
    documents.typeset(SOURCE, documents.typesetter())
    assert count.read_text() == "run\nrun\n"


@posix
def test_a_file_that_is_there_is_kept(programs, tmp_path, capsys):
    programs("pdflatex", PDF)
    file = tmp_path / "gd.pdf"
    file.write_text("mine")
    assert main([*EXAMPLE, "-o", str(file)]) == 2
    assert "--force" in capsys.readouterr().err and file.read_text() == "mine"
    assert main([*EXAMPLE, "-o", str(file), "--force"]) == 0
    assert file.read_bytes() == b"%PDF-fake\n" and capsys.readouterr() == ("", "")


@posix
def test_two_sheets_or_none(programs, tmp_path, capsys):
    programs("pdflatex", PDF)
    assert main([*SHEET, "-o", str(tmp_path / "sheet.pdf")]) == 0
    made = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert made == ["sheet-solutions.pdf", "sheet.pdf"]
    assert main([*SHEET, "--to", "pdf"]) == 2
    assert "-o" in capsys.readouterr().err


def test_a_pdf_needs_a_file(capsys):
    assert main([*EXAMPLE, "--to", "pdf"]) == 2
    assert "a PDF needs a file" in capsys.readouterr().err


def installed(name):
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"no {name} here")


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(n, marks=installed(n)) for n in ENGINES[:4]])
def test_a_real_one_sets_the_whole_example(name, tmp_path, monkeypatch):
    which, known = shutil.which, (name, "pdflatex") if name == "latexmk" else (name,)
    monkeypatch.setattr(
        shutil, "which", lambda program: which(program) if program in known else None
    )
    file = tmp_path / "gd.pdf"
    words = ["w_0^2 + 2*theta_1^2", "--x0", "1,2", "--lr", "0.1", "--language", "de"]
    assert main(["example", *words, "-o", str(file)]) == 0
    made = file.read_bytes()
    assert made.startswith(b"%PDF") and len(made) > 20_000
    assert [path.name for path in tmp_path.iterdir()] == ["gd.pdf"]


@pytest.mark.slow
@installed("pdflatex")
def test_a_package_that_is_lacking_in_a_real_one():
    source = SOURCE.replace("\\begin", "\\usepackage{no-such-package}\\begin", 1)
    with pytest.raises(TypesettingError, match="lacks the LaTeX package no-such-package: apt"):
        documents.typeset(source, documents.typesetter())
