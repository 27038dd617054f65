"""A rule from a file, on the command line: run, shown in every format, and its mistakes."""

import json

import pytest

from symdescent.cli.main import main

MOMENTUM = "# mine\nm = beta*m + g\nx = x - lr*m\n"


@pytest.fixture
def file(tmp_path):
    """Write a rule; the name of its file."""

    def write(content, name="own momentum.rule"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


GIVEN = ["--lr", "0.1", "--set", "beta=0.5"]
OPEN = [*GIVEN, "--x0", "1", "--steps", "2"]


def test_it_runs_as_it_would_by_hand(file, capsys):
    """x^2/2 from 1: m = 1, x = 0.9; m = 0.5 + 0.9, x = 0.76."""
    assert main(["x^2/2", "--rule", file(MOMENTUM), *OPEN, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["run"]["points"] == [[1.0], [0.9], [pytest.approx(0.76, rel=1e-15)]]
    assert told["setting"]["rule"]["name"] == "own momentum"
    assert told["setting"]["rule"]["text"] == "m = beta*m + g\nx = x - lr*m"


SHOWN = {
    "table": "m ← βm + ∇L(x)",
    "md": "x ← x − ηm",
    "tex": r"m_{t} &= \beta m_{t-1} + \nabla L(x_{t-1})",
}


@pytest.mark.parametrize("form", SHOWN)
def test_it_is_shown(form, file, capsys):
    main(["x^2/2", "--rule", file(MOMENTUM), *OPEN, "--format", form])
    out = capsys.readouterr().out
    assert SHOWN[form] in out
    assert "own momentum" in out


def test_the_table_says_what_was_worked_out(file, capsys):
    main(["x^2/2", "--rule", file(MOMENTUM), *OPEN])
    out = capsys.readouterr().out
    assert "beta = 0.5, lr = 0.1" in out
    assert "note: m is read before it is assigned: memory that begins at 0" in out


def test_a_mistake_in_line_3_has_its_caret_in_line_3(file, capsys):
    path = file(MOMENTUM.replace("lr*m", "lr*mm"))
    assert main(["x^2", "--rule", path, *OPEN]) == 2
    first, line, caret, hint = capsys.readouterr().err.splitlines()
    assert first == f"error: {path}, line 3: mm has no value"
    assert line == "  x = x - lr*mm"
    assert caret == " " * line.index("mm") + "^^"
    assert "did you mean  m ?" in hint


def test_windows_lines_and_a_byte_order_mark(file, capsys):
    text = MOMENTUM.replace("\n", "\r\n").replace("beta", "bta")
    assert main(["x^2", "--rule", file(b"\xef\xbb\xbf" + text.encode()), "--lr", "1"]) == 2
    err = capsys.readouterr().err
    assert "line 2: bta has no value" in err and "\r" not in err
    assert main(["x^2", "--rule", file(MOMENTUM.replace("\n", "\r\n")), *OPEN, "-q"]) == 0


REFUSED = [
    (b"\x7fELF\x00\xff", "this file is no text"),
    (b"x = x - g\x00", "this file is no text"),
    (b"x" * 100_001, "at most 100000 bytes"),
    (b"x = x - g\n" * 5_000, "at most 20,000 characters"),
    (b"y = g", "no line assigns x"),
    (b"", "there is no equation"),
]


@pytest.mark.parametrize(("raw", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_a_file_that_is_no_rule(raw, words, file, capsys):
    assert main(["x^2", "--rule", file(raw)]) == 2
    out, err = capsys.readouterr()
    assert words in err and err.count("error:") == 1
    assert not out


def test_a_file_that_cannot_be_read(tmp_path, capsys):
    for path in (tmp_path, tmp_path / "none", "\0"):
        assert main(["x^2", "--rule", str(path)]) == 2
        assert "the rule cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("other", [["--optimizer", "adam"], ["--convention", "torch"]])
def test_one_rule_at_a_time(other, file, capsys):
    assert main(["x^2", "--rule", file(MOMENTUM), *other]) == 2
    assert "--rule" in capsys.readouterr().err


def test_a_division_by_zero_at_run_time_is_an_outcome(file, capsys):
    """The text alone does not show it; where it does, it is a mistake with a caret."""
    status = main(["x^2", "--x0", "1", "--rule", file("settings: lr=1, b=1\nx = x - lr*g/(b - 1)")])
    out = capsys.readouterr().out
    assert status == 1
    assert "step 1 of the rule gave no number, as where it divides by zero" in out
    assert "best so far = 1.000" in out
    assert main(["x^2", "--rule", file("settings: lr=1, b=1\nx = x - lr*g/(b - b)")]) == 2
    assert "division by zero" in capsys.readouterr().err


def test_a_setting_that_it_does_not_have(file, capsys):
    assert main(["x^2", "--rule", file(MOMENTUM), *OPEN, "--set", "gama=1"]) == 2
    assert "no setting 'gama'; it has" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("form", "shown"), [("table", "    m = beta*m + g"), ("tex", r"x_{t} &= x_{t-1} - \eta m_{t}")]
)
def test_it_is_told_as_the_catalogue_s_own_are(form, shown, file, capsys):
    assert main(["optimizers", "--rule", file(MOMENTUM), *GIVEN, "--format", form]) == 0
    out = capsys.readouterr().out
    assert shown in out.splitlines()
    assert "own momentum" in out
