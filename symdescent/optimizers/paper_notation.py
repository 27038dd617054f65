"""A rule as a paper writes it: a time index on every name, and letters for the names.

A name that a line changes is another quantity afterwards: m on the right of  m = beta*m + g  is the
m of the step before. Each value gets a Quantity of its own, so that no line can be misread.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any, Final

from symdescent.language.tokens import GREEK_NAMES
from symdescent.language.tree import (
    Assignment,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    exchanged,
    names,
)
from symdescent.optimizers.rule import Rule


@dataclass(frozen=True, slots=True)
class Quantity:
    """One value of a name.

    `back`: how many steps ago, None for what is the same in every step; `version`: 0 for the value
    that the step leaves behind, 1, 2, ... for those on the way, of `versions` in all; `hat`: with
    the bias taken out.
    """

    name: str
    back: int | None = None
    version: int = 0
    versions: int = 0
    hat: bool = False


START: Final = Quantity("#start")  # x_0, in every step; no name in a rule has a #


@dataclass(frozen=True)
class Line:
    """left = tree, the names in the tree being keys of `Told.quantities`."""

    left: Quantity
    tree: Node


@dataclass(frozen=True)
class IndexedRule:
    """A rule's lines, and the quantity that holds the answer.

    `firsts`: what stands before the first step, by quantity (of back 0) and step 0, -1, ...
    """

    lines: tuple[Line, ...]
    quantities: Mapping[str, Quantity]
    firsts: Mapping[tuple[Quantity, int], Fraction | str]
    answer: Quantity


def indexed(rule: Rule) -> IndexedRule:
    """The rule with an index on every name; memory that only keeps another name goes under it."""
    known: Mapping[str, Quantity] = {}
    for _ in range(len(rule.memory) + 2):
        work = Indexing(rule, known)
        work.run()
        if work.kept == known:
            return corrected(work.indexed())
        known = work.kept
    work = Indexing(rule, {})  # names that are swapped round and round
    work.run()
    return corrected(work.indexed())


@dataclass
class Indexing:
    """Goes through the lines once.

    `known`: memory that only keeps another name, and as what it begins a step; `kept`: the same as
    this passage finds it; `begun` and `now`: what the names stand for at first, and at present.
    """

    rule: Rule
    known: Mapping[str, Quantity]
    kept: dict[str, Quantity] = field(default_factory=dict)
    begun: dict[str, Quantity] = field(default_factory=dict)
    now: dict[str, Quantity] = field(default_factory=dict)
    keys: dict[Quantity, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def run(self) -> None:
        assigned = Counter(equation.name for equation in self.rule.equations)
        left = Counter(e.name for e in self.rule.equations if not self.is_copy(e))
        self.begun = {**self.at_first(assigned), **self.known}
        self.now = dict(self.begun)
        done: Counter[str] = Counter()
        for equation in self.rule.equations:
            name, tree = equation.name, equation.tree
            if isinstance(tree, Name) and assigned[name] == 1 and name in self.rule.memory:
                self.keep(name, self.now[tree.name])
            if self.is_copy(equation) or (name in self.known and name in self.kept):
                self.now[name] = self.now[next(names(tree))]
                continue
            done[name] += 1
            tree = exchanged(tree, self.keyed)
            self.now[name] = self.next(name, tree, done[name], left[name])
            self.lines.append(Line(self.now[name], tree))

    def is_copy(self, equation: Assignment) -> bool:
        """Whether a line only gives a quantity another name, for the rest of the step."""
        passing = equation.name not in ("x", *self.rule.memory)
        return passing and isinstance(equation.tree, Name)

    def at_first(self, assigned: Counter[str]) -> dict[str, Quantity]:
        """What every name stands for when a step begins."""
        rule = self.rule
        given = {name: Quantity(name, 0) for name in ("g", "h", "noise")}
        fixed = {name: Quantity(name) for name in ("t", "n", *rule.settings)}
        memory = {
            name: Quantity(name, 1) if assigned[name] else START if first == "x" else Quantity(name)
            for name, first in rule.memory.items()
        }
        return {**given, **fixed, **memory, "L": Quantity("L", 1), "x": Quantity("x", 1)}

    def keyed(self, node: Any) -> Name | None:
        """A name as the key of its quantity."""
        if not isinstance(node, Name):
            return None
        return Name(self.key(self.now[node.name]), node.start, node.end)

    def key(self, quantity: Quantity) -> str:
        return self.keys.setdefault(quantity, f"q{len(self.keys)}")

    def next(self, name: str, tree: Node, version: int, versions: int) -> Quantity:
        """The quantity that a line makes: the last one of a step bears no mark."""
        if name in ("t", "n"):  # the bare name is what was given
            return Quantity(name, None, version, versions)
        if name in ("g", "h", "noise", "L"):
            return Quantity(name, 0, version, versions)
        back = 0 if name in ("x", *self.rule.memory) or self.varies(tree) else None
        shadowing = back is None and name in self.rule.settings
        if version == versions and not shadowing:
            return Quantity(name, back)
        return Quantity(name, back, version, versions)

    def varies(self, tree: Node) -> bool:
        """Whether a value differs from step to step."""
        of = {key: quantity for quantity, key in self.keys.items()}
        read = [of[name] for name in names(tree)]
        curved = any(getattr(node, "function", "") == "hessian_times" for node in nodes(tree))
        return curved or any(q.back is not None or q.name == "t" for q in read)

    def keep(self, name: str, source: Quantity) -> None:
        """Note memory that does nothing but keep another name's value for the next step."""
        if source.back is None or source.version != source.versions or source.name == name:
            return
        earlier, first = replace(source, back=source.back + 1), self.rule.memory[name]
        rivals = [self.rule.memory[other] for other, q in self.kept.items() if q == earlier]
        if earlier.back == 1:
            rivals += ["x"] if earlier.name == "x" else []
            rivals += [self.rule.memory[n] for n in self.rule.memory if n == earlier.name]
        if all(rival == first for rival in rivals):
            self.kept[name] = earlier

    def indexed(self) -> IndexedRule:
        """What was found, with the first values that some line reads."""
        firsts: dict[tuple[Quantity, int], Fraction | str] = {}
        for name, first in self.rule.memory.items():
            quantity = self.begun[name]
            if quantity in self.keys and quantity != START:
                step = 0 if quantity.back is None else 1 - quantity.back
                firsts[replace(quantity, back=0), step] = first
        of = {key: quantity for quantity, key in self.keys.items()}
        return IndexedRule(tuple(self.lines), of, firsts, self.now[self.rule.answer])


