"""The README shows what the program prints, and its Python lines run."""

import re
import shlex
from pathlib import Path

import pytest

from symdescent.terminal.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXT = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
SHOWN = re.search(r"```text\n\$ (symdescent .*)\n((?:.*\n)*?)```", TEXT)
LISTED = re.findall(r'^(?:echo "[^"]*" \| )?(symdescent .*?)(?:  +\S.*)?$', TEXT, re.MULTILINE)


def test_the_table_on_the_first_screen_is_what_is_printed(capsys):
    assert SHOWN
    assert main(shlex.split(SHOWN[1])[1:]) == 0
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert printed == SHOWN[2].splitlines()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder in which the lines may leave what they write, one after the other."""
    place = tmp_path_factory.mktemp("desk")
    (place / "examples").symlink_to(EXAMPLES)
    return place


@pytest.mark.parametrize("line", [line for line in LISTED if "-f " not in line])
def test_every_example_line_runs(line, desk, capsys, monkeypatch):
    monkeypatch.chdir(desk)
    words = shlex.split(line)[1:]
    formula = [] if words[0] != "--format" else ["x^2 - 4x"]
    status = main([*formula, *words])
    trapped = "x/10" in line and words[0] != "plot"
    assert status in ((2,) if "sen" in line else (1,) if trapped else (0,))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    if "-o" in words:
        written = Path(words[words.index("-o") + 1])
        assert list(desk.glob(f"{written.stem}*{written.suffix}"))
    else:
        assert out or status == 2


def test_the_python_lines_run():
    block = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert block
    names: dict[str, object] = {}
    exec(block[1], names)  # our own README
    assert names["least"].kind == "global"
    assert names["study"].verdict.agrees
