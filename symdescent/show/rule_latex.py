"""The equations of one step of a Rule in LaTeX, as a paper has them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from symdescent.calculus.rule_step import vectors
from symdescent.language.tree import names
from symdescent.language.unparse import ATOM, POWER
from symdescent.optimizers.paper_notation import (
    START,
    IndexedRule,
    Letter,
    Quantity,
    indexed,
    letters,
    nodes,
)
from symdescent.optimizers.rule import Rule
from symdescent.printing.latex import Rendered, Speller, exact_number

PRIMES: Final = 2  # of more values on the way, each is numbered
GRADIENT: Final = Quantity("g", 0)
BY_BLOCK: Final = frozenset("norm dot sum mean rms max_over".split())
BEFORE: Final = {
    GRADIENT: r"{g}_{{t}} &= \nabla L({x}_{{t-1}})",
    Quantity("h", 0): r"{h}_{{t}} &= \operatorname{{diag}} \nabla^{{2}} L({x}_{{t-1}})",
    Quantity("noise", 0): r"{noise}_{{t}} &\sim \mathcal{{N}}(0, I)",
}
Table = Mapping[str, Letter]


def equations(rule: Rule, bold: bool = False) -> str:
    """One step from x_{t-1} to x_t as an align* block; t = 1, 2, ... counts the steps.

    `bold`: vectors in bold type.
    """
    story = indexed(rule)
    table = lettered(rule, story, bold)
    spelt = {key: written(quantity, table) for key, quantity in story.quantities.items()}
    uses = Counter(story.quantities[key] for line in story.lines for key in names(line.tree))
    before = {quantity: given(row, table) for quantity, row in BEFORE.items()}
    rows = [row for quantity, row in before.items() if needed(quantity, uses)]
    if uses[GRADIENT] == 1 and not any(q.name == "g" and q.back and not q.version for q in uses):
        rows.remove(before[GRADIENT])
        there = next(key for key, q in story.quantities.items() if q == GRADIENT)
        spelt[there] = before[GRADIENT].partition("&= ")[2], POWER
    spell = Speller(spelt).spell
    rows += [f"{written(line.left, table)[0]} &= {spell(line.tree)}" for line in story.lines]
    return "\n".join([r"\begin{align*}", " \\\\\n".join(rows), r"\end{align*}"])


def lettered(rule: Rule, story: IndexedRule, bold: bool) -> Table:
    """The letter of each name; those of vectors in bold type where that is wanted."""
    table = letters(quantity.name for quantity in every(story))
    if not bold:
        return table
    of = vectors(rule) | {START.name}
    return {n: replace(x, base=bolder(x.base)) if n in of else x for n, x in table.items()}


def bolder(base: str) -> str:
    """A letter in bold type: \\mathbf{x}, \\bar{\\mathbf{x}}, \\boldsymbol{\\xi}."""
    barred = base.removeprefix(r"\bar ")
    if barred != base:
        return rf"\bar{{{bolder(barred)}}}"
    if base.startswith(r"\mathrm"):
        return base.replace(r"\mathrm", r"\mathbf", 1)
    return rf"\boldsymbol{{{base}}}" if base.startswith("\\") else rf"\mathbf{{{base}}}"


def given(row: str, table: Table) -> str:
    """What is given in every step, with its letters."""
    return row.format(**{name: table[name].base for name in ("x", "g", "h", "noise")})


def told_whole(rule: Rule, bold: bool = False) -> str:
    """The equations, and below them the values that they are run with."""
    values = conditions(rule, bold)
    return f"{equations(rule, bold)}\n{values}." if values else equations(rule, bold)


def needed(quantity: Quantity, uses: Mapping[Quantity, int]) -> bool:
    """Whether what is given is read, now or in a later step."""
    return any(used.name == quantity.name and not used.version for used in uses)


def every(story: IndexedRule) -> Iterator[Quantity]:
    """All quantities of a rule, in order of appearance."""
    for line in story.lines:
        yield line.left
        yield from (story.quantities[key] for key in names(line.tree))


def written(quantity: Quantity, table: Table, when: str | None = None) -> Rendered:
    """A quantity with its index (or another one), its mark and its hat."""
    when = moment(quantity.back) if when is None else when
    if quantity.name == "L" and not quantity.version:
        return f"L({table['x'].base}_{{{when}}})", POWER
    letter = table[quantity.name]
    base = rf"\hat{{{letter.base}}}" if quantity.hat else letter.base
    below = ",".join(filter(None, (letter.below, when)))
    text = base + (f"_{{{below}}}" if below else "")
    if not quantity.version:
        return text, ATOM
    primed = quantity.versions <= PRIMES + 1
    mark = "'" * quantity.version if primed else f"^{{({quantity.version})}}"
    return text + mark, POWER


def moment(back: int | None) -> str:
    """t, t-1, ...; nothing for what is the same in every step."""
    return "" if back is None else f"t-{back}" if back else "t"


def conditions(rule: Rule, bold: bool = False) -> str:
    """The values of the settings and of the memory before the first step, as a sentence."""
    story = indexed(rule)
    table = lettered(rule, story, bold)
    used = {quantity.name for quantity in every(story)}
    values = {name: value for name, value in rule.settings.items() if name in used}
    parts = [
        f"${written(Quantity(n), table)[0]} = {exact_number(v)[0]}$" for n, v in values.items()
    ]
    parts += [f"${row}$" for row in beginnings(story, table)]
    if story.answer != Quantity("x", 0):
        parts.append(f"the answer being ${written(story.answer, table)[0]}$")
    called = {getattr(node, "function", "") for e in rule.equations for node in nodes(e.tree)}
    if called & BY_BLOCK:
        parts.append("norms, sums and means over each tensor")
    return f"with {', '.join(parts)}" if parts else ""


def beginnings(story: IndexedRule, table: Table) -> Iterator[str]:
    """m_0 = v_0 = 0, and the like; what has the same first value stands in one row."""
    rows: dict[str, list[str]] = {}
    for (quantity, step), first in story.firsts.items():
        if (quantity, step + 1) in story.firsts:
            continue  # said of all steps before the first one
        many = (quantity, step - 1) in story.firsts
        left = written(quantity, table, "k" if many else str(step))[0]
        value = f"{table['x'].base}_{{0}}" if first == "x" else exact_number(Fraction(first))[0]
        rows.setdefault(value + r" \text{ for } k \le 0" * many, []).append(left)
    for value, names_left in rows.items():
        yield " = ".join([*names_left, value])
