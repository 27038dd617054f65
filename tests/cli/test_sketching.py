"""The picture that an answer has by itself: where it is shown, where not, and that it fits."""

import re
import shlex
import time

import pytest
from running import ESCAPE, ROOT, on_terminal, run, shown

import symdescent
from symdescent.cli import output, sketch
from symdescent.cli.arguments import read

DESCENT = ("1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100")
PLANE = ("x^2 + 10y^2", "--x0", "3,2", "--lr", "0.09", "--steps", "20")
DOTS = re.compile("[⠁-⣿]")
VERDICT = re.compile("  (x|𝐱|θ₁)_min|  best so far")
SIZES = [(80, 24), (100, 40), (60, 24), (200, 60)]
SHOWN = {  # formulas on which something may go wrong, and what stands in their pictures
    "a curve": (DESCENT, "★ minimum x*"),
    "a map": (PLANE, "level lines"),
    "maximised": (("maximize x*(1-x)", "--x0", "0.1", "--lr", "0.1"), "★ minimum x*"),
    "a box": (("(x-4)^2", "--box", "5<=x<=9", "--x0", "8"), "edge of the box"),
    "a box in the plane": (("x^2+y^2", "--box", "x>=1", "--x0", "3,2"), "edge of the box"),
    "diverged": (("(x-4)^2", "--x0", "14", "--lr", "1.1", "--steps", "60"), "k = 7 and all later"),
    "diverged in the plane": (("x^4+y^4", "--x0", "3,2", "--lr", "1.1"), "k = 1 and all later"),
    "unbounded": (("-x^2", "--x0", "1", "--lr", "0.4"), "○ start x₀"),
    "a kink": (("abs(x-3)", "--x0", "7", "--lr", "0.3", "--steps", "30"), "★ minimum x*"),
    "a pole": (("1/x + x", "--x0", "0.2", "--lr", "0.3", "--steps", "30"), "○ start x₀"),
    "many poles": (("tan(x)", "--x0", "1", "--lr", "0.1", "--steps", "50"), "○ start x₀"),
    "a start at the minimum": (("x^2", "--x0", "0"), "★ minimum x*"),
    "no step": (("x^2", "--x0", "3", "--steps", "0"), "★ minimum x*"),
    "a name with an index": (("(theta_1-1)^2", "--x0", "5"), "• iterates θ₁,ₖ"),
    "far away": (("(x-1e9)^2", "--x0", "1"), "★ minimum x*"),
    "flat": (("1e-12*x^2 + 1", "--x0", "3"), "★ minimum x*"),
}


def answer(*words, columns=80, lines=24, **extra):
    """The lines on the terminal."""
    status, sent = on_terminal(*words, columns=columns, lines=lines, **extra)
    return status, shown(sent)


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("kind", SHOWN)
def test_it_stands_between_the_table_and_the_verdict(kind):
    words, sign = SHOWN[kind]
    for columns, lines in SIZES if kind in ("a curve", "a map", "diverged") else SIZES[:1]:
        _, screen = answer(*words, columns=columns, lines=lines)
        text = "\n".join(screen)
        assert DOTS.search(text) and sign in text and "Traceback" not in text
        verdict = next(
            i for i, line in enumerate(screen) if re.match("  (x|𝐱|θ₁)_min|  best so", line)
        )
        table = max(i for i, line in enumerate(screen) if line.strip(" ─") == "" and "─" in line)
        dotted = [i for i, line in enumerate(screen) if DOTS.search(line)]
        assert table < min(dotted) and max(dotted) < verdict
        seen = screen[-lines:]
        assert screen[verdict] in seen and screen[table] in seen  # all of it at one look
        assert max(map(len, screen)) <= columns


@pytest.mark.long
@pytest.mark.slow
def test_it_is_as_high_as_the_terminal_allows():
    heights = []
    for lines in (24, 30, 40):
        _, screen = answer(*DESCENT, lines=lines)
        heights.append(sum("│" in line for line in screen))
    assert heights == [8, 10, 12]


WITHOUT = {
    "narrow": (DESCENT, {"columns": 59}),
    "low": (DESCENT, {"lines": 23}),
    "small": (DESCENT, {"columns": 50, "lines": 20}),
    "unwanted": ((*DESCENT, "--no-plot"), {}),
    "dumb": (DESCENT, {"TERM": "dumb"}),
    "csv": ((*DESCENT, "--format", "csv"), {}),
    "json": ((*DESCENT, "--format", "json"), {}),
    "quiet": ((*DESCENT, "-q"), {}),
    "space": (("x^2 + y^2 + z^2", "--x0", "1,1,1"), {}),
    "a constant": (("0*x + 5",), {}),
}


