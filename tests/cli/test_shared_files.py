"""The files that the wheel brings along are those that the program makes.

`python -m tests.cli.test_shared_files --write` makes them again: after a change of options.
"""

import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from symdescent.cli.main import main

ROOT = Path(__file__).parent.parent.parent
PLACE = "symdescent/cli/shell/share"
FILES = {
    f"{PLACE}/man/man1/symdescent.1": ["man"],
    f"{PLACE}/bash-completion/completions/symdescent": ["completion", "bash"],
    f"{PLACE}/zsh/site-functions/_symdescent": ["completion", "zsh"],
    f"{PLACE}/fish/vendor_completions.d/symdescent.fish": ["completion", "fish"],
}


def made(words):
    """What the command prints."""
    printed = StringIO()
    with redirect_stdout(printed):
        assert main(words) == 0
    return printed.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_it_is_what_the_program_makes(name):
    assert (ROOT / name).read_text(encoding="utf-8") == made(FILES[name]), "make it again: --write"


def test_there_are_no_others():
    found = {str(path.relative_to(ROOT)) for path in (ROOT / PLACE).rglob("*") if path.is_file()}
    assert found == set(FILES)


def test_the_wheel_takes_them():
    import tomllib

    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"] == {PLACE: "share"}


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    os.environ["SYMDESCENT_CONFIG"] = ""
    for file, command in FILES.items():
        (ROOT / file).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / file).write_text(made(command), encoding="utf-8")
