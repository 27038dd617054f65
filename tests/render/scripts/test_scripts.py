"""Scripts, run in interpreters of their own, make the iterates that symdescent makes.

SYMDESCENT_FRAMEWORKS names the interpreter that has torch, keras, jax and tensorflow.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from recording import MODULES, installed, ran, record

import symdescent
from symdescent.calculus.script_targets import TARGETS, target
from symdescent.errors import InputError
from symdescent.optimizers.catalogue import methods
from symdescent.render.scripts.planning import plan

FRAMEWORKS = os.environ.get("SYMDESCENT_FRAMEWORKS", sys.executable)
CONVENTIONS = {"torch": "torch", "keras": "keras", "tensorflow": "keras", "jax": "optax"}
WORST = 1e-12
LIMIT = 88

CLASSIC = """\
# Gradient descent on L(x) = 1/2*(x - 4)^2


def L(x):
    return 1 / 2 * (x - 4) ** 2


def dL(x):
    # the gradient of L; with one variable it is the derivative dL/dx
    return x - 4


lr = 0.1  # the learning rate eta
x = 14

for epoch in range(100):
    x = x - lr * dL(x)  # x := x - eta * grad L(x)

print(f"x_min = {x:.3f}\\t=> L({x:.3f}) = {L(x):.3f}")
"""
EIGHT = {
    "gd": {"rate": 0.1},
    "momentum": {"rate": 0.05},
    "nesterov": {"rate": 0.05},
    "adam": {"rate": 0.2},
    "adamw": {"rate": 0.2, "weight_decay": 0.05},
    "rmsprop": {"rate": 0.05},
    "adagrad": {"rate": 0.5},
    "adadelta": {"rate": 1},
}
FORMULAS = {  # with the name of what descends
    "x": ("1/2*(x-4)^2 + sin(x)/3", "14"),
    "w": ("(w_1-1)^2 + 2*(w_2+1/2)^2 + w_1*w_2/2 + exp(w_1/3)", "-1.2,1"),
    "theta": ("(theta_1 + 2theta_2 - 7)^2 + (2theta_1 + theta_2 - 5)^2", "1,1"),
    "point": ("log(1+x^2) + (y-1)^2*cosh(y/5) + |x-y|/9", "2,-1"),
}
CARRIED = [  # options, each on one variable and on two
    {"rate": "0.2/(1+t/50)"},
    {"rate": "auto"},
    {"rate": 0.1, "schedule": "cosine:T=20"},
    {"optimizer": "momentum", "rate": 0.05, "schedule": "step:every=5,factor=0.5"},
    {"optimizer": "adam", "rate": 0.1, "schedule": "plateau:factor=0.5,patience=2"},
    {"optimizer": "adam", "rate": 0.1, "clip_norm": 0.5},
    {"rate": 0.3, "clip_value": "1/3"},
    {"optimizer": "rmsprop", "rate": 0.05, "weight_decay": 0.01},
    {"rate": 0.1, "average": 0.9},
    {"optimizer": "adam", "rate": 0.1, "convention": "paper"},
    {"optimizer": "torch:Adam", "rate": 0.1},
    {"optimizer": "adam", "rate": 0.1, "settings": {"beta1": 0.8, "eps": "1e-6"}},
    {"rate": 0.3, "box": "[-1.5,20]"},
    {"optimizer": "adam", "rate": 0.3, "box": "[-1.3,14.5]"},
    {
        "optimizer": "nesterov",
        "rate": 0.05,
        "clip_norm": 1,
        "clip_value": 0.7,
        "weight_decay": 0.1,
        "average": "0.5",
        "schedule": "exponential:factor=0.95",
    },
]
BOXES = ["w_1<=0.5", "w_1<=0.5, w_2>=0", "-2<=w_1<=0, 0<=w_2<=3"]


def deviation(text, to, fresh=None, **given):
    """How far the script's iterates are from ours, and what it printed; `fresh`: in an interpreter
    of its own, as a framework's always is."""
    made = plan(text, target(to), **given)
    name = given.get("optimizer")
    theirs = CONVENTIONS.get(to) if isinstance(name, str) and ":" not in name else None
    convention = {"convention": made.convention} if made.convention else {}
    assert made.convention in (None, theirs)
    script = symdescent.code(text, to, **given)
    points, printed = walked(script, made.cast.point, to, fresh)
    steps = given.get("steps", made.steps)
    ours = symdescent.descend(text, **{**given, **convention, "steps": steps, "tolerance": 0})
    assert len(points) == steps + 1
    a, b = np.array(points)[: len(ours.points)], ours.points
    assert np.isfinite(a).all() and len(b) > 1
    return np.max(np.abs(a - b) / (1 + np.abs(b))), printed


