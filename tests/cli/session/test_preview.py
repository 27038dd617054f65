"""What stands under the prompt while a person types, and that it runs nothing."""

import subprocess
import sys

import pytest

from symdescent.cli.session.line_reader import understand
from symdescent.cli.session.prompt import preview
from symdescent.cli.session.state import State

UNDER = [
    ("", "type a formula, or help"),
    ("1/2*(x-4)^2", "L(x) = ½(x − 4)²"),
    ("f(x, y) = a x^2 + y", "f(x, y) = ax² + y"),
    ("lr = 0.1", "  set: --lr 0.1"),
    ("a = 3", "  a is 3, in a formula with the letter a"),
    ("minimum", "minimum: the exact minimum with its whole proof"),
    (
        "x^2 +",
        "open: a bracket, an operator or a \\begin waits; Enter goes on below, twice ends it",
    ),
    (
        '$ symdescent "x^2" --x0 1',
        "a command line of the shell: run as it stands, beside the session",
    ),
    ("x^2 +\n", "the formula goes on here; Enter once more reads it as it is"),
    ("x^2\nrun\nshow", "3 inputs, one after the other"),
    ("x" * 3000, "3000 characters: too long for a preview"),
]


@pytest.mark.parametrize("typed, said", UNDER)
def test_a_preview(typed, said):
    shown = preview(State(), typed)
    assert (shown.said, shown.wrong) == (said, False)


WRONG = [
    ("2x+sen(x)", "column 4, at sen: unknown function 'sen'; did you mean  sin ?"),
    ("rnu", "there is no command rnu; did you mean  run ?"),
    ("steps = x", "steps: 'x' is not a whole number from 0 on; help steps  tells more"),
]


@pytest.mark.parametrize("typed, said", WRONG)
def test_the_first_mistake(typed, said):
    shown = preview(State(), typed)
    assert shown.wrong and shown.said.startswith(said)


def test_the_present_formula_stands_there_while_nothing_is_typed():
    state, _ = understand(State(), "L(x) = a*x^2")
    state, _ = understand(state, "a = 3")
    shown = preview(state, "")
    assert (shown.said, shown.text, shown.let) == ("L(x) = ax²", "L(x) = a*x^2", {"a": "3"})


@pytest.mark.slow
def test_no_mathematics_is_loaded_for_it():
    code = (
        "import sys\n"
        "from symdescent.cli.session.prompt import preview\n"
        "from symdescent.cli.session.state import State\n"
        "assert preview(State(), '(x-4)^2').said == 'L(x) = (x − 4)²'\n"
        "sys.exit(bool({'sympy', 'numpy', 'rich', 'mpmath'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
