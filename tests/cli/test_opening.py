"""`--open`: a page in a file, the browser that is given it, and what is said without one."""

import os
import re
import stat
import subprocess
import sys
import webbrowser
from pathlib import Path

import pytest

from symdescent.cli import files
from symdescent.cli.main import main

DESCENT = ("1/2*(x-4)^2", "--x0", "14", "--lr", "1/10", "--steps", "5")
NEAR = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", *files.FAR)


@pytest.fixture
def browser(monkeypatch, tmp_path):
    """What the browser was given; a screen is there, and temporary folders are in `tmp`."""
    taken = []
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    for name in NEAR:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", lambda uri: taken.append(uri) or True)
    return taken


def told(out):
    """The path on the last line."""
    return Path(out.rstrip().splitlines()[-1].partition(": ")[2])


def test_an_answer_is_printed_and_its_page_is_opened(browser, capsys):
    assert main([*DESCENT, "--open"]) == 0
    out = capsys.readouterr().out
    assert "x_min" not in out and "best so far" in out
    assert out.splitlines()[-1].startswith("opened in the browser: ")
    page = told(out)
    assert browser == [page.as_uri()]
    text = page.read_text(encoding="utf-8")
    assert '<input type="range"' in text and "1/2*(x-4)^2" in text and "--steps 5 --open" in text
    assert stat.S_IMODE(os.stat(page.parent).st_mode) == 0o700


def test_a_worked_example_is_opened_and_not_printed(browser, capsys):
    assert main(["example", *DESCENT, "--language", "de", "--open"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    text = told(out).read_text(encoding="utf-8")
    assert browser == [told(out).as_uri()] and 'lang="de"' in text
    assert "--language de --to html" in text.replace("&#x27;", "'") or "--to html" in text
    assert "--open" not in text.partition("<script>")[0].rpartition("symdescent example")[2]


def test_the_page_may_have_a_name(browser, tmp_path, capsys):
    file = tmp_path / "gd.html"
    assert main(["example", *DESCENT, "-o", str(file), "--open"]) == 0
    assert capsys.readouterr().out == f"opened in the browser: {file}\n"
    assert browser == [file.as_uri()] and list((tmp_path / "tmp").iterdir()) == []
    before = file.read_bytes()
    assert main(["example", *DESCENT, "-o", str(file), "--open"]) == 2
    assert "--force" in capsys.readouterr().err
    assert file.read_bytes() == before and len(browser) == 1


@pytest.mark.parametrize("words", [["--to", "tex"], ["-o", "gd.md"], ["-o", "gd.ipynb"]])
def test_what_no_browser_shows_is_refused(words, browser, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["example", *DESCENT, *words, "--open"]) == 2
    assert "a browser opens no" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["tmp"] and browser == []


def test_it_is_for_one_formula(browser, tmp_path, capsys):
    file = tmp_path / "two.txt"
    file.write_text("x^2\ny^2\n")
    assert main(["-f", str(file), "--open"]) == 2
    assert "--open is for one formula" in capsys.readouterr().err


def test_machines_read_on_what_they_asked_for(browser, capsys):
    assert main([*DESCENT, "--format", "json", "--open"]) == 0
    seen = capsys.readouterr()
    assert seen.out.startswith("{") and seen.out.count("\n") == 1
    assert seen.err.startswith("opened in the browser: ")
    assert main([*DESCENT, "-q", "--open"]) == 0
    assert capsys.readouterr().out == "4\n"


@pytest.mark.parametrize(
    "variables, near",
    [
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({}, sys.platform in ("darwin", "win32")),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}, False),
        ({"DISPLAY": ":0", "CI": "true"}, False),
        ({"BROWSER": "my-helper", "SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}, True),
    ],
)
def test_where_a_browser_would_be_before_the_person(variables, near, browser, monkeypatch, capsys):
    for name in NEAR:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main([*DESCENT, "--open"]) == 0
    out = capsys.readouterr().out
    assert bool(browser) == near
    assert ("no browser can be opened here; the page is: " in out) == (not near)
    assert told(out).is_file()


@pytest.mark.parametrize("fault", [OSError("no"), webbrowser.Error("no"), None])
def test_a_browser_that_fails_is_said(fault, browser, monkeypatch, capsys):
    def fail(uri):
        if fault:
            raise fault
        return False

    monkeypatch.setattr(webbrowser, "open", fail)
    assert main(["example", *DESCENT, "--open"]) == 0
    assert told(capsys.readouterr().out).is_file()


def test_without_a_temporary_folder_it_is_one_line(browser, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    assert main(["example", *DESCENT, "--open"]) == 2
    assert re.match("error: no temporary folder can be made: .*\n$", capsys.readouterr().err)


@pytest.mark.slow
def test_nothing_of_it_is_loaded_where_it_is_not_asked_for():
    code = (
        "import sys; from symdescent.cli.main import main; "
        f"main([*{DESCENT!r}, '-q']); sys.exit('webbrowser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
