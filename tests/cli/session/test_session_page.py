"""The page on the session shows what a session prints."""

import re
from pathlib import Path

import pytest

from symdescent.cli.main import main
from symdescent.cli.session.line_reader import understand
from symdescent.cli.session.loop import Session, perform
from symdescent.cli.session.state import State

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "session.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```console\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
WORDS = re.findall(r"^\| (`.*?) \| ", TEXT, re.MULTILINE)


@pytest.mark.parametrize("shown", SHOWN)
def test_a_transcript(shown, capsys):
    session = Session(lambda asked: perform(asked, main))
    for line in re.findall(r"^> (.*)$", shown, re.MULTILINE):
        print(f"> {line}")
        session.answer(line)
    printed = capsys.readouterr().out
    assert "\n".join(line.rstrip() for line in printed.splitlines()) == shown.rstrip("\n")


def test_every_line_of_the_table_is_understood():
    lines = [line for cell in WORDS for line in re.findall(r"`([^`]+)`", cell)]
    state, _ = understand(understand(understand(*EMPTY)[0], "lr = 0.1")[0], "undo")
    assert len(lines) > 30
    for line in lines:
        state, _ = (
            understand(state, "lr = 1") if line.startswith(("undo", "forget")) else (state, 0)
        )
        state, _ = understand(state, line)
        state, _ = understand(state, "x^2") if line in ("clear", "redo") else (state, 0)


EMPTY = (State(), "x^2")
