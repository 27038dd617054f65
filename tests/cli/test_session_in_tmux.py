"""A person at a terminal: keys are sent to tmux, and what stands on its screen is read."""

import os
import re
import shutil
import subprocess
import sys
import time

import pytest
from running import ROOT, environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]
LIMIT = 90  # seconds for one answer, or a file of them, on a machine that is busy
RUN = "import runpy; runpy.run_module('symdescent', run_name='__main__')"
WITHOUT_TOOLKIT = f"import sys; sys.modules['prompt_toolkit'] = None; {RUN}"
WITHOUT_FORK = f"from symdescent.cli.session import background; background.FORKS = False; {RUN}"
PYTHON = {
    "prompt_toolkit": [sys.executable, "-W", "error", "-m", "symdescent"],
    "readline": [sys.executable, "-W", "error", "-c", WITHOUT_TOOLKIT],
    "no fork": [sys.executable, "-W", "error", "-c", WITHOUT_FORK],
}


class Terminal:
    """A tmux of its own with one window, in which a program runs."""

    def __init__(self, folder, command, columns=80, lines=40, **extra):
        self.tmux = ["tmux", "-S", str(folder / "socket"), "-f", os.devnull]
        variables = {**environment(**extra), "XDG_STATE_HOME": str(folder / "state")}
        variables["PYTHONPATH"] = str(ROOT)
        size = ["-x", str(columns), "-y", str(lines), "-c", str(folder)]
        kept = [f"{name}={value}" for name, value in variables.items() if name != "TMUX"]
        words = ["env", "-i", *kept, *command]
        script = 'trap : INT; TERM=${MY_TERM:-$TERM} "$@"; echo "the status is $?"; sleep 600'
        self.run("new-session", "-d", *size, "sh", "-c", script, "sh", *words)
        self.run("set", "-g", "history-limit", "5000")

    def run(self, *words):
        done = subprocess.run([*self.tmux, *words], capture_output=True, text=True, check=False)
        return done.stdout

    def screen(self):
        """All that stands there, with what has gone off the top."""
        return self.run("capture-pane", "-p", "-S", "-5000")

    def bottom(self, lines=40):
        """The last lines that are not empty."""
        return "\n".join(self.run("capture-pane", "-p").rstrip("\n").split("\n")[-lines:])

    def keys(self, *names):
        self.run("send-keys", *names)

    def type(self, text):
        self.run("send-keys", "-l", text)

    def paste(self, text):
        """As with the mouse: between the marks of a bracketed paste where these are asked for."""
        self.run("set-buffer", text)
        self.run("paste-buffer", "-p")

    def wait(self, pattern, where=None):
        """The match, as soon as it stands there."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            if found := re.search(pattern, (where or self.screen)(), re.MULTILINE):
                return found
            time.sleep(0.05)
        pytest.fail(f"no {pattern!r} on the screen:\n{self.screen()}")

    def answer(self, line, pattern):
        """Type a line; wait for its answer, and for the next prompt."""
        self.run("clear-history")
        self.keys("C-l")
        self.type(line)
        self.wait(rf"^> {re.escape(line[:60])}")
        self.keys("Enter")
        found = self.wait(pattern)
        self.wait(r"^> ?$")
        return found

    def close(self):
        self.run("kill-server")


@pytest.fixture(params=list(PYTHON))
def terminal(request, tmp_path):
    opened = Terminal(tmp_path, PYTHON[request.param])
    opened.kind, opened.folder = request.param, tmp_path
    yield opened
    opened.close()


FIRST = [
    ("L(x) = 1/2*(x-4)^2", r"∇L\(x\) = x − 4$"),
    ("run", r"Exact minimum +x\* = 4"),
    ("x0 = 14", r"set: --x0 14$"),
    ("lr = 0.1", r"set: --lr 0.1$"),
    ("step", r"^k = 1   x = 13   L = 40.5$"),
    ("step 2", r"^k = 3   x = 11.29   L = 26.57205   exact x = 1129/100$"),
    ("run adam 20", r"^  Rule +Adam"),
    ("rnu adam", r"there is no command rnu\s+did you mean  run \?"),
    ("2x+sen(x)", r"unknown function 'sen'\n  2x\+sen\(x\)\n     \^\^\^"),
    ("lr = -1", r"set: --lr -1"),
    ("run 5", r"the learning rate must be above 0"),
    ("undo", r"now defined:(\n.*)+lr = 0.1$"),
    ("run 100", r"✓ agrees: after 100 steps 2.656e-04 from the proved minimum"),
    ("at 6", r"^  L = 2$"),
    ("command run 100", r"^symdescent 'L\(x\) = 1/2\*\(x-4\)\^2' --x0 14 --lr 0.1 --steps 100$"),
    ("help lr", r"or a formula in the step t"),
    ("info hessian", r"see also: eigenvalue"),
    ("info hesian", r"did you mean  hessian \?"),
    ("compare gd adam --no-time", r"fewest steps: gd"),
    ("sweep 0.5..1.5", r"best"),
    ("minimum", r"independently checked"),
    ("a = 2", r"a is 2, in a formula with the letter a"),
    ("a*x^2 + y^2", r"∂L/∂x ⎤ = ⎡ 4x"),
    ("hessian", r"⎡ 4 +0 ⎤"),
    ("step^2 + 1", r"note: step is a variable here"),
    ("undo", r"formula  a\*x\^2 \+ y\^2"),
    ("plot", r"★ minimum"),
    ("save first.txt", r"saved \d+ lines"),
    ("save first.txt", r"the file is there already"),
    ("run adam --lr", r"error: --lr needs a value"),
]


# Without fork a command is an interpreter of its own, started the same way for each of these.
ONE_WAY = ("at 6", "help lr", "info hessian", "info hesian", "compare gd adam --no-time",
           "sweep 0.5..1.5", "hessian")  # fmt: skip


def test_a_first_session(terminal):
    """More than 25 inputs, mistakes among them, each answered, and the session goes on."""
    terminal.wait(r"^symdescent .*: type a formula, then run; or help, info, .*quit$")
    extra = r"pip install 'symdescent\[repl\]'"
    terminal.wait(r"^> ?$")
    assert bool(re.search(extra, terminal.screen())) == (terminal.kind == "readline")
    for line, pattern in FIRST:
        if terminal.kind != "no fork" or line not in ONE_WAY:
            terminal.answer(line, pattern)
    assert "Traceback" not in terminal.screen()
    terminal.answer("load first.txt", r"^> plot\n(.*\n)+.*★ minimum")
    again = terminal.folder / "first.txt"
    assert again.read_text(encoding="utf-8").startswith("# a session of symdescent, version 1\n")
    terminal.type("quit")
    terminal.keys("Enter")
    terminal.wait(r"^the status is 0$")


LONG = "run --lr 1e-6 --x0 1 --steps 100000000"
HARD = "minimum --time-limit 60"


def test_ctrl_c_ends_what_runs_and_never_the_session(terminal):
    terminal.wait(r"^> ?$")
    terminal.type("this line is given up")
    terminal.wait(r"^> this line is given up")
    terminal.keys("C-c")
    terminal.wait(r"^> ?$", terminal.bottom)
    terminal.answer("x^4", r"∇L\(x\) = 4x³")
    terminal.type(LONG)
    terminal.keys("Enter")
    terminal.wait(r"descending and proving, \d+ s")
    terminal.keys("C-c")
    terminal.wait(r"best so far = 0\.\d+\s+=> L")
    terminal.wait(r"^> ?$")
    terminal.answer("sin(x*y) + x^4*y^6 + y^4*sin(x)^2 + cos(x + 2y)^3 + x^2", r"∂L/∂y")
    terminal.type(HARD)
    terminal.keys("Enter")
    terminal.wait(r"proving, \d+ s")
    for _ in range(2):
        terminal.keys("C-c")
    terminal.wait(r"^> ?$", terminal.bottom)
    terminal.answer("(x-3)^2*exp(x)", r"∇L")
    terminal.answer("minimum", r"x\* = 3")
    terminal.keys("C-d")
    terminal.wait(r"^the status is 0$")


def test_three_lines_are_pasted(terminal):
    terminal.wait(r"^> ?$")
    terminal.paste("(x-1)^2 +\n  (y-2)^2\nx0 = (0, 0)\nminimum\n")
    terminal.keys("Enter")
    terminal.wait(r"x, y\)\* = \(1, 2\)")
    terminal.answer("show", r"formula  \(x-1\)\^2 \+ \(y-2\)\^2\nsetting  x0 = \(0, 0\)")


def test_tab_completes_and_the_history_is_searched(terminal):
    terminal.wait(r"^> ?$")
    terminal.answer("x^2 + y^2", r"⎣ ∂L/∂y ⎦ +⎣ 2y ⎦")
    terminal.type("grad")
    terminal.keys("Tab")
    terminal.wait(r"^> gradient ?$", terminal.bottom)
    terminal.keys("Enter")
    terminal.wait(r"> gradient\s*\n  L\(x, y\) = x² \+ y²")
    terminal.keys("C-r")
    terminal.type("x^2")
    terminal.wait(r"x\^2 \+ y\^2", terminal.bottom)
    terminal.keys("C-c")
    history = terminal.folder / "state" / "symdescent" / "history"
    assert history.read_text(encoding="utf-8").splitlines() == ["x^2 + y^2", "gradient"]
    assert history.stat().st_mode & 0o077 == 0


NESTED = "sin(" * 60 + "x" + ")" * 60
UNDER = [
    ("(x-4)^2", r"^L\(x\) = \(x − 4\)²\s*\n∇L = 2x − 8"),
    ("2x+sen(x)", r"column 4, at sen: unknown function 'sen';"),
    ("rnu adam", r"there is no command rnu;"),
    ("run", r"run \[OPTIMIZER\] \[STEPS\]: descend"),
    ("lr = 0.1", r"set: --lr 0.1"),
    ("x/(x-x)", r"division by zero"),
    (NESTED, r"more than\s+64 deep"),
    ("x^2 + x10 + x2", r"^L\(x, x₂, x₁₀\) = x² \+ x₁₀ \+ x₂\s*\n∇L = \(2x, 1, 1\)ᵀ"),
]


def test_the_preview_stands_under_the_prompt(tmp_path):
    opened = Terminal(tmp_path, PYTHON["prompt_toolkit"], columns=60)
    try:
        opened.wait(r"^> ?$")
        for typed, pattern in UNDER:
            opened.type(typed)
            opened.wait(pattern, lambda: opened.bottom(4))
            opened.keys("C-c")
            opened.wait(r"^> ?$", opened.bottom)
    finally:
        opened.close()


POOR = {
    "dumb": {"MY_TERM": "dumb"},
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    "colourless": {"NO_COLOR": "1"},
}


@pytest.mark.parametrize("kind", POOR)
def test_a_poor_terminal_will_do(kind, tmp_path):
    opened = Terminal(tmp_path, PYTHON["prompt_toolkit"], columns=60, **POOR[kind])
    gradient = r"grad *L\(x\) = x - 4" if kind == "ascii" else r"∇L\(x\) = x − 4"
    try:
        opened.wait(r"^> ?$")
        opened.type("L(x) = 1/2*(x-4)^2")
        opened.keys("Enter")
        opened.wait(gradient)
        opened.type("minimum")
        opened.keys("Enter")
        opened.wait(r"independently checked")
        coloured = opened.run("capture-pane", "-p", "-e", "-S", "-")
        assert kind == "ascii" or not re.search(r"\x1b\[[0-9;]*3[1-6]m", coloured)
    finally:
        opened.close()


def test_a_file_of_defaults_holds_in_the_session(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text('lr = 0.2\nascii = true\noptimizer = "adam"\n', encoding="utf-8")
    opened = Terminal(tmp_path, PYTHON["prompt_toolkit"], SYMDESCENT_CONFIG=str(file))
    try:
        opened.wait(r"^> ?$")
        opened.answer("(x-3)^2", r"^  grad L\(x\) = 2x - 6$")
        opened.wait(r"^grad L = 2x - 6", opened.bottom)
        opened.answer("run 2", r"Rule +Adam   lr = 0.2")
    finally:
        opened.close()


def test_ascii_begins_a_session_in_ascii(tmp_path):
    opened = Terminal(tmp_path, [*PYTHON["prompt_toolkit"], "--ascii", "--no-config"])
    try:
        opened.wait(r"^> ?$")
        opened.answer("(x-3)^2", r"^  grad L\(x\) = 2x - 6$")
        opened.wait(r"^grad L = 2x - 6", opened.bottom)
    finally:
        opened.close()
