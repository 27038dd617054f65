"""Each example prints what stands beside it; `python -m tests.test_examples --write` renews it.

NAME.txt holds one formula or more, and in a comment `# symdescent ...` the words of the command,
which runs in the folder of that file;
NAME.out is what `symdescent ... < NAME.txt` prints, errors below it, and a status that is not 0.
"""

import io
import os
import re
import shlex
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from symdescent.cli.main import main

EXAMPLES = Path(__file__).parent.parent / "examples"
FILES = sorted(EXAMPLES.rglob("*.txt"))
TIMED = re.compile(r"\bout of time\b|\bran out\b|\b\d+(\.\d+)? s\b|seconds")


def options(text):
    """The words of the comment that begins with the command's name."""
    found = re.search(r"^# symdescent\b(.*)$", text, re.MULTILINE)
    return shlex.split(found[1]) if found else []


def transcript(file):
    """The command, all that it prints, and its exit status where that is not 0."""
    words = options(file.read_text(encoding="utf-8"))
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(file.read_bytes()), encoding="utf-8")
    try:
        with chdir(file.parent), redirect_stdout(out), redirect_stderr(err):
            status = main(words)
    finally:
        sys.stdin = before
    command = " ".join(["$ symdescent", *map(shlex.quote, words), "<", file.name])
    ending = f"exit status {status}\n" if status else ""
    printed = f"{command}\n{out.getvalue()}{err.getvalue()}{ending}"
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


@pytest.fixture(autouse=True)
def no_wish_for_colour(monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(EXAMPLES)))
def test_it_prints_what_stands_beside_it(file):
    expected = file.with_suffix(".out").read_text(encoding="utf-8")
    assert transcript(file) == expected
    assert ("error: " in expected) == (file.parent.name == "mistakes" or "batch" in file.name)
    assert not TIMED.search(expected)


def test_nothing_lies_about():
    beside = {file.with_suffix(".out") for file in FILES}
    assert beside == set(EXAMPLES.rglob("*.out"))
    assert len(FILES) > 20


def test_ten_stand_in_front_and_each_is_named():
    """The rest lies in folders by subject; the folder's page names the ten, the classic one first,
    and every other example."""
    front = [file.stem for file in FILES if file.parent == EXAMPLES]
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    first, _, rest = page.partition("## More")
    named = re.findall(r"^\| \[([\w-]+)\]\(\1\.out\)", first, re.MULTILINE)
    assert sorted(named) == front and named[0] == "parabola" and len(named) == 10
    links = set(re.findall(r"\]\(([\w./-]+)\)", page))
    assert [link for link in links if not (EXAMPLES / link).exists()] == []
    others = [f.relative_to(EXAMPLES).with_suffix(".out").as_posix() for f in FILES]
    mistakes = [name for name in others if name.startswith("mistakes/")]
    assert set(others) - set(mistakes) <= links


def test_a_changed_output_is_noticed(tmp_path):
    file = tmp_path / "one.txt"
    file.write_text("# symdescent -q\n(x-4)^2\n", encoding="utf-8")
    assert transcript(file) == "$ symdescent -q < one.txt\n4\n"
    file.write_text("# symdescent -q\n(x-4^2\n", encoding="utf-8")
    assert transcript(file).endswith("exit status 2\n")


def write():
    os.environ.pop("FORCE_COLOR", None)
    os.environ["SYMDESCENT_CONFIG"] = ""  # nobody's own defaults
    for file in FILES:
        file.with_suffix(".out").write_text(transcript(file), encoding="utf-8")


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    write()
