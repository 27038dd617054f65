"""A text goes in, a Sentence comes out: the public way into the language."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Final

from symdescent.errors import FormulaError, printable
from symdescent.language.constants import examine
from symdescent.language.grammar import LEVELS, expression
from symdescent.language.headers import Header, coordinates, header
from symdescent.language.latex import VARIABLES, is_latex, script
from symdescent.language.latex_advice import in_latex, noted
from symdescent.language.limits import DEFAULT, Limits
from symdescent.language.mistakes import Reads, check_brackets, check_derivatives, left_over
from symdescent.language.reader import Names, Reader
from symdescent.language.splitting import bare_names, split
from symdescent.language.textbook import name as printed
from symdescent.language.tokens import Token, tokenise
from symdescent.language.tree import Negative, Node, Sentence

NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*_?")
_SERIES: Final = frozenset({"sum", "prod", "product", "sum_", "prod_"})
UPWARD: Final = "maximised: {0} is the formula with its sign changed, and its maximum is -{0}*"
NO_VALUES: Final[Mapping[str, Fraction | int]] = {}


def parse(
    text: str,
    *,
    notation: str = "auto",
    let: Mapping[str, Fraction | int] = NO_VALUES,
    variables: Sequence[str] | None = None,
    limits: Limits = DEFAULT,
) -> Sentence:
    """Read a formula.

    `notation` is text, latex, or auto: LaTeX where the text shows that it is (`is_latex`).
    `let` gives numbers to names: they end sums over an index (n=10) and stay names in the tree.
    `variables` are declared beforehand, as a header L(x, y) = ... would; a declared name wins over
    a constant or function of the same name. Constants are read; `demand_variable` refuses them.
    Raises FormulaError, and nothing else.
    """
    check_text(text)
    declared = check_names(variables, limits)
    if notation == "latex" or (notation != "text" and is_latex(text)):
        try:
            return _sentence(_from_latex(text, limits), let, declared, limits)
        except FormulaError as error:
            raise in_latex(error) from None
        except RecursionError:  # as in `read`
            raise FormulaError("too_large", "too deeply nested", text, (0, 0)) from None
    reads = partial(_reads, let=let, variables=variables, limits=limits)
    return _sentence(_from_text(text, limits, reads), let, declared, limits)


@dataclass(frozen=True, slots=True)
class _Source:
    """What a text is made of; `letters`: the names of LaTeX, None in plain text."""

    text: str
    tokens: list[Token]
    head: Header
    notes: tuple[str, ...] = ()
    letters: frozenset[str] | None = None
    bold: frozenset[str] = frozenset()


def _from_text(text: str, limits: Limits, reads: Reads) -> _Source:
    """The tokens of plain text."""
    tokens = tokenise(text, limits)
    _check_empty(text, tokens)
    check_brackets(text, tokens, reads)
    check_derivatives(text, tokens)
    return _Source(text, tokens, header(text, tokens))


def _from_latex(text: str, limits: Limits) -> _Source:
    """The tokens of LaTeX."""
    found = script(text, limits)
    _check_empty(text, found.tokens)
    head = header(text, found.tokens, spoken=not found.goal.given)
    if found.goal.given:
        declared = head.declared or found.goal.names or None
        head = replace(head, upward=found.goal.upward, declared=declared)
    return _Source(text, found.tokens, head, found.notes, found.letters, found.bold)


def _check_empty(text: str, tokens: Sequence[Token]) -> None:
    if len(tokens) == 1:
        raise FormulaError("empty", "there is no formula", text, (0, 0), "type one, as  (x-4)^2")


def _sentence(
    source: _Source,
    let: Mapping[str, Fraction | int],
    declared: tuple[str, ...] | None,
    limits: Limits,
) -> Sentence:
    """The sentence that the tokens make."""
    text, tokens, head = source.text, source.tokens, source.head
    known = frozenset((*(head.declared or ()), *(declared or ()), *let))
    bare = bare_names(tokens[head.begin :])
    indexed = any(token.text in _SERIES for token in tokens)
    notes = list(source.notes)
    if source.letters is None:
        tokens, notes = split(tokens, head.begin, bare | known, known)
    else:
        known |= VARIABLES & source.letters
    names = Names(known, bare, None, let, indexed, source.letters)
    reader = Reader(text, tokens, limits, LEVELS, names, head.begin, notes=dict.fromkeys(notes))
    tree, found = read(reader)
    listed = head.declared if head.declared is not None else declared
    listed, said = coordinates(listed, found)
    every = tuple(dict.fromkeys((*(listed or ()), *found)))
    flat = [name for name in found if name in source.bold]
    said += [f"bold {name} read as one number; vectors are not read" for name in flat]
    own = reader.notes if source.letters is None else map(noted, reader.notes)
    notes = [*own, *said, *_alike(every)]
    if head.upward:
        tree = Negative(tree, tree.start, tree.end)
        notes.insert(0, UPWARD.format(head.title))
    return Sentence(text, tree, every, head.title, listed, tuple(notes))


def _reads(
    text: str,
    let: Mapping[str, Fraction | int],
    variables: Sequence[str] | None,
    limits: Limits,
) -> bool:
    """Whether a mended text is a formula."""
    try:
        parse(text, notation="text", let=let, variables=variables, limits=limits)
    except FormulaError:
        return False
    return True


def _alike(names: Sequence[str]) -> Iterator[str]:
    """A note on each name that is printed like one before it."""
    seen: dict[str, str] = {}
    for typed in names:
        other = seen.setdefault(printed(typed), typed)
        if other != typed:
            yield f"{other} and {typed} are two variables"


def read(reader: Reader) -> tuple[Node, tuple[str, ...]]:
    """The tree of one whole expression, and its names in order of appearance."""
    try:
        tree = expression(reader)
        if reader.token.kind != "end":
            left_over(reader)
        names, _ = examine(tree, reader.text, reader.limits)
    except RecursionError:
        # Only where the caller itself is deep down: `limits.depth` bounds what we need.
        raise FormulaError("too_large", "too deeply nested", reader.text, (0, 0)) from None
    return tree, names


def check_text(text: object) -> None:
    """Refuse what is no text: other objects would have to be trusted."""
    if type(text) is not str:
        shown = printable(type(text).__name__)[:40]
        raise FormulaError("type", f"a formula is text, not {shown}", "", (0, 0))


def check_names(names: object, limits: Limits) -> tuple[str, ...] | None:
    """Refuse declared names that could not be typed."""
    if names is None:
        return None
    if not isinstance(names, list | tuple):
        raise FormulaError("type", "variables are a list of names", "", (0, 0))
    for name in names:
        if type(name) is not str:
            raise FormulaError("type", "a variable's name is text", "", (0, 0))
        if len(name) > limits.name or not NAME.fullmatch(name):
            shown = printable(name[: limits.name])
            hint = f"letters, digits and _, at most {limits.name}, as  x_1"
            raise FormulaError("not_allowed", f"'{shown}' is no name", "", (0, 0), hint)
    if len(set(names)) < len(names):
        raise FormulaError("not_allowed", "a variable is declared twice", "", (0, 0))
    return tuple(names)


def demand_variable(sentence: Sentence, known: Collection[str] = ()) -> None:
    """Refuse a formula without a variable; names in `known` have numbers and do not count.

    Raises FormulaError of kind no_variable.
    """
    span = (sentence.tree.start, sentence.tree.end)
    names, constant = examine(sentence.tree, sentence.text, DEFAULT)
    if constant or set(names) <= set(known):
        message = "this formula has no variable, so there is nothing to minimise"
        if names and constant:
            message = "this formula is constant: its value is the same everywhere"
        hint = "write one, as  (x-4)^2"
        raise FormulaError("no_variable", message, sentence.text, span, hint)