@pytest.mark.long_beyond(3)
@pytest.mark.slow
@pytest.mark.parametrize("kind", WITHOUT)
def test_there_is_none(kind):
    words, where = WITHOUT[kind]
    _, screen = answer(*words, **where)
    assert not DOTS.search("\n".join(screen)) and "iterates" not in "\n".join(screen[-8:])


def pages():
    """Each terminal that a page of docs/ shows: its command, and the lines from the picture on."""
    for name in ("tutorial", "shell"):
        text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        for block in re.findall(r"^```console\n\$ symdescent (.*?)^```$", text, re.M | re.S):
            command, _, below = block.partition("\n  ...\n")
            yield shlex.split(command), below.rstrip().split("\n")


@pytest.mark.slow
def test_the_pages_show_what_a_terminal_shows():
    told = [*pages()]
    assert len(told) == 2
    for words, lines in told:
        _, screen = answer(*words, NO_COLOR="1")
        seen = "\n".join(line.rstrip() for line in screen).rstrip().split("\n")
        assert seen[-len(lines) :] == lines


@pytest.mark.slow
def test_there_is_none_in_a_pipe():
    _, out, _ = run(*DESCENT)
    assert not DOTS.search(out) and "○" not in out


@pytest.mark.long
@pytest.mark.slow
def test_the_file_of_defaults_switches_it_off(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text("plot = false\n")
    _, screen = answer(*DESCENT, SYMDESCENT_CONFIG=str(file))
    assert not DOTS.search("\n".join(screen))
    _, screen = answer(*DESCENT, "--plot", SYMDESCENT_CONFIG=str(file))
    assert DOTS.search("\n".join(screen))


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("extra", [("--ascii",), ()])
def test_in_ascii_it_is_drawn_in_ascii(extra):
    poor = {} if extra else {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    _, screen = answer(*PLANE, *extra, **poor)
    text = "\n".join(screen)
    assert text.isascii() and "* minimum vec x*" in text and "+ iterates vec x_k" in text
    assert max(map(len, screen)) <= 80


@pytest.mark.long_beyond(1)
@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("size, rows", [((80, 24), 14), ((100, 40), 24), ((50, 20), 14)])
def test_plot_alone_is_larger_below_the_answer(size, rows):
    columns, lines = size
    for words in (DESCENT, PLANE):
        _, screen = answer(*words, "--plot", columns=columns, lines=lines)
        assert sum("│" in line for line in screen) == rows
        verdict = next(i for i, line in enumerate(screen) if VERDICT.match(line))
        assert all(i > verdict for i, line in enumerate(screen) if DOTS.search(line))
        assert max(map(len, screen)) <= columns


@pytest.mark.slow
def test_its_colours_are_those_that_are_read_on_light_and_on_dark():
    _, sent = on_terminal(*PLANE, lines=24)
    codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", sent) for code in found.split(";")}
    assert codes <= {"", "0", "1", "2", "31", "32", "35"} and "35" in codes
    _, sent = on_terminal(*PLANE, lines=24, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*m", sent) and DOTS.search(ESCAPE.sub("", sent))


@pytest.mark.slow
def test_it_takes_far_less_than_a_tenth_of_a_second():
    """Also after ten thousand steps, and of a map with hundreds of hollows."""
    hollows = "x^2 + y^2 - 10*cos(2*pi*x) - 10*cos(2*pi*y) + 20"
    cases = [("(1-x)^2 + 100*(y-x^2)^2", "-1.2,1", "0.001"), (hollows, "3,2", "0.7")]
    for formula, start, rate in cases:
        done = symdescent.study(formula, start=start, rate=rate, steps=10_000, time_limit=0.5)
        best = []
        for _ in range(3):
            begun = time.process_time()
            assert len(sketch.small(done)) > 10
            best.append(time.process_time() - begun)
        assert min(best) < 0.1


def test_nothing_is_drawn_where_it_is_not_shown(monkeypatch, capsys):
    monkeypatch.setattr(sketch, "small", lambda study: pytest.fail("drawn"))
    done = symdescent.study("(x-4)^2", start=14, rate="0.1")
    for words in ([], ["--no-plot"], ["--plot"]):
        _, options = read(["(x-4)^2", *words])
        monkeypatch.setattr(output, "has_room", lambda: bool(words))  # noqa: B023
        assert output.sketched(done, options) == ()
    _, options = read(["(x-4)^2"])
    monkeypatch.setattr(output, "has_room", lambda: True)
    with pytest.raises(pytest.fail.Exception, match="drawn"):
        output.sketched(done, options)
