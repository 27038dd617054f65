"""`symdescent.code`: a descent as a script of its own, for Python, NumPy or a framework."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final, Unpack

from symdescent.calculus.python_source import INDENT, call
from symdescent.calculus.script_targets import target
from symdescent.calculus.steps.tree_algebra import number
from symdescent.language.tree import Assignment, Call, Name, Node, Piecewise
from symdescent.numeric.run import Ending
from symdescent.optimizers import Rule
from symdescent.optimizers.frameworks.counterparts import Counterpart
from symdescent.problem.options import Options
from symdescent.render.scripts import functions, planning
from symdescent.render.scripts.guards import QUIET, guarded
from symdescent.render.scripts.loops import (
    Loop,
    Scene,
    by_coordinate,
    constants,
    first_memory,
    grouped,
    lasting,
    loop,
    on_arrays,
    opening,
    signed,
    typesetter,
)
from symdescent.render.scripts.planning import FRAMEWORKS, Plan, plan

LEAD: Final = " " * INDENT
Bound = Fraction | None
BOUNDED: Final = ("x", "#low", "#high")


@dataclass
class Stepping:
    """The parts of a script that depend on how it steps, as lines.

    `heading`: imports; `functions`: what is defined besides L; `derive`: a gradient that is no
    definition; `constants`; `start`: the point; `ready`: memory, or the optimizer; `body`: of the
    loop. `shown`: the code of the answer as it is printed, `read`: as L takes it; `kept`: a copy
    of the point, `point`: it as L takes it.
    """

    heading: tuple[str, ...] = ()
    functions: list[list[str]] = field(default_factory=list)
    derive: list[str] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    start: list[str] = field(default_factory=list)
    ready: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    shown: str = ""
    read: str = ""
    kept: str = ""
    point: str = ""


def by_formulas(made: Plan, rule: Rule) -> Stepping:
    """The rule as formulas; with a framework the gradient alone is the framework's."""
    size = len(made.setting.start)
    looped = loop(rule, rule.equations, Scene(made.cast, made.target, size, made.indent))
    found = Stepping(constants=[*rates(made, looped), *constants(looped)])
    gradients(made, looped, found)
    point = made.cast.point
    copied = f"list({point})" if looped.is_listed else point
    found.start = [*first_point(made)]
    found.ready = [*first_memory(looped, copied)]
    found.body = [*opening(looped, f"{made.cast.slope}({point})")]
    if looped.is_listed:
        groups = grouped(looped)
        rooms = lasting(looped, groups)
        found.ready += [f"{looped.spelled[name]} = [0] * {size}" for name in rooms]
        found.body += by_coordinate(looped, groups)
    else:
        found.body += on_arrays(looped, looped.lines)
    if made.is_plain:
        found.body[-1:] = planning.with_comment(found.body[-1], planning.step_comment(made))
    found.body += boxed(made, looped, found)
    found.shown = found.read = looped.spelled[rule.answer]
    found.kept, found.point = copied, point
    return found


def rates(made: Plan, looped: Loop) -> Iterator[str]:
    """lr = 0.1, where it is a setting that nothing changes."""
    if "lr" in looped.settings and "lr" not in looped.changed:
        yield from planning.with_comment(
            f"lr = {signed(looped.settings['lr'])}", planning.rate_comment(made)
        )


def gradients(made: Plan, looped: Loop, found: Stepping) -> None:
    """How the script comes by dL: our own functions, or the framework's differentiation."""
    derivation, cast, target = made.setting.derivation, made.cast, made.target
    if target.name == "numpy":
        found.heading = ("import numpy as np",)
    if target.is_framework:
        framework = FRAMEWORKS[target.name]
        found.heading = framework.heading
        lines = list(filled(framework.derive, made))
        if lines[0].startswith("def "):
            found.functions.append(lines)
        else:
            found.derive = lines
        return
    found.functions.append(functions.slope(derivation, cast, target))
    if "h" in looped.read:
        name = looped.spelled["second"] = cast.identifiers.claim(f"d2{cast.value}")
        found.functions.append(functions.diagonal(derivation, cast, target, name))
    if "noise" in looped.read:
        found.constants.append("rng = np.random.default_rng(0)")


def filled(lines: Sequence[str], made: Plan, **others: str) -> Iterator[str]:
    """Lines of a framework with the names of the script in them."""
    cast = made.cast
    known = {"x": cast.point, "L": cast.value, "d": cast.slope, "title": made.setting.formula.title}
    for line in lines:
        code, _, remark = line.format(**known, **others).partition("  # ")
        yield from planning.with_comment(code, remark)


