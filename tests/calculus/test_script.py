"""The functions of a page, run by node where it is found, agree with 80 digits and with Python."""

import json
import math
import re
import shutil
import subprocess

import pytest
from test_accuracy import CASES, expected

from symdescent.calculus.codegen import script
from symdescent.calculus.codegen_targets import ALL, SCRIPT
from symdescent.calculus.compilation import step
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.language import parse
from symdescent.optimizers import Rule
from symdescent.optimizers.catalogue import methods

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")
STEPS = 12
START = (0.75, -0.5)
HARNESS = """
const show = x => Number.isNaN(x) ? "nan" : Math.abs(x) === Infinity ? String(x) : x;
const answers = JOBS.map(([f, points]) => points.map(p => f(...p).map(show)));
console.log(JSON.stringify(answers));
"""
WALK = """
const walks = WALKS.map(([f, state, n, rest]) => {
  const seen = [];
  for (let t = 1; t <= 12; t++) {
    const found = f(...state, ...rest, t);
    seen.push(found.slice(0, n + 1).map(x => Number.isFinite(x) ? x : "nan"));
    state = found.slice(n + 1);
  }
  return seen;
});
console.log(JSON.stringify(walks));
"""


def run(code):
    """What node prints, read."""
    done = subprocess.run([NODE, "-"], input=f'"use strict";{code}', capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:2000]
    return json.loads(done.stdout)


def answers(jobs):
    listed = ", ".join(f"[{function}, {json.dumps(points)}]" for function, points in jobs)
    return run(f"const JOBS = [{listed}];{HARNESS}")


def job(case):
    derivation = derive(build(parse(case.text)))
    xs = derivation.formula.variables
    function = script(xs, [derivation.formula.expression, *derivation.gradient])
    return function, [[case.point[x.name] for x in xs]]


def wrong(case, found):
    """Whether value and gradient are further from the exact ones than rounding may bring them."""
    (value, slope, _), allowed = expected(case)
    names = [x.name for x in build(parse(case.text)).variables]
    slope = [slope[list(case.point).index(name)] for name in names]
    limits = [allowed[0]] + [allowed[1]] * len(slope)
    return any(
        not isinstance(got, float | int) or abs(got - exact) > limit
        for got, exact, limit in zip(found, [*value, *slope], limits, strict=True)
    )


@pytest.mark.slow
@needs_node
@pytest.mark.parametrize("count", [60, pytest.param(len(CASES), marks=pytest.mark.long)])
def test_values_and_gradients_of_random_formulas(count):
    cases = CASES[:count]
    found = answers([job(case) for case in cases])
    assert [c.text for c, (row,) in zip(cases, found, strict=True) if wrong(c, row)] == []


@pytest.mark.long_beyond(1)
@pytest.mark.slow
@needs_node
@pytest.mark.parametrize(
    ("right", "planted"),
    [("Math.log1p", "Math.log"), ("Math.pow", "Math.max"), ("?", "&& 0 ?"), ("a1 ", "a0 ")],
)
def test_a_wrong_word_is_noticed(right, planted):
    jobs = [(case, *job(case)) for case in CASES]
    changed = [(c, f.replace(right, planted), p) for c, f, p in jobs if right in f]
    assert len(changed) > 3
    found = answers([(f, p) for _, f, p in changed])
    assert any(wrong(c, row) for (c, _, _), (row,) in zip(changed, found, strict=True))


RULES = {
    (method.name, convention): rule
    for method in methods().values()
    for convention, rule in method.rules.items()
    if isinstance(rule, Rule)
}


def walked(update, state, rest):
    """The same steps by Python."""
    n, seen, one = len(START), [], step(update)
    for t in range(1, STEPS + 1):
        found = one.at([*state, *rest, t])
        seen.append([float(x) if math.isfinite(x) else math.nan for x in found[: n + 1]])
        state = found[n + 1 :]
    return seen


def agree(ours, theirs):
    """Equal to rounding, which some rules enlarge; nan where the other is nan."""
    pairs = zip(ours, theirs, strict=True)
    return all(
        b == "nan" if math.isnan(a) else b == pytest.approx(a, rel=1e-9, abs=1e-12)
        for x, y in pairs
        for a, b in zip(x, y, strict=True)
    )


@pytest.mark.slow
@needs_node
def test_every_rule_of_the_catalogue_walks_as_in_python():
    derivation = derive(build(parse("(1-x)^2 + 5*(y-x^2)^2 + exp(-x*y)")))
    walks, ours = [], {}
    for key, rule in RULES.items():
        free = ["lr"] if "lr" in rule.settings else []
        update = fuse(derivation, rule, None, free)
        memory = [float(START[m]) if isinstance(m, int) else float(m) for m in update.first_memory]
        rest = [0.5] * update.noise + [float(rule.settings[name]) for name in free]
        function = script(update.inputs, update.outputs, update.assignments)
        walks.append(f"[{function}, {json.dumps([*START, *memory])}, 2, {json.dumps(rest)}]")
        ours[key] = walked(update, [*START, *memory], rest)
    theirs = run(f"const WALKS = [{', '.join(walks)}];{WALK}")
    pairs = zip(ours.items(), theirs, strict=True)
    assert [key for (key, walk), other in pairs if not agree(walk, other)] == []
    assert len(RULES) > 60


def test_no_name_of_a_person_is_in_the_code():
    derivation = derive(build(parse("alert*2 + document^2*cookie", variables=None)))
    xs = derivation.formula.variables
    code = script(xs, [derivation.formula.expression, *derivation.gradient])
    assert {x.name for x in xs} == {"alert", "document", "cookie"}
    words = set(re.findall(r"[A-Za-z_$][\w$]*", code))
    assert words - {"const", "return"} <= {"a0", "a1", "a2", "v0", "v1"}


def test_every_name_of_the_dialect_has_its_code():
    assert set(ALL) <= set(SCRIPT.namespace)


def test_two_signs_are_none():
    """-(1 - exp(u)) is written expm1(u), and not --expm1(u), which no page understands."""
    derivation = derive(build(parse("-(1 - exp(x))*y*(-3)")))
    code = script(derivation.formula.variables, [derivation.formula.expression])
    assert "--" not in code
