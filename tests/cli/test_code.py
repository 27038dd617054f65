"""symdescent code: printed, piped into Python, kept in a file; mistakes in a sentence."""

import os
import stat
import subprocess
import sys

import pytest

from symdescent.cli.main import main
from symdescent.cli.session.line_reader import understand
from symdescent.cli.session.state import State
from tests.cli.running import run

PARABOLA = ("code", "1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100")
LINE = "x_min = 4.000\t=> L(4.000) = 0.000\n"


def asked(capsys, *words):
    status = main(list(words))
    seen = capsys.readouterr()
    return status, seen.out, seen.err


@pytest.mark.slow
def test_it_runs_when_it_is_piped_into_python():
    status, script, errors = run(*PARABOLA)
    assert (status, errors) == (0, "") and script.isascii() and "\x1b" not in script
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (LINE, "")


@pytest.mark.slow
def test_every_way_of_asking_gives_the_same(capsys):
    _, script, _ = asked(capsys, *PARABOLA)
    told = asked(capsys, *PARABOLA, "--to", "Python", "--optimizer", "gd")
    assert told == (0, script, "")
    assert (
        run("code", "--x0", "14", "--lr", "1/10", "--steps=100", given=b"1/2*(x-4)^2\n")[1]
        == script
    )
    assert asked(capsys, *PARABOLA, "--ascii")[1] == script
    assert asked(capsys, "code", r"\frac{1}{2}(x-4)^2", *PARABOLA[2:])[0] == 0
    assert run(*PARABOLA, NO_COLOR="1", COLUMNS="80")[1] == script


def test_a_file_is_written_whole_and_never_over_another(tmp_path, capsys):
    path = tmp_path / "gd.py"
    assert asked(capsys, *PARABOLA, "-o", str(path)) == (0, "", "")
    script = path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
    path.write_text("mine", encoding="utf-8")
    status, out, err = asked(capsys, *PARABOLA, "-o", str(path))
    assert (status, out) == (2, "") and "replace it with  --force" in err
    assert path.read_text(encoding="utf-8") == "mine"
    assert asked(capsys, *PARABOLA, "-o", str(path), "--force")[0] == 0
    assert path.read_text(encoding="utf-8") == script
    assert os.listdir(tmp_path) == ["gd.py"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["x^2", "--to", "troch"], "error: there is no target 'troch'; there are python, numpy"),
        (["x^2", "--to", "troch"], "did you mean  torch ?"),
        (["x^2", "--tol", "1"], "there is no option --tol"),
        (["x^2", "--optimizer", "newton"], "no target of code can hold it"),
        (["x^2", "y^2"], "2 formulas were given"),
        (["1/2*(x-4^2"], "this bracket is never closed"),
        (["a*x^2", "--let", "b=3"], "--let names 'b'"),
        (["x^2", "--set", "beta=1"], "gradient descent has no setting 'beta'"),
        (["x^2", "--x0", "a"], "error: "),
    ],
)
def test_a_mistake_is_a_sentence(words, told, capsys):
    status, out, err = asked(capsys, "code", *words)
    assert (status, out) == (2, "") and told in err and "Traceback" not in err


def test_a_persons_own_rule(tmp_path, capsys):
    path = tmp_path / "my.rule"
    path.write_text("m = beta*m + g\nx = x - lr*m\nsettings: beta = 9/10\n", encoding="utf-8")
    status, script, _ = asked(capsys, *PARABOLA, "--rule", str(path))
    assert status == 0 and "beta = 0.9\n" in script and "m = beta * m + dL(x)\n" in script


def test_in_a_session():
    state = State()
    for line in ("1/2*(x-4)^2", "x0 = 14", "lr = 0.1"):
        state, _ = understand(state, line)
    for line, words in (
        ("code torch", ("--to", "torch")),
        ("code 50", ("--steps", "50")),
        ("code numpy gd.py", ("--to", "numpy", "--output", "gd.py")),
        ("save gd.py", ("--output", "gd.py")),
    ):
        _, action = understand(state, line)
        assert action.words == ("code", "1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", *words)


def test_in_a_notebook():
    from symdescent.cli.arguments import read
    from symdescent.cli.magics import RECORDS

    _, options = read(PARABOLA)
    shown = RECORDS["code"]("1/2*(x-4)^2", options)._repr_mimebundle_()
    assert shown["text/markdown"] == f"```python\n{shown['text/plain']}```\n"
    assert shown["text/html"].startswith("<pre><code># Gradient descent on L(x)")
    assert "=&gt; L(" in shown["text/html"]
    assert shown["text/plain"].startswith("# Gradient descent on L(x)")
