"""What a line does to the state of a session, and which command line it becomes."""

import shlex

import pytest

from symdescent.cli.arguments import COMMANDS, Parser
from symdescent.cli.arguments import read as read_command_line
from symdescent.cli.flags import add_claims
from symdescent.cli.main import ANSWERS
from symdescent.cli.session.line_reader import understand
from symdescent.cli.session.state import Load, Quit, Run, Save, Say, Sort, State
from symdescent.cli.session.vocabulary import CLAIMS
from symdescent.errors import FormulaError, InputError


def after(*lines):
    """The state after some lines."""
    state = State()
    for line in lines:
        state, _ = understand(state, line)
    return state


def asked(line, *before):
    """The words of the command line that a line becomes."""
    _, action = understand(after(*before), line)
    assert isinstance(action, Run)
    return shlex.join(action.words)


PARABOLA = ("1/2*(x-4)^2", "x0 = 14", "lr = 0.1")
BECOMES = [
    ("run", "'1/2*(x-4)^2' --x0 14 --lr 0.1"),
    ("run 50", "'1/2*(x-4)^2' --x0 14 --lr 0.1 --steps 50"),
    ("run adam 500", "'1/2*(x-4)^2' --x0 14 --lr 0.1 --optimizer adam --steps 500"),
    ("run heavy ball 9", "'1/2*(x-4)^2' --x0 14 --lr 0.1 --optimizer 'heavy ball' --steps 9"),
    ("run lr = 0.5", "'1/2*(x-4)^2' --x0 14 --lr 0.5"),
    ("run --lr 0.5 adam", "'1/2*(x-4)^2' --x0 14 --lr 0.5 --optimizer adam"),
    ("run rate=0.5 x0=(1)", "'1/2*(x-4)^2' --lr 0.5 --x0 '(1)'"),
    ("run --set beta1=0.8 adam", "'1/2*(x-4)^2' --x0 14 --lr 0.1 --set beta1=0.8 --optimizer adam"),
    ("minimum", "minimum '1/2*(x-4)^2'"),
    ("minimum 0<=x<=3", "minimum '1/2*(x-4)^2' --box '0<=x<=3'"),
    ("gradient", "gradient '1/2*(x-4)^2'"),
    ("hessian 3", "hessian '1/2*(x-4)^2' --at 3"),
    ("at (3)", "hessian '1/2*(x-4)^2' --at '(3)'"),
    ("at(3)", "hessian '1/2*(x-4)^2' --at '(3)'"),
    ("gradient at 3", "gradient '1/2*(x-4)^2' --at 3"),
    ("check gradient x - 4", "check '1/2*(x-4)^2' --x0 14 --lr 0.1 --gradient 'x - 4'"),
    ("check gradient = x-4", "check '1/2*(x-4)^2' --x0 14 --lr 0.1 --gradient x-4"),
    (
        "check minimum at (4) value 0",
        "check '1/2*(x-4)^2' --x0 14 --lr 0.1 --minimum '(4)' --value 0",
    ),
    (
        "check closed_form 4+10*(9/10)^k",
        "check '1/2*(x-4)^2' --x0 14 --lr 0.1 --closed-form '4+10*(9/10)^k'",
    ),
    ('$ symdescent minimum "x^2" --box "0<=x<=1"', "minimum 'x^2' --box '0<=x<=1'"),
    ('symdescent "x^2" --x0 1', "'x^2' --x0 1"),
    ("plot", "plot '1/2*(x-4)^2' --x0 14 --lr 0.1"),
    ("plot gap gd.svg", "plot '1/2*(x-4)^2' --x0 14 --lr 0.1 --kind gap --output gd.svg"),
    ("plot 0.1..1", "plot '1/2*(x-4)^2' --x0 14 --lr 0.1..1"),
    ("compare", "compare '1/2*(x-4)^2' --x0 14 --lr 0.1"),
    ("compare gd adam", "compare '1/2*(x-4)^2' --x0 14 --lr 0.1 --optimizers gd,adam"),
    ("compare gd, adam@0.1", "compare '1/2*(x-4)^2' --x0 14 --lr 0.1 --optimizers gd,adam@0.1"),
    ("compare --tune", "compare '1/2*(x-4)^2' --x0 14 --tune"),
    ("sweep", "sweep '1/2*(x-4)^2' --x0 14"),
    ("sweep 0.1..1 adam", "sweep '1/2*(x-4)^2' --x0 14 --lr 0.1..1 --optimizer adam"),
    ("example tex", "example '1/2*(x-4)^2' --x0 14 --lr 0.1 --to tex"),
    ("example gd.tex", "example '1/2*(x-4)^2' --x0 14 --lr 0.1 --output gd.tex"),
    ("save gd.tex", "example '1/2*(x-4)^2' --x0 14 --lr 0.1 --output gd.tex"),
    ("save gd.svg --force", "plot '1/2*(x-4)^2' --x0 14 --lr 0.1 --output gd.svg --force"),
    ("save p.json", "minimum '1/2*(x-4)^2' --save p.json"),
    ("run torch.optim.Adam --epochs 9",)
    + ("'1/2*(x-4)^2' --x0 14 --lr 0.1 --epochs 9 --optimizer torch.optim.Adam",),
    ("run optax.sgd(momentum=0.9) 9",)
    + ("'1/2*(x-4)^2' --x0 14 --lr 0.1 --optimizer 'optax.sgd(momentum=0.9)' --steps 9",),
    ("run epochs=9 eta=0.5", "'1/2*(x-4)^2' --x0 14 --epochs 9 --eta 0.5"),
    ("compare torch.optim.Adam, optax.sgd(0.1, momentum=0.9)",)
    + (
        "compare '1/2*(x-4)^2' --x0 14 --lr 0.1 "
        "--optimizers 'torch.optim.Adam,optax.sgd(0.1,momentum=0.9)'",
    ),
    ("plot keras.optimizers.Adam gd.svg",)
    + ("plot '1/2*(x-4)^2' --x0 14 --lr 0.1 --optimizer keras.optimizers.Adam --output gd.svg",),
    ("optimizers adam", "optimizers adam"),
    ("verify /tmp/proof.json", "verify /tmp/proof.json"),
]


