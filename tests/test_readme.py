"""README and docs show what the program prints: their lines run, their links lead somewhere.

In a ```text block a line `symdescent ...` (or `echo "..." | symdescent ...`) is a command; two
blanks and a remark may follow. Its status is 0, or what the remark says: `exit status 2`. A block
that begins with `$ symdescent ...` shows commands with all that they print, a status that is not 0
in a last line; a line of three dots stands for lines that are left out. ```python blocks run.
"""

import io
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import symdescent
from symdescent.cli.main import main
from tests.cli.running import piped

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE = re.compile(r'^(?:echo "([^"]*)" \| )?symdescent( .*?)(?:  +(\S.*))?$')
STATUS = re.compile(r"exit status (\d+)")
LINK = re.compile(r"(?<!`)\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
LEFT_OUT = "..."
FORMULAS = "(x-4)^2\nx^4 - x^2\n"


def blocks(text, language):
    """What stands in the blocks of one language."""
    return [block for name, block in BLOCK.findall(text) if name == language]


def listed(text):
    """(command, what is piped into it, the status that is told) for every line with a command."""
    lists = [block for block in blocks(text, "text") if not block.startswith("$")]
    found = [LINE.match(line) for block in lists for line in block.splitlines()]
    return [(m[2].strip(), m[1], told(m[3] or "")) for m in found if m and m[2].strip()]


def told(words):
    """The exit status that is named."""
    named = STATUS.search(words)
    return int(named[1]) if named else 0


def shown(text):
    """(command, lines below it) for every command that is shown with all that it prints."""
    sessions = [block for block in blocks(text, "text") if block.startswith("$ symdescent ")]
    pieces = [piece for block in sessions for piece in ("\n" + block).split("\n$ symdescent ")[1:]]
    parts = (piece.partition("\n") for piece in pieces)
    return [(command, below.splitlines()) for command, _, below in parts]


def ran(command, given=None):
    """(exit status, output, errors) of a command, in this process; `< FILE` is its input."""
    command, _, file = command.partition(" < ")
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = piped(Path(file.strip()).read_bytes() if file else (given or "").encode())
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main(shlex.split(command))
    finally:
        sys.stdin = before
    return status, out.getvalue(), err.getvalue()


def demand_status(command, given, expected):
    """A command of a list: its status, no traceback, and something to see for it."""
    status, out, err = ran(command, given)
    assert status == expected, f"{command}: exit status {status}\n{err}"
    assert "Traceback" not in out + err
    words = shlex.split(command)
    if "-o" in words:
        written = Path(words[words.index("-o") + 1])
        assert list(Path().glob(f"{written.stem}*{written.suffix}"))
    else:
        assert out or expected


def demand_output(command, lines):
    """A command with what it prints: line for line, but for those that are left out."""
    status, out, err = ran(command)
    printed = [line.rstrip() for line in (out + err).splitlines()]
    printed += [f"exit status {status}"] if status else []
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == LEFT_OUT else re.escape(line) + r"\n" for line in lines
    )
    text = "".join(f"{line}\n" for line in printed)
    assert re.fullmatch(pattern, text) or printed == lines, f"{command} prints\n{text}"


def named(page):
    return page.relative_to(ROOT).as_posix()