def first_point(made: Plan, moved: bool = False) -> Iterator[str]:
    """x = 14, or an array; `moved`: as the framework's optimizer takes it."""
    values = [signed(value) for value in made.setting.start]
    framework = FRAMEWORKS.get(made.target.name)
    remark = planning.start_comment(made)
    head = f"{made.cast.point} = "
    if framework:
        form = framework.variable if moved else framework.constant
        before, after = form.split("{start}")
    else:
        array = "np.array(" if made.cast.several else "np.float64("
        before, after = (array, ")") if made.target.name == "numpy" else ("", "")
    if not made.cast.several:
        floats = framework or made.target.name == "python" and grows_whole(made)
        one = decimal(values[0]) if floats else values[0]
        yield from planning.with_comment(f"{head}{before}{one}{after}", remark)
        return
    whole = made.target.name == "python" and not grows_whole(made)
    values = values if whole else [decimal(v) for v in values]
    lines = list_lines(head, values, before, after)
    yield from planning.with_comment(lines[0], remark) if len(lines) == 1 else lines


def grows_whole(made: Plan) -> bool:
    """Whether Python would go on with whole numbers of ever more digits, which are never inf."""
    ending = made.outcome.ending if made.outcome else None
    return ending is Ending.DIVERGED and made.setting.rate.value.denominator == 1


def list_lines(head: str, values: Sequence[str], before: str, after: str) -> list[str]:
    """head, and the numbers as a list or as an array of a library."""
    if not before:
        return call(f"{head}[", values, 0, "]")
    others = [other for other in after.removesuffix(")").split(", ") if other]
    return call(head + before, [f"[{', '.join(values)}]", *others])


def decimal(text: str) -> str:
    """A whole number as a float."""
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def boxed(made: Plan, looped: Loop, found: Stepping, spelled: str = "") -> Iterator[str]:
    """The line that keeps the point in its box, and the bounds among the constants."""
    if not made.setting.bounds.box.bounded:
        return
    sides = made.setting.bounds.sides
    same = len(set(sides)) == 1
    low, high = bounds(made, looped, found, sides) if not same else map(constant, sides[0])
    tree: Node = Name("x", 0, 0)
    tree = tree if low is None else Call("max", (tree, low), 0, 0)
    tree = tree if high is None else Call("min", (tree, high), 0, 0)
    names = {**looped.spelled, "x": spelled or made.cast.point}
    if looped.is_listed:
        known: dict[str, str] = {n: f"{names[n]}[i]" for n in BOUNDED if n in names}
        text = typesetter(looped, known).speller.text(tree)
        lead = " " * looped.indent
        yield f"{lead}for i in range({looped.size}):"
        yield f"{lead}{LEAD}{known['x']} = {text}"
        return
    speller = typesetter(replace(looped, arrays=made.target.is_framework), names).speller
    speller.arrays |= {*BOUNDED}
    framework = FRAMEWORKS.get(made.target.name)
    own = framework.assign if framework and made.own else ("{x} = {value}",)
    lead = " " * looped.indent
    yield from (lead + line for line in filled(own, made, value=speller.text(tree)))


def constant(bound: Bound) -> Node | None:
    return None if bound is None else number(bound)


def bounds(
    made: Plan, looped: Loop, found: Stepping, sides: Sequence[tuple[Bound, Bound]]
) -> Iterator[Node]:
    """The names of the lower and the upper bounds, which become constants."""
    infinity = f"{made.target.constants}.inf"
    framework = FRAMEWORKS.get(made.target.name)
    form = framework.constant if framework else "{start}"
    form = "np.array({start})" if made.target.name == "numpy" else form
    for name, place, endless in (("low", 0, f"-{infinity}"), ("high", 1, infinity)):
        ends = [side[place] for side in sides]
        values = [endless if end is None else decimal(signed(end)) for end in ends]
        own = looped.spelled[f"#{name}"] = made.cast.identifiers.claim(name)
        before, after = form.split("{start}")
        found.constants += list_lines(f"{own} = ", values, before, after)
        yield Name(f"#{name}", 0, 0)


def by_search(made: Plan, own: Counterpart) -> Stepping:
    """torch's L-BFGS, which looks at the function as often as it likes."""
    framework, cast = FRAMEWORKS[made.target.name], made.cast
    found = Stepping(framework.heading, constants=[*first_rate(made, own)])
    found.functions = [[*filled(CLOSURE, made)]]
    found.start = [*first_point(made, moved=True)]
    found.ready = [*optimizer(made, own)]
    found.body = [f"{LEAD}optimizer.step(closure)"]
    found.shown = found.read = found.point = cast.point
    found.kept = framework.copied.format(x=cast.point)
    return found


