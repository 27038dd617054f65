"""The README shows what the program prints, and its Python lines run."""

import re
import shlex
from pathlib import Path

import pytest

from symdescent.terminal.cli import main

TEXT = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
SHOWN = re.search(r"```text\n\$ (symdescent .*)\n((?:.*\n)*?)```", TEXT)
LISTED = re.findall(r'^(?:echo "[^"]*" \| )?(symdescent .*?)(?:  +\S.*)?$', TEXT, re.MULTILINE)


def test_the_table_on_the_first_screen_is_what_is_printed(capsys):
    assert SHOWN
    assert main(shlex.split(SHOWN[1])[1:]) == 0
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert printed == SHOWN[2].splitlines()


@pytest.mark.parametrize("line", [line for line in LISTED if "-f " not in line])
def test_every_example_line_runs(line, capsys):
    words = shlex.split(line)[1:]
    formula = [] if words[0] != "--format" else ["x^2 - 4x"]
    status = main([*formula, *words])
    assert status in ((2,) if "sen" in line else (1,) if "x/10" in line else (0,))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert out or status == 2


def test_the_python_lines_run():
    block = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert block
    names: dict[str, object] = {}
    exec(block[1], names)  # our own README
    assert names["least"].kind == "global"
    assert names["study"].verdict.agrees