def each(find):
    """What is found on all pages, as parameters with names."""
    return [
        pytest.param(page, found, id=f"{named(page)}: {found[0]}")
        for page in PAGES
        for found in find(page.read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    """For each page a folder in which its lines may leave what they write, one after another."""
    made = {}
    for page in PAGES:
        made[page] = tmp_path_factory.mktemp(page.stem)
        (made[page] / "examples").symlink_to(ROOT / "examples")
        (made[page] / "formulas.txt").write_text(FORMULAS, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def no_wish_for_colour(monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize(("page", "line"), each(listed))
def test_every_command_runs(page, line, desks, monkeypatch):
    monkeypatch.chdir(desks[page])
    demand_status(*line)


@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize(("page", "session"), each(shown))
def test_what_is_shown_is_what_is_printed(page, session, desks, monkeypatch):
    monkeypatch.chdir(desks[page])
    demand_output(*session)


@pytest.mark.slow_beyond(10)
@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_python_lines_run(page, desks, monkeypatch):
    monkeypatch.chdir(desks[page])
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(page.read_text(encoding="utf-8"), "python"):
        exec(block, names)  # our own pages
    if page.name == "README.md":
        assert names["least"].kind == "global"
        assert names["study"].verdict.agrees


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    for link, source in LINK.findall(page.read_text(encoding="utf-8")):
        target, _, anchor = (link or source).partition("#")
        there = (page.parent / target).resolve() if target else page
        if "://" in target:
            continue
        assert there.exists(), f"{named(page)}: {target}"
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there.read_text(encoding="utf-8")), f"{target}#{anchor}"


def anchors(text):
    """The names that a repository's page gives to headings."""
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


MOST_WORDS = 700  # before the links: all that stands there, code and tables as well
CLASSIC = '"1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100'


@pytest.fixture
def front():
    """What a newcomer reads: the first page as far as its links."""
    text, heading, _ = PAGES[0].read_text(encoding="utf-8").partition("## Where to go on")
    assert heading
    return text


def test_the_first_page_begins_with_the_whole_table(front):
    command, lines = shown(front)[0]
    assert command == CLASSIC
    assert LEFT_OUT not in lines and len(lines) > 20
    last = front.splitlines().index(lines[-1]) + 1
    assert last <= 50, "the first screen"


def test_the_first_page_is_short(front):
    assert len(front.split()) <= MOST_WORDS


def test_it_has_two_commands_below_a_virtual_environment(front):
    """What .ci/run runs: the first of them does the main job, the second passes the tests."""
    environment, first, second = blocks(front, "sh")[0].splitlines()
    assert environment.startswith("python3 -m venv")
    assert first == f"pip install . && symdescent {CLASSIC}"
    assert second == 'pip install ".[test]" && pytest'


def test_it_names_three_weaknesses_each_with_a_command_and_one_line_of_its_answer(front):
    part = front.partition("## Three weaknesses")[2].partition("\n## ")[0]
    assert [word in part for word in ("much data", "learning rate", "local minima")] == [True] * 3
    answers = [[line for line in lines if line != LEFT_OUT] for _, lines in shown(part)]
    told = [[line for line in lines if not STATUS.fullmatch(line)] for lines in answers]
    assert [len(lines) for lines in told] == [1, 1, 1]


def test_it_names_the_frameworks_and_the_time(front):
    assert all(name in front for name in ("PyTorch", "TensorFlow", "Keras", "optax"))
    assert re.search(r"tests take some \w+ minutes", front)


def test_its_film_is_one_for_light_and_one_for_dark_pages(front):
    """Made by examples/gallery/build.py; who asks for reduced motion sees the end."""
    sources = re.findall(r'src(?:set)?="([^"]+)"', front)
    films = [(ROOT / source).read_text(encoding="utf-8") for source in sources]
    assert len(films) == 2 and films[0] != films[1]
    for film in films:
        assert "@keyframes" in film and "prefers-reduced-motion:reduce" in film
        assert "infinite" not in film and len(film) < 20_000
    assert "race" in (ROOT / "examples/gallery/build.py").read_text(encoding="utf-8")
    alternative = re.search(r'alt="([^"]+)"', front)[1]
    assert "local minimum at x = 5.68" in alternative and "x = 5.67921, where L = 1.79" in films[0]


def test_what_it_says_of_the_film_is_so():
    """At 0.7 gradient descent is trapped and Adam is not; at 0.1 both are."""
    for name, rate, trapped in (("gd", 0.7, True), ("adam", 0.7, False), ("adam", 0.1, True)):
        given = {"optimizer": name, "rate": rate, "start": 12}
        end = symdescent.descend("1 - cos(x) + x^2/20", **given).points[-1, 0]
        assert (abs(end - 5.67921) < 1e-4) == trapped and (abs(end) < 1e-4) != trapped


def test_the_pages_have_what_is_tested():
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    assert sum(len(listed(text)) for text in texts) > 60
    assert sum(len(shown(text)) for text in texts) > 6
    assert sum(len(blocks(text, "python")) for text in texts) > 3


PLANTED = """
```text
symdescent "2x+sen(x)"     a mistake without its status
```
```text
$ symdescent "(x-4)^2" -q
5
```
```text
$ symdescent "2x+sen(x)"
error: unknown function 'sen'
  ...
exit status 1
```
"""


def test_what_is_wrong_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ((command, given, expected),) = listed(PLANTED)
    with pytest.raises(AssertionError, match="exit status 2"):
        demand_status(command, given, expected)
    for command, lines in shown(PLANTED):
        with pytest.raises(AssertionError, match="prints"):
            demand_output(command, lines)
    demand_output('"(x-4)^2" -q', ["4"])
    demand_output('"2x+sen(x)"', ["error: unknown function 'sen'", "...", "exit status 2"])
    demand_status('"2x+sen(x)"', None, 2)
