"""A person's own defaults: what they change, what comes before them, and mistakes in the file."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from running import on_terminal, run

from symdescent.cli.arguments import parser, read
from symdescent.cli.config import defaults, entries
from symdescent.cli.config.keys import KEYS
from symdescent.cli.config.listing import sample
from symdescent.cli.main import main
from symdescent.cli.shell.offers import offers

EVERY = """
lr = 0.05
steps = 1_000
tol = 1e-8
optimizer = "adam"
convention = "torch"
time-limit = 10
gap = 1e-4
format = "md"
rows = 40
proof = "brief"
color = "never"
plot = false
ascii = true
explain = true
language = "de"
to = "md"
detail = "full"
rounding = "half-even"
size = "wide"
"""


FORMULAS = ("", "minimum", "compare", "sweep", "plot", "animate", "example")
OTHERS = ("exercises", "code", "optimizers", "schedules", "verify", "config", "help")
OTHERS += ("man", "completion")


@pytest.fixture
def config(tmp_path, monkeypatch):
    """What writes the file of defaults."""
    path = tmp_path / "symdescent" / "config.toml"
    monkeypatch.delenv("SYMDESCENT_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(entries, "WARNED", set())
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"):
        monkeypatch.delenv(name, raising=False)

    def write(text):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_default_is_taken_and_the_command_line_comes_before_it(config):
    config("lr = 0.05\nsteps = 30\n")
    _, options = read(["x^2"])
    assert (options.rate, options.steps) == ("0.05", 30)
    _, options = read(["x^2", "--lr", "1/3", "--steps=7"])
    assert (options.rate, options.steps) == ("1/3", 7)
    _, options = read(["x^2", "--rate", "1/3"])  # another name of the same option
    assert options.rate == "1/3"
    _, options = read(["x^2", "--no-config"])
    assert (options.rate, options.steps) == (None, None)


def test_a_picture_is_switched_off(config):
    config("plot = false\n")
    assert read(["x^2"])[1].no_plot is True
    assert read(["x^2", "--plot"])[1].no_plot is False
    assert read(["x^2", "--no-config"])[1].no_plot is False
    assert read(["plot", "x^2"])[1].command == "plot"
    config("plot = true\n")
    assert read(["x^2"])[1].no_plot is False


def test_without_a_file_nothing_changes(config, monkeypatch):
    there = vars(read(["x^2"])[1])
    monkeypatch.setenv("SYMDESCENT_CONFIG", "")
    assert vars(read(["x^2"])[1]) == there
    assert there["rate"] is None and there["words"] == ["x^2"]


def test_the_page_names_every_key():
    page = (Path(__file__).parent.parent.parent / "docs" / "shell.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    assert set(KEYS) == {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}


def test_every_command_takes_every_default_that_it_has(config, monkeypatch):
    config(EVERY)
    assert set(KEYS) == {line.split(" ")[0] for line in EVERY.split("\n") if line}
    wanted = {"minimum": "--proof=brief", "plot": "--size=wide", "example": "--rounding=half-even"}
    wanted |= {"": "--rows=40", "compare": "--gap=0.0001", "exercises": "--language=de"}
    for name, word in wanted.items():
        made = parser(name)
        words = defaults.added(name, made, []).parsed
        assert word.replace("0.0001", "1e-4") in words
        assert made.parse_args(words)
    for name in (*FORMULAS, *OTHERS):
        words = defaults.added(name, parser(name), []).parsed
        assert {word.partition("=")[0] for word in words} == {
            flag
            for offer in offers()
            if offer.name == name and name not in defaults.UNTOUCHED
            for option in offer.flags
            for flag in option.names
            if flag in {key.flag for key in KEYS.values()}
            and not (name in ("sweep", "compare") and flag == "--lr")
            and not (name == "optimizers" and flag in ("--lr", "--format"))
            and not (name == "verify" and flag == "--time-limit")
            and not (name == "code" and flag == "--to")
        }


def test_the_words_of_the_table_are_those_of_the_parsers():
    """A default may be what the option takes, no more and no less."""
    told = [offer for offer in offers() if offer.name in (*FORMULAS, "exercises")]
    flags = [flag for offer in told for flag in offer.flags]
    known = {name: flag for flag in flags for name in flag.names if flag.value}
    for key in KEYS.values():
        words = key.kind.words.removeprefix("one of ").split(", ")
        if key.kind.words.startswith("one of"):
            assert sorted(words) == sorted(word for word, _ in known[key.flag].value.words), key


def test_a_file_of_ones_own_rule_sets_the_optimizer_aside(config):
    config('lr = 0.05\noptimizer = "adam"\nconvention = "torch"\n')
    _, options = read(["x^2", "--rule", "my.rule"])
    assert (options.rate, options.optimizer, options.convention) == (None, None, None)
    _, options = read(["x^2", "--optimizer", "gd"])
    assert (options.rate, options.optimizer, options.convention) == (None, "gd", None)
    assert read(["plot", "x^2", "--kind", "sweep"])[1].rate is None
    assert read(["plot", "x^2", "--kind", "gap"])[1].rate == "0.05"
    assert read(["compare", "x^2"])[1].rate is None
    name, options = read(["sweep", "x^2"])
    assert options.rates is None and options.optimizer == "adam"


def test_the_ending_of_a_file_comes_before_the_format(config, tmp_path):
    config('to = "md"\n')
    assert read(["example", "x^2"])[1].to == "md"
    assert read(["code", "x^2"])[1].target == "python"
    assert read(["example", "x^2", "-o", "a.tex"])[1].to is None


@pytest.mark.slow
def test_what_the_file_set_stands_in_the_command_that_makes_it_again(config, capsys):
    config('lr = 0.05\nsteps = 7\nlanguage = "de"\nascii = true\n')
    assert main(["example", "(x-1)^2", "--x0", "3", "--steps", "5", "--to", "json"]) == 0
    blocks = json.loads(capsys.readouterr().out)["blocks"]
    told = next(block["command"] for block in blocks if block["block"] == "provenance")
    assert told == "symdescent example --lr 0.05 --language de '(x-1)^2' --x0 3 --steps 5 --to json"
    config("")
    assert (
        main([*"example --lr 0.05 --language de (x-1)^2".split(), "--x0", "3", "--steps", "5"]) == 0
    )
    without = capsys.readouterr().out
    config('lr = 0.05\nlanguage = "de"\n')
    assert main(["example", "(x-1)^2", "--x0", "3", "--steps", "5"]) == 0
    assert capsys.readouterr().out == without
    config('language = "de"\n')
    assert main(["exercises", "--kind", "quadratic", "--count", "1"]) == 0
    assert "symdescent exercises --language de --kind quadratic" in capsys.readouterr().out


@pytest.mark.long
@pytest.mark.slow
def test_the_environment_comes_before_the_file(config):
    path = config('color = "always"\n')
    place = {"XDG_CONFIG_HOME": str(path.parent.parent)}
    assert "\x1b[" in run("x^2", **place)[1]
    assert "\x1b[" not in run("x^2", NO_COLOR="1", **place)[1]
    assert "\x1b[" not in run("x^2", "--color", "never", **place)[1]
    path.write_text('color = "never"\n')
    assert "\x1b[" in run("x^2", FORCE_COLOR="1", **place)[1]
    assert "\x1b[" not in on_terminal("x^2", **place)[1]


MISTAKES = [  # the file, its line, what is said, what stands above the carets
    ('steps = "many"', 1, "steps must be a whole number from 0 on", '"many"'),
    ("\n\nsteps = 1.5  # half", 3, "steps must be a whole number from 0 on", "1.5"),
    ("steps = -1", 1, "steps must be a whole number from 0 on", "-1"),
    ("steps = true", 1, "steps must be a whole number from 0 on", "true"),
    ("lr = -1", 1, "a learning rate is above 0", "-1"),
    ("lr = 0.0", 1, "a learning rate is above 0", "0.0"),
    ('lr = "1/0"', 1, "this divides by zero", '"1/0"'),
    ('lr = "fast("', 1, "this bracket is never closed", '"fast("'),
    ("lr = [1]", 1, "lr must be a number above 0", "[1]"),
    ('tol = "x"', 1, "tol must be a number from 0 on", '"x"'),
    ("tol = nan", 1, "tol must be a number from 0 on", "nan"),
    ("tol = inf", 1, "tol must be a number from 0 on", "inf"),
    ('optimizer = "adm"', 1, "there is no optimizer 'adm'; did you mean  Adam ?", '"adm"'),
    ("optimizer = 3", 1, "optimizer must be a text in quotes", "3"),
    ('steps = 3\nformat = "yaml"', 2, "format must be one of table, json", '"yaml"'),
    ('ascii = "yes"', 1, "ascii must be true or false", '"yes"'),
    ("color = 1979-05-27", 1, "color must be one of auto, always, never", "1979-05-27"),
    ("\nsteps 4", 2, "this is no TOML: Expected '='", None),
    ("steps = 4\nsteps = 5", 2, "this key is given twice", None),
    ('language = "de', 1, "this is no TOML: ", None),
    ("a = [", 1, "this is no TOML: ", None),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[0][:20])
def test_a_mistake_is_shown_with_its_line(mistake, config, capsys):
    text, line, words, under = mistake
    path = config(text)
    for command in (["x^2"], ["config"]):
        assert main(command) == 2
        out, err = capsys.readouterr()
        assert out == "" or command == ["config"]
        head, shown, carets, *_ = err.splitlines()
        assert head.startswith(f"error: {path}, line {line}: {words}")
        assert shown == f"  {text.splitlines()[line - 1]}".rstrip()
        assert set(carets.strip()) == {"^"}
        if under is not None:
            assert shown[carets.index("^") : carets.rindex("^") + 1] == under


def test_a_key_that_there_is_not_is_warned_about_once(config, capsys):
    path = config("stpes = 30\n[descent]\nlr = 1\n")
    assert main(["x^2", "-q"]) == main(["x^2", "-q"]) == 0
    out, err = capsys.readouterr()
    assert out == "0\n0\n"
    assert err.splitlines() == [
        f"warning: {path}, line 1: there is no key 'stpes'; did you mean  steps ?",
        f"warning: {path}, line 2: there is no key 'descent'; symdescent config  shows all keys",
    ]


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"a = " + b"[" * 5000, b"#" * 200_000], ids=len)
def test_what_is_no_file_of_defaults_is_one_clear_error(raw, config, capsys):
    config(raw)
    assert main(["x^2"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("error: ") and "Traceback" not in err


def test_a_folder_in_its_place_is_an_error_and_help_still_helps(config, capsys):
    path = config("")
    path.unlink()
    path.mkdir()
    assert main(["x^2"]) == 2
    assert "your defaults cannot be read: Is a directory" in capsys.readouterr().err
    for words in (["--help"], ["minimum", "--help"], ["--version"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
    assert main(["config", "--path"]) == main(["help"]) == main(["x^2", "-q", "--no-config"]) == 0


def test_a_new_file_changes_nothing_and_each_of_its_lines_holds(config, capsys, tmp_path):
    assert main(["config", "--init"]) == 0
    path = tmp_path / "symdescent" / "config.toml"
    assert capsys.readouterr().out == f"written: {path}\n"
    assert path.read_text() == sample()
    assert read(["x^2"])[1].rate is None
    assert main(["config", "--init"]) == 2
    assert "the file is there already" in capsys.readouterr().err
    path.write_text("lr = 1")
    assert main(["config", "--init", "--force"]) == 0
    assert path.read_text() == sample()
    set_all = [line[2:] for line in sample().splitlines() if line[2:].partition(" =")[0] in KEYS]
    assert len(set_all) == len(KEYS)
    path.write_text("\n".join(set_all))
    assert read(["x^2"])[1].optimizer == "adam"
    capsys.readouterr()
    assert main(["config"]) == 0
    assert capsys.readouterr().out.count(" line ") == len(KEYS)


def test_the_defaults_that_are_told_are_the_parsers(config):
    """What `symdescent config` calls the default is what holds without a file."""
    for name, key in KEYS.items():
        parsers = [parser(command) for command in (*FORMULAS, "exercises")]
        actions = [a for made in parsers for a in made._actions if key.flag in a.option_strings]
        told = {str(a.default).lower() for a in actions if a.default is not None}
        if name in ("tol", "gap", "time-limit"):
            assert {float(text) for text in told} == {float(key.default)}
        elif key.negative:
            assert told == {"false"} and key.default == "true"
        elif told:
            assert told == {key.default.partition(":")[0]}


def test_it_is_shown_with_where_each_value_comes_from(config, capsys, monkeypatch):
    path = config("\nsteps = 30\n")
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["config"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"file: {path}\n")
    rows = {line.split(" ")[0]: line.split() for line in out.splitlines()[2:] if line[:1].strip()}
    assert list(rows) == list(KEYS)
    assert rows["steps"][1:4] == ["30", "line", "2"]
    assert rows["color"][1:3] == ["NO_COLOR=1", "environment"]
    assert "default" in rows["tol"]
    assert max(map(len, out.splitlines()[2:])) <= 80


def test_where_it_is_looked_for(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("SYMDESCENT_CONFIG", "")
    assert defaults.place() is None
    assert main(["config", "--init"]) == 2
    monkeypatch.setenv("SYMDESCENT_CONFIG", str(tmp_path / "mine.toml"))
    assert defaults.place() == str(tmp_path / "mine.toml")
    assert main(["x^2"]) == 2
    assert "SYMDESCENT_CONFIG names a file that is not there" in capsys.readouterr().err
    monkeypatch.delenv("SYMDESCENT_CONFIG")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert defaults.place() == str(tmp_path / ".config" / "symdescent" / "config.toml")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    assert defaults.place() == str(tmp_path / "Roaming" / "symdescent" / "config.toml")


def test_without_a_file_nothing_more_is_imported(tmp_path):
    """A start without a file loads neither TOML nor the table of keys."""
    import subprocess

    asked = (
        "import sys; from symdescent.cli.arguments import read; read(['x^2']);"
        "print([m for m in sys.modules if m == 'tomllib' or m.endswith('config.keys')])"
    )
    place = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    place.pop("SYMDESCENT_CONFIG")
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, env=place, timeout=60
    )
    assert done.stdout == "[]\n"