def walked(script, name, to, fresh):
    """The points of a script, and what it prints."""
    if to in CONVENTIONS:
        return ran(script, name, FRAMEWORKS)
    return ran(script, name) if fresh else record(script, name)


def test_the_script_of_the_chapter():
    script = symdescent.code("1/2*(x-4)^2", start=14, rate=0.1, steps=100)
    assert script == CLASSIC
    worst, printed = deviation("1/2*(x-4)^2", "python", True, start=14, rate=0.1, steps=100)
    assert worst == 0 and printed == "x_min = 4.000\t=> L(4.000) = 0.000\n"


def test_another_number_in_the_script_is_noticed(monkeypatch):
    right = symdescent.code
    wrong = lambda *text, **given: right(*text, **given).replace("0.999", "0.998")  # noqa: E731
    given = {"start": 14, "rate": 0.1, "steps": 20, "optimizer": "adam"}
    assert deviation("x^2", "python", **given)[0] < WORST
    monkeypatch.setattr(symdescent, "code", wrong)
    assert deviation("x^2", "python", **given)[0] > 1e-6


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("to", ["python", "numpy"])
def test_eight_optimizers_in_one_variable_and_several(to):
    for optimizer, options in EIGHT.items():
        for point, (text, start) in list(FORMULAS.items())[: 4 if to == "python" else 2]:
            given = {"start": start, "steps": 40, "optimizer": optimizer, **options}
            worst, printed = deviation(text, to, **given)
            assert worst < WORST, (optimizer, point)
            assert re.match(r"x_min = .*\d\.\d{3}\)?\t=> L\(.*\) = -?\d+\.\d{3}\n", printed)


@pytest.mark.slow
def test_each_option_is_carried_along():
    text, start = FORMULAS["w"]
    for options in (*CARRIED, *({"rate": 0.1, "box": box} for box in BOXES)):
        given = {"start": start, "steps": 12, **options}
        assert deviation(text, "python", **given)[0] < WORST, options


@pytest.mark.slow
@pytest.mark.parametrize("to", MODULES)
def test_each_option_with_each_library(to):
    if not installed(to, FRAMEWORKS if to in CONVENTIONS else sys.executable):
        pytest.skip(f"no {MODULES[to]}")
    for options in CARRIED:
        for text, start in list(FORMULAS.values())[:2]:
            given = {"start": start, "steps": 25, **options}
            assert deviation(text, to, **given)[0] < WORST, options


@pytest.mark.slow
@pytest.mark.parametrize("to", MODULES)
@pytest.mark.parametrize("optimizer", EIGHT)
def test_in_interpreters_of_their_own(to, optimizer):
    """With frameworks by their own optimizers."""
    if not installed(to, FRAMEWORKS if to in CONVENTIONS else sys.executable):
        pytest.skip(f"no {MODULES[to]}")
    for text, start in list(FORMULAS.values())[:2]:
        given = {"start": start, "steps": 40, "optimizer": optimizer, **EIGHT[optimizer]}
        assert (plan(text, target(to), **given).own is not None) == (to in CONVENTIONS)
        assert deviation(text, to, True, **given)[0] < WORST


@pytest.mark.slow
def test_every_rule_that_a_script_can_hold():
    """In Python and with numpy; random numbers and curvatures too."""
    held = 0
    for name in methods():
        for text, start in list(FORMULAS.values())[:2]:
            given = {"start": start, "steps": 20, "optimizer": name}
            try:
                worst, _ = deviation(text, "numpy", **given)
            except InputError as refusal:
                assert re.search("no formula|too many|no target|multiplies", str(refusal))
            else:
                held += 1
                assert worst < 1e-9, name  # steps towards a value below the least one are chaotic
    assert held > 130


def test_what_remembers_the_point_has_a_copy_of_it():
    """Where the library moves the point in place, another name for it would move along."""
    given = {"start": "3,2", "steps": 3, "optimizer": "keras.optimizers.SGD(0.05, use_ema=True)"}
    script = symdescent.code("(a-1)^2 + 2*(b+1)^4", "tensorflow", **given)
    assert "ema = tf.identity(point) if" in script or "    ema = tf.identity(point)\n" in script
    assert not re.search(r"ema = point( if|\n)", script)
    if installed("tensorflow", FRAMEWORKS):
        assert deviation("(a-1)^2 + 2*(b+1)^4", "tensorflow", **given)[0] < WORST