@pytest.mark.parametrize("line, words", BECOMES)
def test_a_line_becomes_a_command_line(line, words):
    assert asked(line, *PARABOLA) == words


@pytest.mark.parametrize("line, words", BECOMES)
def test_which_the_command_line_takes(line, words):
    name, options = read_command_line(shlex.split(words))
    assert name in ANSWERS and options.command == name


@pytest.mark.parametrize("line", [line for line, _ in BECOMES if not line.startswith("save")])
def test_and_which_it_tells(line):
    _, action = understand(after(*PARABOLA), f"command {line}")
    assert action == Say(f"symdescent {dict(BECOMES)[line]}")


def test_the_last_command_is_told():
    _, action = understand(after(*PARABOLA, "run adam"), "command")
    assert action.text == "symdescent '1/2*(x-4)^2' --x0 14 --lr 0.1 --optimizer adam"


DEFINED = [
    ("a = 3", Sort.LETTER, "a", "3"),
    ("a=1/3", Sort.LETTER, "a", "1/3"),
    ("let rate = 3", Sort.LETTER, "rate", "3"),
    ("step = 3", Sort.LETTER, "step", "3"),
    ("--let b=2", Sort.LETTER, "b", "2"),
    ("lr = 0.1", Sort.OPTION, "--lr", "0.1"),
    ("rate = auto", Sort.OPTION, "--lr", "auto"),
    ("--lr 0.1", Sort.OPTION, "--lr", "0.1"),
    ("x0 = (1, 2)", Sort.OPTION, "--x0", "1, 2"),
    ("start = x=1, y=2", Sort.OPTION, "--x0", "x=1, y=2"),
    ("steps = 100", Sort.OPTION, "--steps", "100"),
    ("box = 0<=x<=10", Sort.OPTION, "--box", "0<=x<=10"),
    ("optimizer = adam", Sort.OPTION, "--optimizer", "adam"),
    ("optimizer torch.optim.Adam", Sort.OPTION, "--optimizer", "torch.optim.Adam"),
    ("optimizer = torch.optim.SGD(params, lr=0.1, momentum=0.9)",)
    + (Sort.OPTION, "--optimizer", "torch.optim.SGD(params, lr=0.1, momentum=0.9)"),
    ("optimizer heavy ball", Sort.OPTION, "--optimizer", "heavy ball"),
    ("lr 0.1", Sort.OPTION, "--lr", "0.1"),
    ("x0 (1, 2)", Sort.OPTION, "--x0", "1, 2"),
    ("steps 100", Sort.OPTION, "--steps", "100"),
    ("-lr 0.1", Sort.OPTION, "--lr", "0.1"),
    ("epochs = 50", Sort.OPTION, "--steps", "50"),
    ("--max_iter=50", Sort.OPTION, "--steps", "50"),
    ("eta = 0.1", Sort.OPTION, "--lr", "0.1"),
    ("init = (1, 2)", Sort.OPTION, "--x0", "1, 2"),
    ("-lr + x^2", Sort.FORMULA, "", "-lr + x^2"),
    ("clip_norm = 1", Sort.OPTION, "--clip-norm", "1"),
    ("tune = yes", Sort.OPTION, "--tune", "yes"),
    ("set beta1 = 0.8", Sort.RULE, "beta1", "0.8"),
    ("x^2", Sort.FORMULA, "", "x^2"),
    ("f = x^2", Sort.FORMULA, "", "f = x^2"),
    ("L(x, y) = a*x^2 + y", Sort.FORMULA, "", "L(x, y) = a*x^2 + y"),
    ("minimize (x-1)^2", Sort.FORMULA, "", "minimize (x-1)^2"),
    ("-x^2 + x^4", Sort.FORMULA, "", "-x^2 + x^4"),
    ("step^2 + 1", Sort.FORMULA, "", "step^2 + 1"),
    ("step / 2", Sort.FORMULA, "", "step / 2"),
    ("step/2", Sort.FORMULA, "", "step/2"),
    ("run - 3", Sort.FORMULA, "", "run - 3"),
    ("minimum(x, 1)", Sort.FORMULA, "", "minimum(x, 1)"),
    ("sin x", Sort.FORMULA, "", "sin x"),
    ("theta x", Sort.FORMULA, "", "theta x"),
]