def nodes(tree: Any) -> Iterator[Any]:
    """A tree and all its parts, outer ones first."""
    if isinstance(tree, tuple):
        for part in tree:
            yield from nodes(part)
    elif hasattr(tree, "start"):
        yield tree
        for name in (entry.name for entry in fields(tree)):
            yield from nodes(getattr(tree, name))


def corrected(plain: IndexedRule) -> IndexedRule:
    """The bias taken out of an average,  m/(1 - beta^t),  in a line of its own: m with a hat."""
    found: dict[str, Node] = {}
    of = dict(plain.quantities)

    def hatted(node: Any) -> Name | None:
        name = unbiased(node, of)
        if name is None:
            return None
        found.setdefault(f"{name}^", node)
        of[f"{name}^"] = replace(of[name], hat=True)
        return Name(f"{name}^", node.start, node.end)

    lines: list[Line] = []
    for line in plain.lines:
        whole, before = unbiased(line.tree, of), set(found)
        tree = line.tree if whole else exchanged(line.tree, hatted)
        lines += [Line(of[key], found[key]) for key in found if key not in before]
        lines.append(Line(line.left, tree))
    return replace(plain, lines=tuple(lines), quantities=of)


def unbiased(node: Any, of: Mapping[str, Quantity]) -> str | None:
    """The key of m in  m/(1 - beta^t), where m is of this step."""
    match node:
        case Product(
            (Name(name), Sum((Number(value=one), Negative(Power(Name(), Name(t)))))), (False, True)
        ):
            this = of[name].back == 0 and not of[name].hat
            return name if one == 1 and this and of[t] == Quantity("t") else None
    return None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and what stands below it in every step."""

    base: str
    below: str = ""


# What every rule has; `noise` and the start have letters of their own.
GIVEN: Final = {
    "x": Letter("x"),
    "g": Letter("g"),
    "t": Letter("t"),
    "L": Letter("L"),
    "h": Letter("h"),
    "n": Letter("n"),
    "noise": Letter(r"\xi"),
    "#start": Letter("x", "0"),
}
USUAL: Final = {
    "lr": (Letter(r"\eta"), Letter(r"\gamma"), Letter(r"\eta", "0")),
    "rate": (Letter(r"\eta"), Letter(r"\gamma"), Letter(r"\alpha")),
    "momentum": (Letter(r"\mu"), Letter(r"\beta")),
    "dampening": (Letter(r"\tau"),),
    "decay": (Letter(r"\rho"),),
    "weight_decay": (Letter(r"\lambda"), Letter(r"\omega")),
    "weight_decay_rate": (Letter(r"\lambda"),),
    "lambd": (Letter(r"\lambda"),),
    "l1": (Letter(r"\lambda", "1"),),
    "l2": (Letter(r"\lambda", "2"),),
    "eps": (Letter(r"\varepsilon"),),
    "eps1": (Letter(r"\varepsilon", "1"),),
    "eps2": (Letter(r"\varepsilon", "2"),),
    "epsilon": (Letter(r"\varepsilon"),),
    "eps_root": (Letter(r"\bar\varepsilon"),),
    "eta_plus": (Letter(r"\eta", "+"),),
    "eta_minus": (Letter(r"\eta", "-"),),
    "average": (Letter(r"\bar x"),),
    "least": (Letter(r"\ell", r"\min"),),
    "largest": (Letter(r"\ell", r"\max"),),
    "step": (Letter(r"\Delta"),),
    "step_min": (Letter(r"\Delta", r"\min"),),
    "step_max": (Letter(r"\Delta", r"\max"),),
    "min_step_size": (Letter(r"\Delta", r"\min"),),
    "max_step_size": (Letter(r"\Delta", r"\max"),),
    "f_min": (Letter(r"f", r"\min"),),
    "sigma": (Letter(r"\sigma"),),
    "omicron": (Letter("o"),),
}
INDEXED: Final = re.compile(r"(?P<stem>[A-Za-z]+)_?(?P<digits>\d+)")


def letters(names: Iterable[str]) -> dict[str, Letter]:
    """A letter for each name: its own first, then the usual one, else the word upright."""
    found = dict(GIVEN)
    asked = [name for name in dict.fromkeys(names) if name not in found]
    for name in sorted(asked, key=lambda name: name in USUAL):
        taken = {*found.values()}
        found[name] = next(letter for letter in candidates(name, asked) if letter not in taken)
    return found


def candidates(name: str, all_names: Iterable[str]) -> Iterator[Letter]:
    """The letters that a name may have, best first; the last is its own alone."""
    yield from USUAL.get(name, ())
    indexed = INDEXED.fullmatch(name)
    if name in GREEK_NAMES:
        yield Letter(f"\\{name}")
    elif len(name) == 1:
        yield Letter(name)
    elif indexed and not (set(indexed["digits"]) == {"0"} and indexed["stem"] in all_names):
        yield Letter(next(candidates(indexed["stem"], ())).base, indexed["digits"])
    escaped = name.replace("_", r"\_")
    yield Letter(rf"\mathrm{{{escaped}}}")