def test_torch_has_lbfgs():
    script = symdescent.code("x^4 - x^2 + y^2", "torch", start="1,2", optimizer="L-BFGS", steps=9)
    assert "torch.optim.LBFGS(" in script and "optimizer.step(closure)" in script
    if installed("torch", FRAMEWORKS):
        given = {"start": "1,2", "optimizer": "L-BFGS", "steps": 9}
        assert deviation("x^4 - x^2 + y^2", "torch", **given)[0] < WORST


def test_memory_that_does_not_begin_at_zero_is_told():
    given = {"start": 3, "rate": 0.5, "steps": 5, "optimizer": "adagrad"}
    script = symdescent.code("x^2", "keras", **given)
    assert "initial_accumulator_value=0.1" in script and "#   at first s = 0.1\n#   s = s" in script
    assert "at first" not in symdescent.code("x^2", "torch", **given)
    rprop = symdescent.code("x^2", "torch", start=3, steps=5, optimizer="rprop")
    assert "lr = 0.01  # the size of the first step\n" in rprop and "at first d = 0.01" in rprop
    assert max(map(len, rprop.splitlines())) <= LIMIT


HIDDEN = {  # the lines that a framework's optimizer hides, settings that are zero left out
    ("jax", "adam"): "point = point - lr*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps)",
    ("jax", "adadelta"): "a = rho*a + (1 - rho)*g^2",
    ("jax", "rmsprop"): "v = decay*v + (1 - decay)*g^2",
    ("jax", "adagrad"): "at first s = 0.1",
    ("keras", "ftrl"): "point = (min(max(z, -l1), l1) - z)/q",
    ("torch", "adagrad"): "",
}


def test_comments_say_what_an_optimizer_computes():
    for (to, optimizer), line in HIDDEN.items():
        script = symdescent.code("x^2 + y^2", to, start=1, steps=3, optimizer=optimizer)
        told = re.findall("^#   (.*)", script, re.M)
        assert line in told or not line
        assert not re.search("weight_decay|eps_root|initial_|where|g = g|x = ", " ".join(told))
    momentum = symdescent.code("x^2 + y^2", "jax", start=1, steps=3, optimizer="momentum")
    assert "# Momentum: B. T. Polyak" in momentum
    adam = symdescent.code("x^2 + y^2", start=1, steps=3, optimizer="adamw")
    assert 'f"{w:.3f}" for w in point' in adam  # u is a line of the rule


def test_nothing_is_imported_that_is_not_used():
    for to, given in product(TARGETS, ({}, {"optimizer": "adam", "convention": "paper"})):
        for text in ("x^2", "sin(x)", "x^2 + exp(y)"):
            script = symdescent.code(text, to, start=1, rate=0.1, steps=3, **given)
            for module, name in re.findall(r"^import (\w[\w.]*)(?: as (\w+))?", script, re.M):
                used = rf"^(?!import|#).*\b{name or module}\."
                assert re.search(used, script, re.M), (to, module)
    formulas = symdescent.code("x^2", "jax", optimizer="adam", convention="paper")
    assert "# pip install jax\n" in formulas
    assert "# pip install jax optax\n" in symdescent.code("x^2", "jax", optimizer="adam")


LOST = [  # what the script prints, and how many iterates it keeps
    ("x^4", {"start": 10, "rate": 1, "steps": 20}, "diverged", "x = -6.56139e+34", 4),
    ("x^4", {"start": 10, "rate": 1}, "diverged", "x = -6.56139e+34", 4),
    ("sqrt(x)", {"start": 1, "rate": 1, "steps": 20}, "left the domain", "x = 0.5", 2),
    ("x**2.5", {"start": 1, "rate": 2}, "left the domain", "x = 1", 1),
    ("sqrt(x)", {"start": 1, "rate": 2, "steps": 3}, "left the domain", "x = 1", 1),  # L(0) is 0
    ("x^4 + y^4", {"start": "3,10", "rate": 1}, "diverged", "(-3.97113e+20, -6.56139e+34)", 4),
    ("exp(-x)", {"start": -5, "rate": 0.1, "optimizer": "momentum"}, "", "", 0),
    ("x^4", {"start": 9, "rate": 0.9, "optimizer": "nesterov"}, "diverged", "x = ", 0),
    ("log(x) + y^2", {"start": "1,1", "rate": 0.3, "optimizer": "adam"}, "left", "(", 0),
    ("-x^4", {"start": 0.5, "rate": 0.5, "box": "x<=0.9"}, "", "", 0),
    ("x^4", {"start": 3, "rate": 1, "average": 0.9}, "diverged", "x = ", 0),
]