CLOSURE: Final = (
    "def closure():",
    "    # the value of {title}, and its gradient by automatic differentiation",
    "    optimizer.zero_grad()",
    "    value = {L}({x})",
    "    value.backward()",
    "    return value",
)


def by_optimizer(made: Plan, rule: Rule, own: Counterpart) -> Stepping:
    """The framework's own optimizer, with what the rule does before and after it."""
    framework, cast = FRAMEWORKS[made.target.name], made.cast
    scene = Scene(cast, made.target, len(made.setting.start))
    looped = loop(rule, (*own.before, *own.after), scene, arrays=True)
    read = framework.read.format(x=cast.point)
    g = looped.spelled.get("g") or cast.identifiers.claim("g")
    g = framework.gradient.format(g=g, x=cast.point)
    kept = framework.copied.format(x=cast.point)  # in place the point moves on under its name
    looped.spelled.update({"x": kept if any(map(keeps_point, looped.lines)) else read, "g": g})
    found = Stepping(framework.heading, constants=[*first_rate(made, own), *constants(looped)])
    if "{d}" in "".join(framework.differentiate):
        found.derive = [*filled(framework.derive, made)]
    found.start = [*first_point(made, moved=True)]
    found.ready = [*optimizer(made, own)]
    found.ready += first_memory(looped, kept)
    found.body = [*body(made, own, looped, g)]
    found.body += boxed(made, looped, found, read)
    answer = rule.answer
    found.shown = framework.shown.format(x=cast.point) if answer == "x" else looped.spelled[answer]
    found.kept, found.point = kept, read.removesuffix(".detach()")
    found.read = found.point if answer == "x" else looped.spelled[answer]
    return found


def keeps_point(line: Assignment) -> bool:
    """Whether a line may remember the point itself, and not what is computed from it."""

    def kept(node: Node | None) -> bool:
        if isinstance(node, Piecewise):
            return any(map(kept, (*(value for value, _ in node.branches), node.otherwise)))
        return isinstance(node, Name) and node.name == "x"

    return kept(line.tree)


def first_rate(made: Plan, own: Counterpart) -> Iterator[str]:
    """The rate, or that of the first step where lines of the rule set it."""
    rate = FRAMEWORKS[made.target.name].rate
    if own.sets_rate:
        yield f"lr = {decimal(signed(made.setting.rate.value))}  # of the first step"
    elif rate in own.arguments:
        value = signed(own.arguments[rate])
        yield from planning.with_comment(f"lr = {decimal(value)}", planning.rate_comment(made))


def optimizer(made: Plan, own: Counterpart) -> Iterator[str]:
    """The call that makes the optimizer, an argument for each setting."""
    framework, given = FRAMEWORKS[made.target.name], dict(own.arguments)
    rate = framework.rate
    arguments = [f"{rate}=lr"] if rate in given or own.sets_rate else []
    for name, value in given.items():
        form = "np.float64({})" if name in framework.rounded else "{}"
        arguments += [f"{name}={form.format(argument(value))}"] if name != rate else []
    head, *first = framework.optimizer.format(name=own.name, x=made.cast.point).split("(", 1)
    if own.sets_rate and made.target.name == "jax":
        head = f"optax.inject_hyperparams({head})"
    yield from call(f"optimizer = {head}(", [*filter(None, first), *arguments])
    yield from filled(framework.begin, made)


def argument(value: Any) -> str:
    """A number, a truth, a word, or several numbers."""
    if isinstance(value, bool | str):
        return f'"{value}"' if isinstance(value, str) else str(value)
    return f"({', '.join(map(signed, value))})" if isinstance(value, tuple) else signed(value)


def body(made: Plan, own: Counterpart, looped: Loop, g: str) -> Iterator[str]:
    """A step: differentiate, the lines before, the optimizer, the lines after."""
    framework, many = FRAMEWORKS[made.target.name], len(own.before)
    yield from (LEAD + line for line in filled(framework.differentiate, made, g=g))
    yield from opening(looped, "")
    yield from on_arrays(looped, looped.lines[:many])
    if own.sets_rate:
        yield LEAD + framework.turned
    first, *rest = (LEAD + line for line in filled(framework.step, made, g=g))
    yield from planning.with_comment(first, planning.step_comment(made) if made.is_plain else "")
    yield from rest
    yield from on_arrays(looped, looped.lines[many:])


