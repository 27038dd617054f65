"""The LaTeX of every rule is what was looked at; each index on it is right; no TeX is needed here.

`python -m tests.render.test_rule_latex --write` renews rules.tex, which is a whole document.
"""

import math
import re
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest

from symdescent.language.tree import names
from symdescent.optimizers.catalogue import methods
from symdescent.optimizers.paper_notation import START, Quantity, indexed, letters
from symdescent.optimizers.rule import accumulated
from symdescent.optimizers.rule_parser import read_rule
from symdescent.optimizers.wrappers import (
    apply_every,
    lookahead,
    multi_steps,
    reduce_on_plateau,
    sam,
    schedule_free,
)
from symdescent.render.latex import conditions, equations, equations_with_values
from tests.language import tree_values
from tests.printing import latex_reader

EXPECTED = Path(__file__).parent / "rules.tex"
RULES = {
    (method.name, convention): rule
    for method in methods().values()
    for convention, rule in method.rules.items()
    if hasattr(rule, "equations")
}
HEAD = r"""\documentclass{article}
\usepackage{amsmath}
\usepackage[paperwidth=20cm, paperheight=44cm, margin=1cm]{geometry}
\setlength{\parindent}{0pt}
\allowdisplaybreaks
\begin{document}
"""


def written():
    """Every rule once, with the conventions that it is the rule of."""
    same = {}
    for (method, convention), rule in RULES.items():
        text = equations_with_values(rule)
        same.setdefault((method, text), []).append(convention)
    parts = [f"\\paragraph{{{m} ({', '.join(c)})}}\n{text}\n" for (m, text), c in same.items()]
    return "\n".join([HEAD, *parts, "\\end{document}\n"])


@pytest.mark.slow
def test_the_latex_of_every_rule_is_the_one_that_was_looked_at():
    assert written() == EXPECTED.read_text(encoding="utf-8")


def unbalanced(text):
    """What is opened in a text and never closed, or the other way round."""
    bare = re.sub(r"\\[{}]", " ", text)
    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return "}"
    pairs = [(r"\left", r"\right"), *((rf"\begin{{{e}}}", rf"\end{{{e}}}") for e in ENVIRONMENTS)]
    wrong = [
        a for a, b in pairs if len(re.findall(word(a), bare)) != len(re.findall(word(b), bare))
    ]
    return "{" if depth else "".join(wrong)


ENVIRONMENTS = ("align*", "cases")


def word(command):
    return re.escape(command) + ("" if command.endswith("}") else "(?![a-zA-Z])")


@pytest.mark.slow_beyond(61)
@pytest.mark.parametrize("key", RULES, ids=str)
def test_what_is_opened_is_closed_and_every_setting_has_its_value(key):
    rule = RULES[key]
    text = equations(rule) + conditions(rule)
    assert not unbalanced(text)
    read = {name for equation in rule.equations for name in names(equation.tree)}
    values = [float(value) for name, value in rule.settings.items() if name in read]
    pieces = re.findall(r"\$(.*?) = (.*?)\$", conditions(rule))[: len(values)]
    for (sign, shown), value in zip(pieces, values, strict=True):
        assert sign in equations(rule)
        assert latex_reader.Page(shown, {}).sum()({}) == pytest.approx(value, rel=1e-12)
    assert "$" not in equations(rule)
    assert re.fullmatch(r"[ -~\n]*", text)


def test_what_is_not_closed_is_noticed():
    assert unbalanced(r"\frac{a}{b")
    assert unbalanced(r"\left(a)")
    assert unbalanced(r"\begin{cases} a")
    assert not unbalanced(r"\left\{a\right\} \leftarrow b")


# What a rule of one coordinate means when its lines are run one after the other, beside what its
# indexed lines mean, each a fact about the steps t, t-1, ... in which nothing is ever reassigned.

HERE, STEPS = 0.75, 5


def slope(x):
    return 3 * x**2 + x - 1


def height(x):
    return x**3 + x**2 / 2 - x


SINGLE = {
    **dict.fromkeys(["norm", "norm_all", "rms"], abs),
    **dict.fromkeys(["sum", "sum_all", "mean", "max_over"], float),
    **dict.fromkeys(["dot", "dot_all"], lambda a, b: a * b),
    "floor": math.floor,
    "slope": slope,
    "value": height,
}


def given(t, x):
    return {"x": x, "g": slope(x), "h": 6 * x + 1, "L": height(x), "t": t, "n": 1, "noise": 0.5 / t}


