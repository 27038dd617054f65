"""The text of a rule goes in, its assignments come out, and numbers that are declared by name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from symdescent.errors import FormulaError
from symdescent.language.constants import constant_value
from symdescent.language.grammar import LEVELS
from symdescent.language.limits import DEFAULT, Limits
from symdescent.language.mistakes import check_brackets
from symdescent.language.reader import Names, Reader
from symdescent.language.sentences import check_text, read
from symdescent.language.tokens import Token, tokenise
from symdescent.language.tree import Assignment, Name


def assignments(
    text: str, known: Collection[str], limits: Limits = DEFAULT
) -> tuple[Assignment, ...]:
    """Read lines of the form  name = expression; what follows a # is a comment.

    The names in an expression are those of `known` and those assigned on earlier lines; they win
    over the constants e and pi and over functions. Raises FormulaError with columns of the whole
    text.
    """
    check_text(text)
    names = frozenset(known)
    found: list[Assignment] = []
    for line, (start, end) in enumerate(_lines(text), 1):
        tokens = tokenise(text, limits, start, end)
        if len(tokens) > 1:
            found.append(_assignment(_reader(text, tokens, names, limits), line))
            names |= {found[-1].name}
    if not found:
        raise FormulaError("empty", "there is no equation", text, (0, 0), "write  x = x - rate*g")
    return tuple(found)


def assigned_names(text: str, limits: Limits = DEFAULT) -> tuple[str, ...]:
    """The names that stand before a = at the beginning of a line, in order."""
    found: dict[str, None] = {}
    for start, end in _lines(text):
        first, *rest = tokenise(text, limits, start, end)
        if first.kind == "name" and rest[0].kind in ("=", ":="):
            found[first.text] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Declaration:
    """name = value, the value an exact number or one of the names that may stand for one."""

    name: str
    value: Fraction | str
    start: int
    end: int


def declarations(
    text: str, span: tuple[int, int], known: Collection[str] = (), limits: Limits = DEFAULT
) -> Iterator[Declaration]:
    """Read  lr = 1/10, start = x  in a part of a text; FormulaError with columns of the whole."""
    start, last = span
    names = frozenset(known)
    for piece in text[start:last].split(","):
        reader = _reader(text, tokenise(text, limits, start, start + len(piece)), names, limits)
        name, tree = reader.token, _assignment(reader, 0).tree
        value = constant_value(tree, text, limits)
        if isinstance(tree, Name):
            yield Declaration(name.text, tree.name, name.start, tree.end)
        elif isinstance(value, Fraction):
            yield Declaration(name.text, value, name.start, tree.end)
        else:
            place = (tree.start, tree.end)
            raise FormulaError("type", "an exact number is needed here", text, place, "as  0.1")
        start += len(piece) + 1


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The columns of each line without its comment."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line.partition("#")[0])
        start += len(line) + 1


def _reader(text: str, tokens: list[Token], names: frozenset[str], limits: Limits) -> Reader:
    """A cursor over one line."""
    check_brackets(text, tokens)
    return Reader(text, tokens, limits, LEVELS, Names(names, names, names))


def _assignment(reader: Reader, line: int) -> Assignment:
    """One line."""
    first, sign = reader.token, reader.following
    if first.kind != "name" or sign.kind not in ("=", ":="):
        reader.fail("syntax", "this line defines nothing", "write  name = expression")
    reader.jump(2)
    return Assignment(first.text, read(reader)[0], line)
