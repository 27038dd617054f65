"""The comments of a script as a teacher writes them: what, whose rule, where numbers are from."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.python_source import WIDTH
from symdescent.errors import printable
from symdescent.language import plain
from symdescent.numeric.run import Ending
from symdescent.optimizers import Algorithm, Rule
from symdescent.optimizers.catalogue import Method
from symdescent.show.scripts.frameworks import SINGLE
from symdescent.show.scripts.loops import settled
from symdescent.show.scripts.planning import Plan

SHORT: Final = 70  # characters of a formula up to which it stands in a comment
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


def beside(line: str, text: str) -> Iterator[str]:
    """A comment behind a line, or before it where there is no room."""
    if not text:
        yield line
    elif len(line) + 4 + len(text) <= WIDTH:
        yield f"{line}  # {text}"
    else:
        indent = len(line) - len(line.lstrip())
        yield from (" " * indent + found for found in remark(text))
        yield line


def heading(made: Plan) -> Iterator[str]:
    """What the script does, and what it needs."""
    formula, rule = made.setting.formula, made.rule
    names = ", ".join(str(x.name) for x in formula.variables)
    read = plain(formula.sentence.tree)
    title = f"{formula.title}({names})"
    name = rule.name[:1].upper() + rule.name[1:]
    what = f"{title} = {read}" if len(title + read) <= SHORT else title
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


def rule(made: Plan) -> Iterator[str]:
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


def counted(made: Plan) -> str:
    """Why so many steps."""
    ending = made.outcome.ending if made.outcome else None
    if "steps" not in made.chosen:
        return made.outcome.sentence if made.outcome else ""
    return ENDED[ending] if ending in ENDED else "chosen: symdescent makes no more"


def step(made: Plan) -> str:
    """Gradient descent as the books write it."""
    point = made.cast.point
    return f"{point} := {point} - eta * grad {made.cast.value}({point})"


def start(made: Plan) -> str:
    """Whether somebody gave it."""
    return "a start that symdescent chose" if "start" in made.chosen else ""


def rate(made: Plan) -> str:
    """Where a learning rate comes from that nobody gave."""
    reason = made.setting.rate.reason
    named = "the learning rate eta" if made.is_plain else ""
    return named if reason == "given" else reason