def valued(tree, at, x):
    """A tree's value at a step that begins at x, reductions being those of one coordinate."""
    with pytest.MonkeyPatch.context() as patch:
        calls = tree_values.CALLS | SINGLE | {"hessian_times": lambda u: (6 * x + 1) * u}
        patch.setattr(tree_values, "CALLS", calls)
        return tree_values.value(tree, at)


def in_order(rule):
    """The point and the answer after each step, the lines taken as assignments."""
    memory = {n: HERE if f == "x" else float(f) for n, f in rule.memory.items()}
    settings = {n: float(v) for n, v in rule.settings.items()}
    x, found = HERE, []
    for t in range(1, STEPS + 1):
        at = {**given(t, x), **settings, **memory}
        for equation in rule.equations:
            at[equation.name] = valued(equation.tree, at, x)
        memory, x = {name: at[name] for name in memory}, at["x"]
        found.append((x, at[rule.answer]))
    return found


class Facts(dict):
    """Values by quantity and step; a second, other value for one of them is an error."""

    def put(self, quantity, t, number):
        place = (quantity, None) if quantity.back is None else at_step(quantity, t)
        assert self.setdefault(place, number) == number, place

    def get(self, quantity, t):
        return self[(quantity, None) if quantity.back is None else at_step(quantity, t)]


def at_step(quantity, t):
    return replace(quantity, back=0), t - quantity.back


def by_index(rule):
    """The same from the indexed lines."""
    story, facts = indexed(rule), Facts()
    for (quantity, step), first in story.firsts.items():
        still = any(replace(quantity, back=None) == q for q in story.quantities.values())
        place = (replace(quantity, back=None), None) if still else (quantity, step)
        facts[place] = HERE if first == "x" else float(first)
    facts |= {(Quantity(n), None): float(v) for n, v in rule.settings.items()}
    facts |= {(START, None): HERE, (Quantity("n"), None): 1, (Quantity("x", 0), 0): HERE}
    found = []
    for t in range(1, STEPS + 1):
        now = given(t, facts[Quantity("x", 0), t - 1])
        facts[Quantity("t"), None] = t
        facts |= {(Quantity(name, 0), t): now[name] for name in ("g", "h", "noise")}
        facts[Quantity("L", 0), t - 1] = now["L"]
        for line in story.lines:
            named = {key: facts.get(story.quantities[key], t) for key in names(line.tree)}
            if line.left.back is None and line.left.name in ("t", "n"):
                facts.pop((line.left, None), None)
            facts.put(line.left, t, valued(line.tree, named, now["x"]))
        found.append((facts.get(Quantity("x", 0), t), facts.get(story.answer, t)))
    return found


@pytest.mark.slow_beyond(97)
@pytest.mark.parametrize("key", RULES, ids=str)
def test_the_indices_say_what_the_lines_do(key):
    assert by_index(RULES[key]) == in_order(RULES[key])


FUNCTIONS = {
    "value": height,
    "slope": slope,
    "bend": lambda x: 6 * x + 1,
    "noise": lambda t: 0.5 / t,
}


def by_reading(text, rule):
    """The same walk from the LaTeX alone, read as papers are."""
    walk = latex_reader.walk(text, conditions(rule), HERE, FUNCTIONS)
    return [number for both in islice(walk, STEPS) for number in both]


def nearly(walk):
    return pytest.approx([number for both in walk for number in both], rel=1e-9, abs=1e-12)


@pytest.mark.slow_beyond(86)
@pytest.mark.parametrize("key", RULES, ids=str)
def test_who_reads_the_latex_walks_the_same_way(key):
    rule = RULES[key]
    assert by_reading(equations(rule), rule) == nearly(in_order(rule))


WRONG = [
    ("x = x - (g - x)/10", r"L(x_{t-1}) - x_{t-1}", r"L(x_{t-1} - x_{t-1})"),
    ("x = x - (g - x)/10", r"- x_{t-1}}", r"- x_{t}}"),
    ("x = x - 2*(g - x)/9", r"2 (\nabla L(x_{t-1}) - x_{t-1})", r"2 \nabla L(x_{t-1}) - x_{t-1}"),
    ("m = m/2 + g\nx = x - m/9", r"m_{t-1}", r"m_{0}"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), WRONG)
def test_a_wrong_letter_or_bracket_is_noticed(text, right, wrong):
    rule = read_rule(text)
    assert right in equations(rule)
    assert by_reading(equations(rule), rule) == nearly(in_order(rule))
    try:
        assert by_reading(equations(rule).replace(right, wrong), rule) != nearly(in_order(rule))
    except KeyError:  # it reads what is not known yet
        pass