@pytest.mark.parametrize("line, sort, name, value", DEFINED)
def test_a_definition(line, sort, name, value):
    [made] = after(line).definitions
    assert (made.sort, made.name, made.value) == (sort, name, value)
    assert after(made.line).definitions == (made,)


REFUSED = [
    ("rnu", "did you mean  run ?"),
    ("mimimum", "did you mean  minimum ?"),
    ("plto 5", "did you mean  plot ?"),
    ("foo", "as a formula:  L = foo"),
    ("lr", "give it a value:  lr = ..."),
    ("run", "type one, for example  (x-4)^2"),
    ("undo", "show  lists what is defined"),
    ("redo", "undo  comes first"),
    ("forget q", "show  lists what is"),
    ("--stesp 5", "did you mean  --steps ?"),
    ("lr x", "write  lr = x"),
    ("optimizer torch.optim.Adm", "did you mean  Adam ?"),
    ("--epohcs 3", "did you mean  --steps ?"),
    ("q", "type  quit"),
    ("box = 0..2", "for example  box = 0<=x<=10"),
    ("x0 = foo", "for example  x0 = 14"),
    ("lr = lr = 0.1", "for example  lr = 0.1"),
    ("learning rate", "info learning rate  explains it"),
    ("convex", "info convex  explains it"),
    ("(x-4)^2 --x0 14 --lr 0.1", "write  x0 = 14"),
    ("(x-4)^2 --save a.json", "write  run --save a.json"),
    ("symdescent minimum 'x^2' > a.txt", "> is for the shell"),
    ("symdescent 'x^2", "a quotation mark needs another"),
    ("run -5", "needs a formula"),
    ("quiet = yes", "write it behind the command:  run --quiet"),
    ("?", "type  help"),
    (":q", "type  quit"),
    ("steps = many", "is not a whole number"),
    ("tune = perhaps", "write  tune = yes"),
    ("optimizer = nestrov", "did you mean  nesterov ?"),
    ("format = pdf", "invalid choice"),
    ("lr =", "needs a value"),
    ("help qqq", "help  lists all"),
    ("info hesian", "did you mean  hessian ?"),
    ("save", "write  save session.txt"),
    ("save x.doc", "known: .txt, .tex"),
    ("at", "at (1, 2)"),
    ("quit now", "type it alone"),
    ("undo undo", "type it alone"),
    ("(x-4", "never closed"),
    ("x^2 = 4", "equation"),
    ("3 + 4", "no variable"),
]


