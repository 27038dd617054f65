"""The plan of a script: its setting, its names, the framework's optimizer, its comments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Final, Unpack

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.python_source import WIDTH
from symdescent.calculus.rule_step import REDUCTIONS
from symdescent.calculus.script_targets import Target
from symdescent.errors import InputError, printable
from symdescent.language import plain
from symdescent.language.tree import nodes
from symdescent.numeric.run import Ending, Outcome
from symdescent.optimizers import GRADIENT_DESCENT, Algorithm, Rule
from symdescent.optimizers.catalogue import SHORT, Method, methods
from symdescent.optimizers.frameworks.counterparts import Counterpart, counterpart
from symdescent.optimizers.frameworks.script_names import key
from symdescent.problem.options import Options
from symdescent.problem.setting import Setting, prepare, read, update, walk_down
from symdescent.render.scripts.functions import Cast, cast, demand_short
from symdescent.render.scripts.loops import settled


@dataclass(frozen=True)
class Framework:
    """How a framework is used, as lines with names in braces.

    `heading`: its import; `derive`: dL by its automatic differentiation; `variable`: the point as
    its optimizer moves it, `constant`: as a formula does; `optimizer`: its constructor; `turned`:
    what sets the rate anew; `differentiate`, `step`, `assign`: what a step does; `rate`: its name
    of the learning rate; `rounded`: arguments that it rounds to single precision where they are
    plain numbers; `begin`: what follows the constructor; `gradient`: what lines before the step
    call the gradient; `read`: a variable's numbers, `copied`: a copy of them, `shown`: as printed.
    """

    heading: tuple[str, ...]
    derive: tuple[str, ...]
    variable: str
    constant: str
    optimizer: str
    turned: str
    differentiate: tuple[str, ...]
    step: tuple[str, ...]
    assign: tuple[str, ...]
    rate: str
    rounded: frozenset[str] = frozenset()
    begin: tuple[str, ...] = ()
    gradient: str = "{g}"
    read: str = "{x}"
    copied: str = "{x}"
    shown: str = "{x}"


TORCH: Final = Framework(
    ("import torch", "", "torch.set_default_dtype(torch.float64)  # double precision"),
    ("{d} = torch.func.grad({L})  # the gradient of {title}, by automatic differentiation",),
    "torch.tensor({start}, requires_grad=True)",
    "torch.tensor({start})",
    "torch.optim.{name}([{x}]",
    'optimizer.param_groups[0]["lr"] = lr',
    ("optimizer.zero_grad()", "{L}({x}).backward()  # {x}.grad is now the gradient of {title}"),
    ("optimizer.step()",),
    ("with torch.no_grad():", "    {x}.copy_({value})"),
    "lr",
    gradient="{x}.grad",
    read="{x}.detach()",
    copied="{x}.detach().clone()",
)
JAX: Final = Framework(
    (
        "import jax",
        "import jax.numpy as jnp",
        "import optax",
        "",
        'jax.config.update("jax_enable_x64", True)  # double precision',
    ),
    ("{d} = jax.grad({L})  # the gradient of {title}, by automatic differentiation",),
    "jnp.array({start})",
    "jnp.array({start})",
    "optax.{name}(",
    'state.hyperparams["learning_rate"] = lr',
    ("{g} = {d}({x})",),
    (
        "updates, state = optimizer.update({g}, state, {x})",
        "{x} = optax.apply_updates({x}, updates)",
    ),
    ("{x} = {value}",),
    "learning_rate",
    begin=("state = optimizer.init({x})",),
)
KERAS: Final = Framework(
    (
        "import os",
        "",
        'os.environ["KERAS_BACKEND"] = "jax"  # before keras is imported',
        "",
        "import jax",
        "import jax.numpy as jnp  # keras.ops has sin, cos, ... in single precision only",
        "import keras",
        "",
        'jax.config.update("jax_enable_x64", True)  # double precision',
        'keras.config.set_floatx("float64")',
    ),
    JAX.derive,
    'keras.Variable({start}, dtype="float64")',
    "jnp.array({start})",
    "keras.optimizers.{name}(",
    "optimizer.learning_rate = lr",
    ("{g} = {d}({x}.value)",),
    ("optimizer.apply([{g}], [{x}])",),
    ("{x}.assign({value})",),
    "learning_rate",
    read="{x}.value",
    copied="{x}.value",
    shown="{x}.value",
)
TENSORFLOW: Final = Framework(
    (
        "import numpy as np  # plain numbers would be rounded to single precision",
        "import tensorflow as tf",
        "",
        'tf.keras.backend.set_floatx("float64")  # double precision',
    ),
    (
        "def {d}({x}):",
        "    # the gradient of {title}, by automatic differentiation",
        "    with tf.GradientTape() as tape:",
        "        tape.watch({x})",
        "        value = {L}({x})",
        "    return tape.gradient(value, {x})",
    ),
    "tf.Variable({start}, dtype=tf.float64)",
    "tf.constant({start}, dtype=tf.float64)",
    "tf.keras.optimizers.{name}(",
    "optimizer.learning_rate = lr",
    (
        "with tf.GradientTape() as tape:",
        "    value = {L}({x})",
        "{g} = tape.gradient(value, {x})  # the gradient of {title}",
    ),
    ("optimizer.apply_gradients([({g}, {x})])",),
    ("{x}.assign({value})",),
    "learning_rate",
    read="{x}",
    copied="tf.identity({x})",
    rounded=frozenset(
        {
            "momentum",
            "beta_1",
            "beta_2",
            "learning_rate_power",
            "weight_decay",
            "initial_accumulator_value",
        }
    ),
    shown="{x}.numpy()",
)
FRAMEWORKS: Final[Mapping[str, Framework]] = {
    "torch": TORCH,
    "jax": JAX,
    "keras": KERAS,
    "tensorflow": TENSORFLOW,
}
# Where an optimizer computes with numbers of single precision, whatever it is given.
SINGLE: Final[Mapping[tuple[str, str], str]] = {
    ("jax", "adafactor"): "optax computes its decay",
    ("jax", "contrib.madgrad"): "optax computes cube roots",
    ("keras", "Adafactor"): "Keras computes its decay",
    ("tensorflow", "Nadam"): "TensorFlow rounds its constant 0.96",
}


LOOKED_AT: Final = 10_000  # steps after which nobody asks any more whether a descent diverges
PROOF_ONLY: Final = "time_limit"
TORCH_SEARCH: Final = "torch L-BFGS"


@dataclass(frozen=True)
class Plan:
    """A script to be written.

    `own`: the framework's own optimizer, None for formulas; `steps`: how many; `outcome`: how our
    descent ended, where it ended before them; `method`: the method in the catalogue, where it was
    asked for by name; `convention`: whose form of it the target chose.
    """

    setting: Setting
    target: Target
    cast: Cast
    rule: Rule | Algorithm
    own: Counterpart | None
    steps: int
    outcome: Outcome | None
    method: Method[Rule | Algorithm] | None
    convention: str | None
    chosen: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether this is gradient descent alone."""
        return self.rule.text == GRADIENT_DESCENT.text