WRAPPED = [accumulated, lookahead, schedule_free, multi_steps, apply_every, reduce_on_plateau, sam]


@pytest.mark.parametrize("wrap", WRAPPED)
def test_so_they_do_for_rules_round_a_rule(wrap):
    inner = RULES["momentum", "keras"]
    rule = wrap(inner, Fraction(2)) if wrap is accumulated else wrap(inner)
    assert by_index(rule) == in_order(rule)
    assert by_reading(equations(rule), rule) == nearly(in_order(rule))
    assert not unbalanced(equations(rule))


OWN = [
    "a = b\nb = x\nx = x - 0.1*a",
    "memory: a = 1, b = 2\nc = a\na = b\nb = c\nx = x - 0.1*a*g",
    "memory: p = x, q = 0\nx = x - 0.1*(p - q)\np = x\nq = x",
    "x = x - 0.1*g\nx = x*m\nm = m + 1\nm = m/2\nx = x - m",
    "settings: lr = 0.1\nlr = lr/t\nx = x - lr*g\nlr = 3\nx = x + lr*L",
    "t = t + 1\ng = g/t\ng = 2*g\nx = x - 0.1*g*last\nlast = g\nx = x + h",
    "y = x\nx = y - 0.1*g\nz = y\nx = x - z/10",
]


@pytest.mark.parametrize("text", OWN)
def test_so_they_do_for_a_person_s_own_rule(text):
    rule = read_rule(text)
    assert by_index(rule) == in_order(rule)
    assert by_reading(equations(rule), rule) == nearly(in_order(rule))


def test_a_wrong_index_is_noticed():
    rule = read_rule("m = m/2 + g\nx = x - 0.1*m")
    late = read_rule("x = x - 0.1*m\nm = m/2 + g")
    assert by_index(rule) != in_order(late)


def spelled(text, **settings):
    """The last line of a rule's step."""
    return equations(read_rule(text, settings=settings)).split("\n")[-2]


SPELLED = [
    ("x = x - lr*g", r"x_{t} &= x_{t-1} - \eta \nabla L(x_{t-1})"),
    ("x = x - (g - (x - 1))", r"x_{t} &= x_{t-1} - (g_{t} - (x_{t-1} - 1))"),
    ("x = (x - g)^2/2*3", r"x_{t} &= \frac{(x_{t-1} - g_{t})^{2}}{2} \cdot 3"),
    ("x = -x*-g", r"x_{t} &= -x_{t-1} (-g_{t})"),
    ("x = x/(2/3)", r"x_{t} &= \frac{x_{t-1}}{\frac{2}{3}}"),
    ("x = (x^2)^3 + 2^x", r"x_{t} &= (x_{t-1}^{2})^{3} + 2^{x_{t-1}}"),
    ("x = sqrt(x)^2 - 1e-30*3", r"x_{t} &= \left(\sqrt{x_{t-1}}\right)^{2} - 10^{-30} \cdot 3"),
    ("x = clip(x, 0, 1) + min(max(x, 0), 1)", r"\operatorname{clip}(x_{t-1}, 0, 1) + \min(\max"),
    ("x = where(t <= 1, 0, where(g > 0 or not g < -1, 1, 2))", r"0 & \text{if } t = 1 \\ 1 & "),
    ("x = x*my_rate*2", r"x_{t-1}\, \mathrm{my\_rate} \cdot 2"),
    ("x = x - sum(abs(g)) + dot(g, g)", r"\lVert g_{t} \rVert_{1} + \lVert g_{t} \rVert^{2}"),
    ("x0 = x\nx0 = 2*x0\nx = x0", r"x_{t} &= \mathrm{x0}_{t}"),
]


@pytest.mark.parametrize(("text", "shown"), SPELLED)
def test_spelling(text, shown):
    open_names = {n: 1 for n in ("lr", "my_rate") if n in text}
    found = spelled(text, **open_names).replace(r"\nabla L(x_{t-1})", "g_{t}")
    assert shown.replace(r"\nabla L(x_{t-1})", "g_{t}") in found


def test_no_two_names_share_a_letter():
    asked = "lr eta rate gamma rho decay weight_decay lambd lambda l1 lambda1 xi x0 x_0 m m0 eps"
    found = letters(asked.split())
    assert len({*found.values()}) == len(found) == 9 + 16


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    EXPECTED.write_text(written(), encoding="utf-8")