@pytest.mark.parametrize("line, said", REFUSED)
def test_a_mistake_is_told_with_a_way_on(line, said):
    with pytest.raises((FormulaError, InputError)) as told:
        understand(State(), line)
    assert said in str(told.value)


@pytest.mark.parametrize("line", ["", "   ", "# a comment"])
def test_nothing_does_nothing(line):
    state = after(*PARABOLA)
    assert understand(state, line) == (state, Say())


@pytest.mark.parametrize("line", ["run x^2", "compare (x)", "plot x*y", "step 2 x^2"])
def test_a_formula_after_a_command_is_told_where_it_stands(line):
    with pytest.raises(InputError) as told:
        understand(after("x^2"), line)
    assert "a formula stands on a line of its own" in str(told.value)


def test_a_claim_without_its_kind_is_told_how():
    with pytest.raises(InputError) as told:
        understand(after("x^2"), "check 2x")
    assert "check gradient" in str(told.value)


def test_the_claims_of_a_session_are_those_of_the_command_line():
    made = Parser()
    add_claims(made)
    flags = [flag for action in made._actions for flag in action.option_strings]
    assert tuple(flag[2:] for flag in flags if flag not in ("-h", "--help")) == CLAIMS


def test_a_line_for_the_shell_changes_nothing_but_what_is_saved():
    state, action = understand(after(*PARABOLA), 'symdescent "x^2" --x0 1')
    assert state.definitions == after(*PARABOLA).definitions
    assert state.lines[-1] == 'symdescent "x^2" --x0 1' and "as in the shell" in action.remark
    assert isinstance(understand(state, "symdescent")[1], Say)
    assert understand(state, "symdescent tour")[1] == Run(("tour",))
    assert understand(state, "symdescent^2 + 1")[0].formula == "symdescent^2 + 1"
    assert understand(state, '"x^2 + 1"')[0].formula == "x^2 + 1"
    assert understand(state, "x^2--y")[0].formula == "x^2--y"


@pytest.mark.parametrize(
    "line", ["x0 = ½", "x0 = x=1", "box = [0,1]", "box = x in [0, 1]", "lr = exp(-t)", "lr = auto"]
)
def test_what_may_be_right_is_set(line):
    assert understand(after("x^2"), line)[1].text.startswith("  set: ")


def test_the_only_variable_gets_no_value():
    with pytest.raises(InputError) as told:
        understand(after("x^2 + a", "a = 1"), "x = 3")
    assert "to start there:  x0 = 3" in str(told.value)
    assert understand(after("x^2 + a"), "x = 3")[0].letters == {"x": "3"}
    assert understand(after("x^2"), "y = 3")[1].text.startswith("  y is 3")


