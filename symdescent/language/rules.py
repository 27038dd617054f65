"""The text of a rule goes in, its assignments come out, one for each line."""

from collections.abc import Collection, Iterator

from symdescent.errors import FormulaError
from symdescent.language.grammar import LEVELS
from symdescent.language.limits import DEFAULT, Limits
from symdescent.language.mistakes import check_brackets
from symdescent.language.reader import Names, Reader
from symdescent.language.sentences import check_text, read
from symdescent.language.tokens import Token, tokenise
from symdescent.language.tree import Assignment


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
