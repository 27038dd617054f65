"""`symdescent plot`, `animate` and `--plot` at the terminal: files, kinds, mistakes, widths."""

import os
import stat
import sys
import xml.etree.ElementTree as ET

import pytest
from running import on_terminal, run, shown

from symdescent.cli.main import main

PARABOLA = ("1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100")
BOWL = "(17x^2 - 24x*y + 10y^2)/2"


def test_plot_draws_in_the_terminal(capsys):
    assert main(["plot", *PARABOLA]) == 0
    told = capsys.readouterr().out
    assert "★" in told and "⠉" in told and "• iterates xₖ" in told


def test_plot_alone_draws_below_the_table(capsys):
    assert main([*PARABOLA, "--plot"]) == 0
    table, _, picture = capsys.readouterr().out.partition("within 1e-6 at k = 153")
    assert "x_min = 4.000" in table and "★ minimum x*" in picture


@pytest.mark.parametrize("words", [["--plot", "x^2"], ["x^2", "--plot"], ["--plot", "-x^2 + x^4"]])
def test_plot_alone_takes_no_formula_for_a_file(words, capsys):
    assert main([*words, "--x0", "1", "--steps", "5"]) == 0
    assert "start x₀" in capsys.readouterr().out


@pytest.mark.slow
def test_in_ascii_where_the_terminal_has_no_more():
    status, out, _ = run(*PARABOLA, "--plot", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert status == 0 and out.isascii()
    assert "* minimum x*" in out and "o start x_0" in out


@pytest.mark.slow
def test_it_fits_eighty_columns():
    status, sent = on_terminal("plot", BOWL, "--x0", "2,11", "--lr", "0.05", columns=80)
    assert status == 0
    assert max(map(len, shown(sent))) <= 80


@pytest.mark.slow_beyond(3)
@pytest.mark.parametrize(
    "words, start",
    [
        (["-o", "a.svg"], b"<svg"),
        (["-o", "a.tex"], b"% needs"),
        (["--kind", "gap", "-o", "a.SVG"], b"<svg"),
        (["--optimizers", "gd,adam@0.1", "-o", "a.svg"], b"<svg"),
        (["--within", "[-2,2]", "-o", "a.svg"], b"<svg"),
        (["-o", "a.pdf", "--size", "wide"], b"%PDF"),
        (["-o", "a.png"], b"\x89PNG"),
    ],
)
def test_plot_writes_a_file_and_tells_its_alternative(words, start, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    if start in (b"%PDF", b"\x89PNG"):
        pytest.importorskip("matplotlib")
    assert (
        main(["plot", "x^4/4 - x^2/2", "--x0", "1.5", "--lr", "0.1", "--steps", "20", *words]) == 0
    )
    (file,) = tmp_path.iterdir()
    assert file.read_bytes().startswith(start)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o644
    assert capsys.readouterr().out.startswith(f"{file.name}: ")


@pytest.mark.parametrize(
    "kind, words",
    [
        ("sweep", ["--lr", "1e-3..1"]),
        ("paths", ["--optimizers", "gd,momentum", "--kind", "paths"]),
        ("contours", ["--lr", "0.05", "--critical"]),
        ("basins", ["--lr", "0.05", "--within", "[-3,3]", "--resolution", "20"]),
    ],
)
def test_every_kind_for_two_variables(kind, words, tmp_path):
    file = tmp_path / "figure.svg"
    assert main(["plot", BOWL, "--x0", "2,11", "--steps", "200", *words, "-o", str(file)]) == 0
    ET.parse(file)


def test_words_in_german(tmp_path):
    file = tmp_path / "figure.svg"
    assert main(["plot", *PARABOLA, "--language", "de", "-o", str(file)]) == 0
    assert "Iterierte" in file.read_text(encoding="utf-8")


def test_a_file_is_kept_unless_it_may_be_replaced(tmp_path, capsys):
    file = tmp_path / "figure.svg"
    file.write_text("mine")
    for words in (["plot", *PARABOLA, "-o"], [*PARABOLA, "--plot"], ["animate", *PARABOLA, "-o"]):
        assert main([*words, str(file)]) == 2
        assert "there already" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert main(["plot", *PARABOLA, "-o", str(file), "--force"]) == 0
    assert file.read_text(encoding="utf-8").startswith("<svg")
    assert [path.name for path in tmp_path.iterdir()] == ["figure.svg"]


@pytest.mark.parametrize(
    "words, told",
    [
        (["plot", "x^2", "-o", "a.jpg"], "not .jpg"),
        (["plot", "x^2", "-o", "figure"], "a name without an ending"),
        (["plot", "x^2", "-o", "no/such/folder/a.svg"], "there is no folder no/such"),
        (["plot", "x^2", "-o", "a\0b.svg"], "cannot be written"),
        (["plot", "x^2", "--kind", "pie"], "--kind"),
        (["plot", "x^2", "--kind", "gap", "--within", "[0,1]"], "belongs to --kind basins"),
        (["plot", "x^2", "--kind", "curve", "--lr", "0.1..1"], "belongs to --kind sweep"),
        (["plot", "x^2", "--kind", "basins"], "a box with ends"),
        (["plot", "x^2", "--kind", "contours"], "two variables, not 1"),
        (["plot", "x^2", "--critical", "--kind", "gap"], "not of gap"),
        (["plot", "x+y+z", "--critical", "--steps", "3"], "not of gap"),
        (["plot", "x^2", "--critical", "--box", "[0,1]"], "the whole space"),
        (["plot", "x^2", "--optimizer", "no such"], "no such"),
        (["animate", "x^2"], "a film needs a file"),
        (["animate", "x^2", "-o", "a.webm"], "not .webm"),
        (["animate", "x^2", "-o", "a.svg", "--frames", "1"], "--frames"),
        (["animate", "x^2", "-o", "a.svg", "--panels", "99"], "--panels"),
        (["animate", "x+y+z", "--optimizers", "gd,adam", "-o", "a.svg"], "one or two variables"),
        (["x^2", "--plot", "--format", "json"], "below the table"),
        (["x^2", "--plot", "-q"], "below the table"),
        (["-f", "formulas.txt", "--plot"], "--plot is for one formula"),
        (["x^2", "--plot", "x.bmp"], "not .bmp"),
    ],
)
def test_a_mistake_is_one_cause_and_status_2(words, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "formulas.txt").write_text("x^2\ny^2\n")
    assert main(words) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["formulas.txt"]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("name", ["a.gif", "a.svg", "strip.pdf", "strip.png"])
def test_animate_writes_a_film_or_a_strip(name, tmp_path):
    if not name.endswith("svg"):
        pytest.importorskip("matplotlib")
    file = tmp_path / name
    words = ["animate", "x^2 + 10y^2", "--x0", "5,2", "--lr", "0.09", "--steps", "30"]
    assert main([*words, "-o", str(file)]) == 0
    starts = {".gif": b"GIF89a", ".svg": b"<svg", ".pdf": b"%PDF", ".png": b"\x89PNG"}
    assert file.read_bytes().startswith(starts[file.suffix])


@pytest.mark.parametrize(
    "words", [["animate"], ["animate", "--panels", "4"], ["plot", "--kind", "paths"]]
)
def test_several_optimizers_in_one_picture_of_one_variable(words, tmp_path, capsys):
    file = tmp_path / "race.svg"
    race = ["1 - cos(x) + x^2/20", "--x0", "12", "--lr", "0.7", "--optimizers", "gd,adam"]
    assert main([*words, *race, "-o", str(file)]) == 0
    ET.parse(file)
    told = capsys.readouterr().out
    assert "it is at x = 5.67921, where L = 1.79 (converged)" in told and "Adam starts" in told


def test_panels_in_an_svg(tmp_path):
    file = tmp_path / "strip.svg"
    assert main(["animate", *PARABOLA, "--panels", "4", "-o", str(file)]) == 0
    assert file.read_text(encoding="utf-8").count("<g transform") == 4


def test_without_matplotlib_it_is_status_3_before_any_work(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for name in ("symdescent.render.picture", "symdescent.render.animation"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    for words in (["plot", *PARABOLA], ["animate", *PARABOLA]):
        assert main([*words, "-o", str(tmp_path / ("a.pdf"))]) == 3
        assert "pip install 'symdescent[plot]'" in capsys.readouterr().err
    assert main(["plot", *PARABOLA, "-o", str(tmp_path / "a.svg")]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def test_without_ffmpeg_it_is_status_3(tmp_path, monkeypatch, capsys):
    pytest.importorskip("matplotlib")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["animate", *PARABOLA, "-o", str(tmp_path / "a.mp4")]) == 3
    assert "needs the program ffmpeg" in capsys.readouterr().err


@pytest.mark.slow
def test_the_formula_may_come_from_a_pipe():
    status, out, _ = run("plot", "--x0", "1", "--steps", "5", given=b"x^2\n")
    assert status == 0 and "start x₀" in out


def test_an_own_rule_is_drawn(tmp_path):
    rule = tmp_path / "my.rule"
    rule.write_text("x = x - lr*g\nsettings: lr = 0.1\n")
    file = tmp_path / "figure.svg"
    assert main(["plot", "(x-4)^2", "--x0", "1", "--rule", str(rule), "-o", str(file)]) == 0
    ET.parse(file)