def test_what_others_call_a_setting_is_one_unless_the_formula_has_the_letter():
    _, action = understand(State(), "learning_rate = 0.1")
    assert action.text == "  set: --lr 0.1   note: learning_rate read as lr"
    [formula, made] = after("eta*x^2", "eta = 3").definitions
    assert (formula.sort, made.sort, made.name) == (Sort.FORMULA, Sort.LETTER, "eta")
    assert "setting" not in understand(State(), "a = 0.1")[1].text


def test_a_letter_like_a_setting_is_told():
    _, action = understand(after("momentum*x^2"), "let rate = 0.1")
    assert "a formula with the letter rate" in action.text


def test_a_setting_may_stand_in_quotes():
    for line in ('box = "0<=x<=2"', '--box "0<=x<=2"', "box = 0<=x<=2"):
        assert asked("minimum", "x^2", line) == "minimum 'x^2' --box '0<=x<=2'"


def test_undo_and_redo_walk_through_the_states():
    state = after(*PARABOLA, "run", "lr = 0.5", "run 3")
    back, _ = understand(state, "undo")
    assert back == after(*PARABOLA, "run")
    assert understand(understand(back, "undo")[0], "undo")[0] == after(PARABOLA[0])
    assert understand(back, "redo")[0] == state
    other, _ = understand(back, "steps = 7")
    with pytest.raises(InputError):
        understand(other, "redo")


def test_what_is_defined_again_takes_its_place():
    state = after(*PARABOLA, "rate = 0.5", "x^2")
    assert [d.line for d in state.definitions] == ["x^2", "x0 = 14", "rate = 0.5"]
    assert after(*PARABOLA, "forget lr", "forget formula").definitions == (state.definitions[1],)
    assert after(*PARABOLA, "clear").definitions == ()
    assert after(*PARABOLA, "clear", "undo") == after(*PARABOLA)


def test_letters_go_where_they_stand():
    lines = ("a = 3", "b = 4", "L(x) = a*x^2")
    assert asked("run", *lines) == "'L(x) = a*x^2' --let a=3"
    assert asked("a = 5", *lines) == "gradient 'L(x) = a*x^2' --let a=5"
    assert asked("minimum", "sum(i=1..3, (x[i]-n)^2)", "n = 2").endswith("--let n=2")
    assert asked("run", "n = 3", "sum(i=1..n, (x[i]-i)^2)").endswith("--let n=3")


def test_steps_go_on_where_they_ended():
    state = after(*PARABOLA, "step", "step 2")
    state, action = understand(state, "step adam")
    assert action.rows == (4, 4) and state.taken == 4
    assert shlex.join(action.words) == (
        "'1/2*(x-4)^2' --x0 14 --lr 0.1 --optimizer adam --steps 4 --time-limit 0 --format csv"
    )
    assert understand(after(*PARABOLA, "step", "lr = 1"), "step")[1].rows == (0, 1)


def test_what_only_the_session_knows():
    state = after(*PARABOLA)
    assert understand(state, "save a.txt --force")[1] == Save("a.txt", True)
    assert understand(state, "load /tmp/a.txt")[1] == Load("/tmp/a.txt")
    assert understand(state, "quit")[1] == understand(state, "exit")[1] == Quit()
    assert "formula  1/2*(x-4)^2\nsetting  x0 = 14" in understand(state, "show")[1].text


def test_a_variable_that_is_called_like_a_command_is_told():
    _, action = understand(State(), "step^2 + 1")
    assert action.remark.startswith("note: step is a variable here")
    _, action = understand(after("x^2 + y^2"), "x = 3")
    assert action.remark == "note: x is fixed now; to start there instead: undo, then  x0 = 3"


def test_every_command_of_the_command_line_has_a_word(monkeypatch):
    for name in filter(None, COMMANDS):
        _, action = understand(after("x^2"), f"help {name}")
        assert name in action.text
    checking = COMMANDS["minimum"]
    monkeypatch.setitem(COMMANDS, "assess", checking)
    words = asked("assess --assume x - 4 > 0 --proof brief", "x^2")
    assert words == "assess 'x^2' --assume 'x - 4 > 0' --proof brief"
