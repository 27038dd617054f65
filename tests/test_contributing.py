"""The map of the house: every file that CONTRIBUTING names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PATH = re.compile(r"`((?:[\w.]+/)*[\w.]+\.py|(?:[\w.]+/)+)`")


def missing(page):
    """The files and folders that a page names and that are neither here nor in the package."""
    named = set(PATH.findall(page))
    rooms = (ROOT, ROOT / "symdescent", ROOT / "symdescent" / "lessons" / "exercises")
    return {name for name in named if not any((room / name).exists() for room in rooms)}


def test_every_file_that_is_named_is_there():
    assert missing(PAGE) == set()
    assert missing("see `numeric/walkers.py` and `gone/`") == {"numeric/walkers.py", "gone/"}


def test_the_map_answers_two_dozen_questions():
    rows = re.findall(r"^\| .*\? \| .*`.*\.py`.* \|$", PAGE, re.MULTILINE)
    assert len(rows) >= 24
