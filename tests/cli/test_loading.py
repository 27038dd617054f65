"""How much of this package one run loads: most of it is for other runs."""

import ast
import io
import json
import subprocess
import sys
import tokenize
from functools import cache
from pathlib import Path

import symdescent

CLASSIC = ("1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100")
MOST_MODULES, MOST_LINES = 100, 12_200  # 99 and 12,181 when this was written
RUN = """
import json, os, sys
forks = []
os.register_at_fork(before=lambda: forks.append(1))
from symdescent.cli.main import main
status = main(json.loads(sys.argv[1]))
ours = [m for m in list(sys.modules.values()) if m.__name__.split(".")[0] == "symdescent"]
print(json.dumps([status, len(forks), [m.__file__ for m in ours]]), file=sys.stderr)
"""
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@cache
def loaded(words: tuple[str, ...]) -> list[Path]:
    """The files of the modules of ours that are there when a run has ended."""
    command = [sys.executable, "-c", RUN, json.dumps(words)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    status, forks, files = json.loads(told)
    assert (status, forks) == (0, 0)  # what a process of its own would load is not seen here
    return [Path(file) for file in files]


def code_lines(text: str) -> int:
    """The lines with code on them, so no comments, docstrings and blanks."""
    said: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said |= set(range(node.lineno, node.end_lineno + 1))
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            held |= set(range(token.start[0], token.end[0] + 1))
    return len(held - said)


def test_the_classic_run_loads_a_part_of_the_package():
    files = loaded(CLASSIC)
    lines = sum(code_lines(file.read_text(encoding="utf-8")) for file in files)
    assert 50 < len(files) <= MOST_MODULES
    assert 5000 < lines <= MOST_LINES


def test_what_other_runs_need_is_not_loaded():
    names = {
        file.relative_to(Path(symdescent.__file__).parent).as_posix() for file in loaded(CLASSIC)
    }
    assert "studies.py" in names
    for idle in ("language/latex", "optimizers/frameworks", "proofs/ladder", "cli/help"):
        assert not any(name.startswith(idle) for name in names), idle


TEXT = '''"""A module."""

# one
x = 1  # two


def f():
    """Three."""
    return (
        x
    )
'''


def test_code_is_told_from_what_is_said_about_it():
    assert code_lines(TEXT) == 5
