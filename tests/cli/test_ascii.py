"""Poor encodings, dumb consoles and wishes about colour: every output goes through, unharmed."""

import csv
import io
import json
import re
import shlex
import sys
import threading
from contextlib import redirect_stderr, redirect_stdout
from html.parser import HTMLParser
from pathlib import Path

import pytest
from running import on_terminal, run, shown

import symdescent
from symdescent.cli.ascii import HANDLER
from symdescent.cli.console import Spinner
from symdescent.cli.main import main
from symdescent.cli.transliteration import transliterated

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
COMMANDS = {  # the words of each example, and its formulas
    str(path.relative_to(EXAMPLES)): path for path in sorted(EXAMPLES.rglob("*.txt"))
}
CODE_PAGES = ("ascii", "cp437", "cp850", "cp1252", "latin-1")
PARABOLA = ["1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "20"]


def printed(words, given=b"", encoding="cp437"):
    """Status and text of the command with both outputs in an encoding that may lack our signs."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    try:
        with redirect_stdout(stream), redirect_stderr(stream):
            status = main(words)
        stream.flush()
    finally:
        sys.stdin = before
    return status, raw.getvalue().decode(encoding)


@pytest.mark.long_beyond(40)
@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_printed_in_a_legacy_code_page(name, monkeypatch):
    """In turn one of the code pages of Windows' consoles; what is asked is answered alike."""
    path = COMMANDS[name]
    given = path.read_bytes()
    line = next(
        (x for x in given.decode().splitlines() if x.startswith("# symdescent")), "# symdescent"
    )
    encoding = CODE_PAGES[sorted(COMMANDS).index(name) % len(CODE_PAGES)]
    monkeypatch.chdir(path.parent)
    status, text = printed(shlex.split(line)[2:], given, encoding)
    expected = path.with_suffix(".out").read_text(encoding="utf-8")
    assert text.isascii()
    assert (f"exit status {status}" in expected) == bool(status)
    asked = expected.count("?")
    assert text.count("?") == asked, [x for x in text.splitlines() if "?" in x]


def expressions():
    """What the tests and the examples write with signs that ASCII lacks, and our grammar reads."""
    quoted = re.compile(r'"([^"\n]*[^\x00-\x7f][^"\n]*)"')
    printed = re.compile(r"(?:^|[=,:] )([^=:,;\[\]]*[^\x00-\x7f][^=:,;\[\]]*)", re.MULTILINE)
    found = {
        text.strip()
        for pattern, paths in (
            (quoted, (EXAMPLES.parent / "tests").rglob("*.py")),
            (printed, EXAMPLES.glob("*.out")),
        )
        for path in paths
        for text in pattern.findall(path.read_text(encoding="utf-8"))
    }
    for text in sorted(found):
        try:
            yield text, symdescent.parse(text).expression
        except symdescent.FormulaError:
            pass


def test_a_formula_in_ascii_is_the_same_formula():
    """Our own grammar reads it back, and it means what it meant: ¼ is no 14, √2x no root of 2x."""
    known = list(expressions())
    assert len(known) > 100
    for text, expression in known:
        if "∑_{" in text:  # a sum in LaTeX's manner is typed, and never printed
            continue
        spelt = transliterated(text)
        assert spelt.isascii()
        assert spelt.encode("ascii").decode() == text.encode("ascii", HANDLER).decode("ascii"), text
        difference = symdescent.parse(spelt).expression - expression
        assert difference == 0 or difference.simplify() == 0, (text, spelt)


@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_the_main_answer_in_a_code_page(encoding):
    status, text = printed(PARABOLA, encoding=encoding)
    assert status == 0 and text.isascii()
    assert "x* = 4, L* = 0   unique, global (proved: L is convex" in text
    assert "- not converged: after 20 steps still 1.216e+00 from the minimum" in text


def table(text):
    """The lines of the table, without blanks at their ends."""
    lines = [line.rstrip() for line in text.splitlines()]
    rules = [i for i, line in enumerate(lines) if set(line.strip()) == {"-"} and len(line) > 20]
    return lines[rules[0] : rules[-1] + 1]


@pytest.mark.slow_beyond(2)
@pytest.mark.parametrize(
    "words",
    [
        PARABOLA,
        ["x^4/4 - x^2/2 + x/10", "--x0", "1"],
        ["sweep", "(17x^2 - 24x*y + 10y^2)/2", "--lr", "1e-3..1:9"],
        ["compare", "x^2 + y^2", "--x0", "1,2", "--no-time", "--optimizers", "newton,gd"],
    ],
    ids=lambda words: words[0],
)
def test_a_table_is_aligned(words, capsys):
    """Headings and numbers of a column end below each other, though their spelling is longer."""
    main([*words, "--ascii"])
    lines = table(capsys.readouterr().out)
    width = len(lines[0])
    assert width > 30
    assert all(len(line) <= width for line in lines)
    headings, numbers = (list(re.finditer(r"\S+(?: \S+)*", lines[i])) for i in (1, 3))
    assert len(headings) == len(numbers) > 2
    for heading, number in zip(headings, numbers, strict=True):
        assert heading.end() == number.end() or heading.start() == number.start()


def test_both_ways_to_ascii_are_one(capsys):
    _, poor = printed(PARABOLA, encoding="ascii")
    main([*PARABOLA, "--ascii"])
    assert capsys.readouterr().out == poor
    main(PARABOLA)
    assert not capsys.readouterr().out.isascii()


@pytest.mark.parametrize(
    "words",
    [
        ["2x + sén(x)"],
        ["--ascii", "--nöthing"],
        ["x^2", "--ascii", "--lr", "ä"],
        ["optimizers", "ädam"],
    ],
)
def test_mistakes_are_told_in_ascii_too(words, capsys):
    assert main([*words, "--ascii"]) == 2
    assert capsys.readouterr().err.isascii()


def test_json_keeps_every_letter(capsys):
    words = ["L(θ) = (θ − ½)²", "--steps", "3", "--format", "json"]
    main(words)
    plain = json.loads(capsys.readouterr().out)
    main([*words, "--ascii"])
    out = capsys.readouterr().out
    assert out.isascii()
    for told in (plain, spelt := json.loads(out)):
        told["minimum"].pop("seconds", None)
    assert "θ" in json.dumps(spelt, ensure_ascii=False)
    assert spelt["formula"] == plain["formula"]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("form", ["json", "ipynb", "html", "tex", "md"])
def test_a_document_survives(form, capsys):
    words = ["example", "(x-4)^2", "--x0", "14", "--to", form, "--language", "de"]
    main(words)
    plain = capsys.readouterr().out
    main([*words, "--ascii"])
    out = capsys.readouterr().out
    assert out.isascii() and not plain.isascii()
    if form in ("json", "ipynb"):
        assert json.loads(out) == json.loads(plain)
    elif form == "html":
        assert told(out) == told(plain)
    else:
        assert out == transliterated(plain) and "Loesung" in out


def told(page):
    """The text of a page as a browser has it, scripts aside."""
    pieces, reader = [], HTMLParser(convert_charrefs=True)
    reader.handle_data = pieces.append
    reader.feed(page.partition("<script")[0])
    return "".join(pieces)


def test_csv_is_still_read(capsys):
    main(["sweep", "x^2", "--lr", "0.1,0.2", "--format", "csv", "--ascii"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["lr"] for row in rows] == ["0.1", "0.2"]


def test_a_plot_in_ascii_has_no_braille(capsys):
    main(["plot", "x^2", "--x0", "1", "--lr", "0.1", "--steps", "5", "--ascii"])
    out = capsys.readouterr().out
    assert out.isascii() and "?" not in out
    assert "* minimum x*" in out and "o start x_0" in out and out.count("|") >= 14


def test_the_wish_lasts_for_one_command(capsys):
    main(["x^2", "--ascii"])
    assert capsys.readouterr().out.isascii()
    main(["x^2"])
    assert "∇L" in capsys.readouterr().out


@pytest.mark.long_beyond(1)
@pytest.mark.slow
@pytest.mark.parametrize("columns", [60, 80])
def test_on_a_terminal_no_line_is_too_wide(columns):
    for words in (PARABOLA, ["sweep", "x^2 + 9y^2", "--lr", "1e-3..1"]):
        _, sent = on_terminal(*words, "--ascii", "--explain", columns=columns)
        lines = shown(sent)
        assert sent.isascii() and max(map(len, lines)) <= columns
        assert any("What stands above" in line for line in lines)


DUMB = [{"TERM": "dumb"}, {"TERM": "dumb", "COLUMNS": "60"}, {"CLICOLOR": "0"}, {"NO_COLOR": "1"}]


@pytest.mark.long_beyond(4)
@pytest.mark.slow
@pytest.mark.parametrize("variables", DUMB, ids=repr)
@pytest.mark.parametrize("words", [["x^2"], ["minimum", "x^2"], ["sweep", "x^2"]])
def test_a_dumb_console_gets_no_escape_codes(words, variables):
    _, sent = on_terminal(*words, **variables)
    assert "\x1b" not in sent
    assert max(map(len, shown(sent))) <= int(variables.get("COLUMNS", 80))


class Terminal(io.StringIO):
    """A terminal without colour, which tells when something was drawn on it."""

    encoding = "utf-8"
    drawn = threading.Event()

    def isatty(self):
        return True

    def write(self, text):
        self.drawn.set()
        return super().write(text)


def test_the_sign_of_life_has_no_escape_codes(monkeypatch):
    """It is wiped out with blanks, which every console has."""
    monkeypatch.delenv("TERM", raising=False)
    screen = Terminal()
    with Spinner(screen):
        assert screen.drawn.wait(30)
    sent = screen.getvalue()
    assert "descending and proving" in sent and "\x1b" not in sent
    assert not any("descending" in line for line in shown(sent))


@pytest.mark.long
@pytest.mark.slow
def test_what_forces_colour():
    assert "\x1b[" in run("x^2", CLICOLOR_FORCE="1")[1]
    assert "\x1b[" not in run("x^2", CLICOLOR_FORCE="0")[1]
    assert "\x1b[" not in run("x^2", CLICOLOR_FORCE="1", NO_COLOR="1")[1]
    assert "\x1b[" in on_terminal("x^2", CLICOLOR="1")[1]


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("columns", ["0", "-3", "many", "20", "100000"])
def test_odd_widths_do_no_harm(columns):
    status, sent = on_terminal("x^2", COLUMNS=columns)
    assert status == 0 and "agrees" in sent and "Traceback" not in sent