def plan(text: str, target: Target, **given: Unpack[Options]) -> Plan:
    """The plan of a formula and options.

    Raises FormulaError or InputError for what cannot be meant, or cannot stand in a script.
    """
    demand_meant(given)
    formula = read(text, given)
    demand_short(sum(1 for _ in nodes(formula.sentence.tree)), "formula")
    method, convention = conventional(given, target)
    if convention:
        given["convention"] = convention
    setting = prepare(formula, given)
    demand_held(setting, target)
    rule = replace(setting.rule, name=method.name) if method else setting.rule
    own = owned(rule, target)
    outcome, steps = ended(setting, given)
    chosen = setting.chosen + (() if given.get("steps") is not None else ("steps",))
    names = cast(formula, target)
    return Plan(setting, target, names, rule, own, steps, outcome, method, convention, chosen)


def demand_meant(given: Options) -> None:
    """Refuse what a script has no use for."""
    if given.get(PROOF_ONLY) is not None:
        raise InputError("type", "a script proves nothing, so it takes no time_limit")
    if given.get("tolerance") is not None and given.get("steps") is not None:
        message = "a script makes all of its steps: it takes no tolerance beside them"
        raise InputError("type", message, "leave one of them out")


def conventional(
    given: Options, target: Target
) -> tuple[Method[Rule | Algorithm] | None, str | None]:
    """The method that is named, and the target's own form of it where no other was asked for."""
    name = given.get("optimizer")
    if not isinstance(name, str):
        return None, None
    titles = {key(title): title for title in methods()} | SHORT
    method = methods().get(titles.get(key(name), ""))
    if method is None or given.get("convention") is not None or target.convention is None:
        return method, None
    theirs = method.rules.get(target.convention)
    able = isinstance(theirs, Rule) and counterpart(theirs, target.convention) is not None
    searches = isinstance(theirs, Algorithm) and theirs.routine == TORCH_SEARCH
    return method, target.convention if able or searches else None


def demand_held(setting: Setting, target: Target) -> None:
    """Refuse what no script, or none for this target, can hold."""
    rule = setting.rule
    if isinstance(rule, Rule):
        apart = setting.optimizer.layout == "scalars" and len(setting.start) > 1
        if apart and any(name in rule.text for name in REDUCTIONS):
            raise InputError("type", f"{rule.name} for each variable by itself is not for a script")
        return
    if rule.routine != TORCH_SEARCH or target.name != "torch":
        held = rule.name == "L-BFGS"
        able = "--to torch alone can hold it" if held else "no target of code can hold it"
        hint = "with  --to torch --optimizer torch:LBFGS" if held else ""
        raise InputError("type", f"{rule.name} is no formula: {able}", hint)
    if setting.bounds.box.bounded:
        raise InputError("type", "torch's L-BFGS knows no box", "leave out  --box")


def owned(rule: Rule | Algorithm, target: Target) -> Counterpart | None:
    """The framework's own optimizer of a rule, and torch's L-BFGS."""
    if target.convention is None:
        return None
    if isinstance(rule, Rule):
        return counterpart(rule, target.convention)
    given: dict[str, object] = dict(rule.settings)
    if given.pop("strong_wolfe"):
        given["line_search_fn"] = "strong_wolfe"
    return Counterpart("LBFGS", given)