def loses(to, case):
    """Whether the script for a target ends in one sentence, that of our own run."""
    text, given, word, point, step = case
    convention = plan(text, target(to), **given).convention
    ours = symdescent.descend(
        text, **{**given, **({"convention": convention} if convention else {})}
    )
    script = symdescent.code(text, to, **given)
    done = subprocess.run(
        [FRAMEWORKS if to in CONVENTIONS else sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, script + done.stderr
    assert to in CONVENTIONS or not done.stderr
    [said] = done.stdout.splitlines()
    if ours.outcome.ending not in ("diverged", "left the domain"):
        assert not word and "break" not in script and "_min = " in said
        return
    found = re.fullmatch(r"(.*) at step (\d+); the last( finite)? point is (.*)", said)
    assert found and ours.outcome.ending == found[1] and found[1].startswith(word)
    assert int(found[2]) == ours.steps + 1 and point in found[4]
    assert step in (0, int(found[2]))
    shown = [float(number) for number in re.findall(r"[-+.e\d]+$|[-+.e\d]+(?=[,)])", found[4])]
    assert np.allclose(shown, ours.points[-1], rtol=1e-5)


def test_a_script_whose_numbers_end_says_so_in_a_line():
    for case in LOST:
        loses("python", case)
    script = symdescent.code("x^4", start=10, rate=1, steps=20)
    assert len(script.splitlines()) <= 30 and "x = 10.0\n" in script
    assert "range(20):  # the iterates grew beyond all numbers by step 4\n" in script


def test_pythons_own_overflow_on_the_way_up_is_told():
    given = {"start": 1, "steps": 25, "rate": 3, "optimizer": "momentum"}
    _, printed = record(symdescent.code("(g-1)^2 + tanh(g)/3", **given), "g")
    assert re.match(r"diverged at step \d+; the last finite point is g = \S+\n$", printed)
    assert "break" not in symdescent.code("x^2", start=1, steps=25, rate=1.1)


@pytest.mark.slow
@pytest.mark.parametrize("to", [name for name in MODULES if name != "python"])
def test_so_does_one_of_each_library(to):
    if not installed(to, FRAMEWORKS if to in CONVENTIONS else sys.executable):
        pytest.skip(f"no {MODULES[to]}")
    for case in LOST if to == "numpy" else LOST[:1] + LOST[2:3] + LOST[5:6] + LOST[7:9]:
        loses(to, case)


def test_an_answer_just_below_zero_has_no_sign():
    for text, start, to in product(("x^2", "x^2 + y^2 - 1"), (-1, 1), ("python", "numpy")):
        given = {"start": start, "rate": 0.1, "steps": 50}
        _, printed = record(symdescent.code(text, to, **given), plan(text, target(to)).cast.point)
        assert "-0.000" not in printed and "0.000" in printed
    assert "z.3f" not in symdescent.code("x^2", start=1, rate=0.1, steps=50)


TAKEN = ["lambda", "print", "L", "lr", "epoch", "np", "m", "v", "t", "g", "i", "u", "point"]


@pytest.mark.slow
def test_names_that_are_taken_become_others():
    text = " + ".join(f"({name}-{k})^2*{k + 1}/9" for k, name in enumerate(TAKEN[:8]))
    for to in ("python", "numpy"):
        given = {"start": "0.5", "rate": 0.1, "steps": 12, "optimizer": "adam"}
        assert deviation(text, to, **given)[0] < WORST
    script = symdescent.code(text, "numpy", start="0.5", steps=12)
    told = "L is L_, epoch is epoch_, lambda is lambda_, lr is lr_, np is np_, print is print_"
    assert told in script.replace("\n# ", " ")
    given = {"start": 1, "rate": 0.1, "steps": 3, "optimizer": "adam"}
    for name, to in product(TAKEN, ("python", "torch", "tensorflow")):
        ast.parse(symdescent.code(f"{name}^2 + exp({name})", to, **given))
    for name in TAKEN:
        assert deviation(f"{name}^2 + exp({name})", "python", **given)[0] < WORST


def test_letters_titles_and_what_is_maximised():
    assert deviation("a*(x-n)^2", "python", start=9, steps=9, let={"a": "1/2", "n": 3})[0] < WORST
    script = symdescent.code("f(w) = 4w - w^2", start=1, steps=3)
    assert "def f(w):" in script and "def df(w):" in script and "w_min = {w:.3f}\\t=> f(" in script
    up = symdescent.code("maximize 4w - w^2", start=1, steps=3)
    assert "# maximised: L is the formula with its sign changed" in up
    many = symdescent.code("sum(i=1..30, (x[i]-i)^2)", start="0.5", steps=3)
    assert "x[29]" in many and deviation("sum(i=1..30, (x[i]-i)^2)", "python", steps=5)[0] < WORST


def test_what_nobody_gave_is_told():
    script = symdescent.code("x^2 + y^2")
    assert re.search(r"^lr = \S+  # chosen from the curvature 2 at the start$", script, re.M)
    assert re.search(r"^point = \[.*\]  # a start that symdescent chose$", script, re.M)
    steps = symdescent.descend("x^2 + y^2").steps
    assert f"for epoch in range({steps}):  # chosen: then the gradient is nearly zero\n" in script
    assert "# " not in symdescent.code("x^2", start=1, rate=0.1, steps=3).partition("range")[2][:6]


def test_the_conventions_of_the_target_are_told():
    script = symdescent.code("x^2", "keras", start=1, steps=3, optimizer="adam")
    assert "epsilon=1e-07" in script and "with --convention keras" in script
    assert "Keras adds eps before the bias is taken out of the root" in script
    paper = symdescent.code("x^2", "keras", start=1, steps=3, optimizer="adam", convention="paper")
    assert "keras.optimizers" not in paper and "no optimizer of its own" in paper
    kinked = symdescent.code("|x|", "torch", start=1, steps=3)
    assert "At a kink of L PyTorch takes a slope of its own choice." in kinked


REFUSED = [
    ("x^2", {"optimizer": "newton"}, "Newton is no formula: no target of code can hold it"),
    ("x^2", {"optimizer": "L-BFGS"}, "L-BFGS is no formula: --to torch alone can hold it"),
    ("x^2", {"optimizer": "mechanic"}, "Mechanic has 37 lines, too many for a script"),
    ("x^2", {"optimizer": "noisy SGD"}, "random numbers, which are ours with --to numpy alone"),
    ("x^2", {"optimizer": "sophia"}, "no target of code"),
    ("x^2", {"time_limit": 3}, "a script proves nothing"),
    ("x^2", {"tolerance": 1e-3, "steps": 9}, "takes no tolerance"),
    ("x^2", {"stepz": 9}, "there is no option 'stepz'"),
    ("a*x^2 + b*y^2 + sin(z)", {"start": "1,2"}, "the start has 2 numbers for 5 variables"),
    ("x^2", {"to": "troch"}, "there is no target 'troch'"),
    ("sum(i=1..800, (x[i]-i)^4)", {"start": "1", "rate": 0.1, "steps": 2}, "too long"),
]


@pytest.mark.slow
def test_what_cannot_stand_in_a_script_is_refused_in_a_sentence():
    for text, given, words in REFUSED:
        with pytest.raises(InputError, match=words):
            symdescent.code(text, **{"to": "python", **given})


def samples():
    """A script for each target and method, long formulas among them."""
    long = "(sin(x)+x^2+exp(x)+cos(x)+x+1)^9*(x*y*z)^5/(1+x^2+y^2+z^2)^3 + max(x,y,z)"
    cases = "(x^2 if x>1 and y<2 or x<-3 and y>7 else (x^4*y if x>-1 else -x*exp(y)))*z + x*y^2"
    for to in TARGETS:
        for text in (long, cases, *(text for text, _ in FORMULAS.values())):
            yield symdescent.code(text, to, start="0.5", rate=1e-3, steps=4, optimizer="adam")
        for options in CARRIED:
            text, start = FORMULAS["w"]
            yield symdescent.code(text, to, start=start, steps=4, **options)
        for text, given, *_ in LOST:
            yield symdescent.code(text, to, **given)


@pytest.mark.slow
def test_scripts_are_formatted_as_black_would(tmp_path):
    ruff = shutil.which("ruff") or shutil.which("ruff", path=os.path.dirname(sys.executable))
    for i, script in enumerate(samples()):
        ast.parse(script)
        assert max(map(len, script.splitlines())) <= LIMIT
        assert script.endswith("\n") and "\n\n\n\n" not in script
        (tmp_path / f"s{i}.py").write_text(script, encoding="utf-8")
    if ruff:
        command = [ruff, "format", "--isolated", "--line-length", str(LIMIT), "--diff", tmp_path]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_a_script_that_is_not_is_noticed():
    """What the test above would find: a line that is too long has no other way to hide."""
    script = symdescent.code(
        "(sin(x)+cos(x))^9*(1+x^2+x^4)^3 + exp(x)*sin(x)*cos(x)", start=1, steps=2
    )
    assert max(map(len, script.splitlines())) <= LIMIT < max(map(len, unbroken(script)))


def unbroken(script):
    """The lines with what stands in brackets on one."""
    return re.sub(
        r"\(\n\s+(.*?)\n\s+\)", lambda m: " ".join(m[1].split()), script, flags=re.S
    ).split("\n")
