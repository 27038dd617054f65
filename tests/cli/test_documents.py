"""symdescent example: files whole or not at all, none overwritten unasked, and what it says."""

import html
import io
import re
import shlex
import sys

import pytest

from symdescent.cli.main import main

WORDS = ["example", "1/2*(x-4)^2", "--x0", "14", "--lr", "1/10", "--steps", "20"]


def run(capsys, *words):
    status = main([*WORDS, *words])
    seen = capsys.readouterr()
    return status, seen.out, seen.err


def test_it_is_printed_without_a_file(capsys):
    status, out, err = run(capsys)
    assert status == 0 and err == ""
    assert out.startswith("% In the preamble:\n% \\usepackage{amsmath")
    assert out.endswith("% symdescent 0.1.0\n")


ENDINGS = {"a.tex": "% In", "a.md": "**Ex", "a.qmd": "::: ", "a.json": "{\n", "a": "% In"}


@pytest.mark.parametrize(("name", "begins"), ENDINGS.items())
def test_the_ending_tells_the_format(name, begins, tmp_path, capsys):
    assert run(capsys, "-o", str(tmp_path / name)) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_a_file_is_not_lost_unasked(tmp_path, capsys):
    path = tmp_path / "gd.tex"
    path.write_text("mine", encoding="utf-8")
    status, _, err = run(capsys, "-o", str(path))
    assert status == 2 and "--force" in err and path.read_text(encoding="utf-8") == "mine"
    assert run(capsys, "-o", str(path), "--force")[0] == 0
    assert path.read_text(encoding="utf-8").startswith("% In the preamble")
    assert [p.name for p in tmp_path.iterdir()] == ["gd.tex"]


@pytest.mark.slow
def test_pictures_are_kept_beside_and_shared(tmp_path, capsys):
    assert run(capsys, "--to", "myst", "-o", str(tmp_path / "gd.md"))[0] == 0
    assert run(capsys, "-o", str(tmp_path / "gd.qmd"))[0] == 0  # the same picture
    assert sorted(p.name for p in tmp_path.iterdir()) == ["gd-1.svg", "gd.md", "gd.qmd"]
    (tmp_path / "gd-1.svg").write_text("mine", encoding="utf-8")
    assert run(capsys, "--to", "md", "-o", str(tmp_path / "gd.txt"))[0] == 2
    assert not (tmp_path / "gd.txt").exists()


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, ".", "none/gd.tex"])
def test_an_odd_file_is_one_line_and_status_2(name, tmp_path, capsys):
    status, out, err = run(capsys, "-o", f"{tmp_path}/{name}")
    assert status == 2 and out == "" and err.startswith("error: ")
    assert list(tmp_path.iterdir()) == []


def test_the_command_at_its_end_makes_it_again(tmp_path, capsys):
    _, out, _ = run(capsys, "--title", "A & B", "--language", "de", "-o", str(tmp_path / "x.tex"))
    first = (tmp_path / "x.tex").read_text(encoding="utf-8")
    command = first.splitlines()[-2].removeprefix("% ")
    assert shlex.split(command)[0] == "symdescent" and "-o" not in command
    assert main(shlex.split(command)[1:]) == 0
    assert capsys.readouterr().out == first


LINES = "\\begin{aligned}\nL(x) &= \\left(x-3\\right)^2 % and a comment\n\\end{aligned}"
ENDS = (("md", "md"), ("qmd", "quarto"), ("html", "html"), ("ipynb", "ipynb"), ("tex", ""))


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize(("ending", "name"), ENDS)
def test_the_command_makes_the_format_of_the_file(tmp_path, capsys, ending, name):
    formula = LINES if ending in ("md", "tex") else "\\frac12 (x-4)^2"
    target = tmp_path / f"x.{ending}"
    assert main(["example", formula, "-o", str(target)]) == 0
    text = html.unescape(target.read_text(encoding="utf-8")).replace("\\\\", "\\")
    told = re.search(r"symdescent example.*?(?=\\n\"|\n|</code>)", text)[0]
    words = shlex.split(told)[1:]
    assert words[1:3] == ["--to", name] if name else "--to" not in words
    assert main(words) == 0
    assert told in html.unescape(capsys.readouterr().out).replace("\\\\", "\\")


def test_a_formula_may_come_through_a_pipe(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"-x^2+x^4\n")))
    assert main(["example", "--x0", "1", "--to", "md"]) == 0
    out = capsys.readouterr().out
    assert "symdescent example '-x^2+x^4' --x0 1 --to md" in out


MISTAKES = (
    (["--to", "latex"], "did you mean  tex"),
    (["--language", "fr"], "there are en, de"),
    (["--detail", "ful"], "did you mean  full"),
    (["--rounding", "up"], "there is no rounding"),
    (["--label", "a b"], "cannot be a label"),
    (["--nonsense"], "there is no option"),
)


@pytest.mark.parametrize(("words", "said"), MISTAKES, ids=[m[0][-1] for m in MISTAKES])
def test_a_mistake_is_told(words, said, capsys):
    status, out, err = run(capsys, *words)
    assert status == 2 and out == "" and said in err


@pytest.mark.slow
def test_the_gallery_is_what_its_command_makes():
    from tests.lessons.classic import BUILD

    assert BUILD["changed"]() == []


@pytest.mark.parametrize("name", ["a.rtf", "a.docx", "a.b.PNG"])
def test_an_unknown_ending_is_a_mistake_that_names_the_known(name, tmp_path, capsys):
    status, out, err = run(capsys, "-o", str(tmp_path / name))
    assert (status, out) == (2, "") and "no format ends in ." in err
    assert "tex (.tex)" in err and "quarto (.qmd)" in err and "--to" in err
    assert list(tmp_path.iterdir()) == []
    assert run(capsys, "--to", "md", "-o", str(tmp_path / name)) == (0, "", "")