SIGN: Final = ("def sign(x):", "    return (x > 0) - (x < 0)")


def code(text: str, to: str = "python", **given: Unpack[Options]) -> str:
    """A script of some twenty lines that descends as `descend` does, without this package.

    `to`: python, numpy, torch, keras, jax or tensorflow; the other options are those of `study`.
    With python and numpy dL is the gradient that is run here, with a framework its automatic
    differentiation; the steps are those of the framework's own optimizer, in the framework's
    convention where none is asked for, and formulas where it has none. All is in double precision.
    Raises FormulaError or InputError for what cannot be meant, or cannot stand in a script.
    """
    made = plan(text, target(to), **given)
    return "\n".join(script(made)) + "\n"


def script(made: Plan) -> Iterator[str]:
    """The lines of the script."""
    defined = [functions.value(made.setting.formula, made.cast, made.target)]
    stepping = stepped(made)
    defined += stepping.functions
    main = [*beginning(made, stepping), "", *repeated(made, stepping), *ending(made, stepping)]
    body = [*(line for lines in defined for line in lines), *main]
    helpers = [list(SIGN)] if uses(body, r"(?<![.\w])sign\(") else []
    yield from planning.heading_comments(made)
    imported = [*imports(stepping, body)]
    yield from ["", *imported] if imported else []
    for lines in (*helpers, *defined, main):
        yield from ("", "", *lines)


def stepped(made: Plan) -> Stepping:
    """The steps, by whoever makes them."""
    rule, own = made.rule, made.own
    if isinstance(rule, Rule):
        return by_optimizer(made, rule, own) if own else by_formulas(made, rule)
    assert own is not None  # another algorithm has no plan
    return by_search(made, own)


def imports(stepping: Stepping, body: Sequence[str]) -> Iterator[str]:
    """What is imported, as far as it is used."""
    if uses(body, r"(?<![.\w])math\."):
        yield "import math"
        yield from [""] if stepping.heading and stepping.heading[0] != "import os" else []
    for line in stepping.heading:
        module = re.match(r"import ([\w.]+)(?: as (\w+))?", line)
        name = module and (module[2] or module[1])
        if name is None or uses([*stepping.heading, *body], rf"\b{name}\."):
            yield line


def uses(lines: Iterable[str], pattern: str) -> bool:
    """Whether code has it; what stands in comments does not count."""
    return any(re.search(pattern, line.partition("  #")[0]) for line in lines if "# " != line[:2])


def beginning(made: Plan, stepping: Stepping) -> Iterator[str]:
    """Settings, the start, memory or the optimizer."""
    yield from [*stepping.derive, ""] if stepping.derive else []
    yield from [QUIET, ""] if made.is_lost and made.target.name == "numpy" else []
    yield from stepping.constants
    yield from stepping.start
    yield from stepping.ready


def repeated(made: Plan, stepping: Stepping) -> Iterator[str]:
    """The loop."""
    yield from planning.rule_comments(made)
    head = f"for epoch in range({made.steps}):"
    yield from planning.with_comment(head, planning.steps_comment(made))
    if made.is_lost:
        yield from guarded(made, stepping.body, stepping.kept, stepping.point)
    else:
        yield from stepping.body


def ending(made: Plan, stepping: Stepping) -> Iterator[str]:
    """The answer, behind the loop or, where that may break off, where it has not."""
    yield "else:" if made.is_lost else ""
    yield from answer(made, stepping, INDENT if made.is_lost else 0)


def answer(made: Plan, stepping: Stepping, indent: int) -> Iterator[str]:
    """The line of the classic script."""
    value, shown = made.cast.value, stepping.shown
    form = "z.3f" if made.zero else ".3f"
    if not made.cast.several:
        [label] = made.cast.variables
        point, level = f"{{{shown}:{form}}}", f"{{{value}({stepping.read}):{form}}}"
        line = f'f"{label}_min = {point}\\t=> {value}({point}) = {level}"'
        yield from call("print(", [line], indent)
        return
    at, u = made.cast.joined
    yield f'{" " * indent}{at} = ", ".join(f"{{{u}:{form}}}" for {u} in {shown})'
    level = f"{{{value}({stepping.read}):{form}}}"
    yield from call("print(", [f'f"x_min = ({{{at}}})\\t=> {value}({{{at}}}) = {level}"'], indent)