def ended(setting: Setting, given: Options) -> tuple[Outcome | None, int]:
    """How our descent ended before its last step, and how many steps the script makes."""
    stop = replace(setting.stop, steps=min(setting.stop.steps, LOOKED_AT), seconds=2.0)
    run = walk_down(replace(setting, stop=stop), update(setting))
    early = run.outcome.ending in (Ending.DIVERGED, Ending.LEFT_DOMAIN, Ending.CONVERGED)
    if given.get("steps") is not None:
        lost = run.outcome.ending in (Ending.DIVERGED, Ending.LEFT_DOMAIN)
        return run.outcome if lost else None, setting.stop.steps
    return run.outcome if early else None, run.steps if early else setting.stop.steps


SHORT_FORMULA: Final = 70  # characters of a formula up to which it stands in a comment
FEW: Final = 6  # lines of a rule up to which they do
ENDED: Final = {
    Ending.CONVERGED: "chosen: then the gradient is nearly zero",
    Ending.DIVERGED: "chosen: it diverges, soon the numbers are too large",
    Ending.LEFT_DOMAIN: "chosen: the next step leaves the domain",
}


def remark(text: str, lead: str = "# ") -> Iterator[str]:
    """A comment on as many lines as it needs."""
    for line in wrap(printable(" ".join(text.split())), WIDTH - len(lead), break_long_words=False):
        yield lead + line


def with_comment(line: str, text: str) -> Iterator[str]:
    """A comment behind a line, or before it where there is no room."""
    if not text:
        yield line
    elif len(line) + 4 + len(text) <= WIDTH:
        yield f"{line}  # {text}"
    else:
        indent = len(line) - len(line.lstrip())
        yield from (" " * indent + found for found in remark(text))
        yield line


def heading_comments(made: Plan) -> Iterator[str]:
    """What the script does, and what it needs."""
    formula, rule = made.setting.formula, made.rule
    names = ", ".join(str(x.name) for x in formula.variables)
    read = plain(formula.sentence.tree)
    title = f"{formula.title}({names})"
    name = rule.name[:1].upper() + rule.name[1:]
    what = f"{title} = {read}" if len(title + read) <= SHORT_FORMULA else title
    yield from remark(f"{name} on {what}")
    for letter, value in formula.values:
        yield from remark(f"with {letter} = {plain(tree(value))}")
    for note in formula.notes:
        yield from remark(f"{note}")
    if made.target.install:
        yield f"# pip install {made.target.install}"
    if made.target.is_framework and not is_smooth(formula.expression):
        told = f"At a kink of {formula.title} {made.target.title} takes a slope of its own choice."
        yield from remark(told)
    if made.cast.identifiers.renamed:
        pairs = [f"{old} is {new}" for old, new in made.cast.identifiers.renamed.items()]
        yield from remark(f"{', '.join(pairs)} here, since the name is taken")


def rule_comments(made: Plan) -> Iterator[str]:
    """Whose rule it is and, where an optimizer hides them, its lines."""
    if made.is_plain:
        return
    source = f"{made.rule.name}: {made.rule.source}" if made.rule.source else made.rule.name
    yield from remark(source)
    lines = made.rule.equations if isinstance(made.rule, Rule) and made.own else ()
    for line in lines if len(lines) <= FEW else ():
        yield from remark(f"{line.name} = {plain(settled(line.tree))}", "#   ")
    single = SINGLE.get((made.target.name, made.own.name)) if made.own else None
    if single:
        yield from remark(f"{single} in single precision: the iterates are ours to about 1e-9.")
    if made.target.is_framework and not made.own:
        yield from remark(
            f"{made.target.title} has no optimizer of its own that makes these steps."
        )
    if made.convention and made.method and differs(made.method, made.convention):
        yield from remark(made.method.differences)
        yield from remark(f"These are the steps of symdescent with --convention {made.convention}.")


def differs(method: Method[Rule | Algorithm], convention: str) -> bool:
    """Whether the target's form of the rule is not the usual one."""
    usual, theirs = method.rule(), method.rule(convention)
    return (usual.text, usual.settings) != (theirs.text, theirs.settings)


def steps_comment(made: Plan) -> str:
    """Why so many steps."""
    ending = made.outcome.ending if made.outcome else None
    if "steps" not in made.chosen:
        return made.outcome.sentence if made.outcome else ""
    return ENDED[ending] if ending in ENDED else "chosen: symdescent makes no more"


def step_comment(made: Plan) -> str:
    """Gradient descent as the books write it."""
    point = made.cast.point
    return f"{point} := {point} - eta * grad {made.cast.value}({point})"


def start_comment(made: Plan) -> str:
    """Whether somebody gave it."""
    return "a start that symdescent chose" if "start" in made.chosen else ""


def rate_comment(made: Plan) -> str:
    """Where a learning rate comes from that nobody gave."""
    rate, named = made.setting.rate, "the learning rate eta" if made.is_plain else ""
    return named if rate.is_given else rate.reason
