"""A text read as a formula, with its title and declared names, or as the assignments of a rule."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple, NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.constants import constant_value, examine
from symdescent.language.grammar import LEVELS, expression
from symdescent.language.mistakes import Reads, check_brackets, check_derivatives
from symdescent.language.names import CONSTANTS, canonical
from symdescent.language.reader import Names, Reader
from symdescent.language.textbook import name as printed
from symdescent.language.tokens import DEFAULT, GREEK_NAMES, Limits, Token, tokenise
from symdescent.language.tree import Assignment, Name, Negative, Node, Sentence

_COMMAND: Final = re.compile(r"(arg)?min(imi[sz]e)?(_[A-Za-z0-9]+)?", re.IGNORECASE)
_OPPOSITE: Final = re.compile(r"(arg)?max(imi[sz]e)?(_[A-Za-z0-9]+)?", re.IGNORECASE)
_AFTER_COMMAND: Final = frozenset({"name", "number", "(", "-", "|", "fraction", "radical"})


class Header(NamedTuple):
    """`begin` is the number of the first token of the formula; `upward`: its maximum is wanted."""

    begin: int
    title: str = "L"
    declared: tuple[str, ...] | None = None
    upward: bool = False


def header(text: str, tokens: list[Token], spoken: bool = True) -> Header:
    """L(x, y) = ..., f(x) := ..., L = ..., each with or without minimise or maximise before it.

    `spoken`: such a word may stand there.
    """
    upward = spoken and _is_command(tokens, _OPPOSITE)
    commanded = spoken and (upward or _is_command(tokens, _COMMAND))
    begin = _after_lower_line(tokens) or int(commanded)
    sign = _equals(tokens)
    if sign is None:
        return Header(begin, upward=upward)
    left = tokens[begin:sign]
    if not left or left[0].kind != "name" or not (len(left) == 1 or _is_list(left[1:])):
        _equation(text, tokens[sign])
    title, declared = left[0].text, None
    if len(left) > 1:
        declared = _declared(text, left[2:-1])
    elif any(token.kind == "name" and token.text == title for token in tokens[sign:]):
        _equation(text, tokens[sign])
    return Header(sign + 1, title, declared, upward)


def is_command(word: str) -> bool:
    """Whether it is minimise or maximise, in one of their spellings."""
    return any(words.fullmatch(word) for words in (_COMMAND, _OPPOSITE))


def _is_command(tokens: list[Token], words: re.Pattern[str]) -> bool:
    """Whether the text begins with minimise, min or argmin (or max...) as a word of its own."""
    first, second = tokens[0], tokens[min(1, len(tokens) - 1)]
    if first.kind != "name" or second.kind not in _AFTER_COMMAND:
        return False
    apart = second.start > first.end
    long = len(first.text) > 3
    if not words.fullmatch(first.text) or (second.kind == "-" and not long):
        return False
    return apart and (long or not _has_comma(tokens)) or (long and second.kind == "(")


def _after_lower_line(tokens: list[Token]) -> int:
    """The number of the token after  min_{x, y};  0 if the text does not begin so."""
    if tokens[0].text.lower() not in ("min_", "argmin_") or tokens[1].kind != "{":
        return 0
    return next((place + 1 for place, token in enumerate(tokens) if token.kind == "}"), 0)


def _has_comma(tokens: list[Token]) -> bool:
    """Whether  min (a, b)  is a call after all."""
    return tokens[1].kind == "(" and any(token.kind == "," for token in tokens)


def _equals(tokens: list[Token]) -> int | None:
    """The number of the first = outside brackets."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.kind in ("(", "[", "{")) - (token.kind in (")", "]", "}"))
        if depth == 0 and token.kind in ("=", ":="):
            return place
    return None


def _is_list(tokens: list[Token]) -> bool:
    """Whether this is (x, y)."""
    if len(tokens) % 2 == 0 or tokens[0].kind != "(" or tokens[-1].kind != ")":
        return False
    return all(
        token.kind == ("name" if place % 2 == 0 else ",")
        for place, token in enumerate(tokens[1:-1])
    )


def _declared(text: str, tokens: list[Token]) -> tuple[str, ...]:
    """The names between the header's brackets, each once."""
    seen: dict[str, None] = {}
    for token in tokens[::2]:
        if token.text in seen:
            span = (token.start, token.end)
            raise FormulaError("syntax", f"'{token.text}' is declared twice", text, span)
        seen[token.text] = None
    return tuple(seen)


def _equation(text: str, sign: Token) -> NoReturn:
    """The error for x^2 = 4."""
    message = "an equation is not a function to minimise"
    hint = "to solve it, minimise  (left - right)^2"
    raise FormulaError("syntax", message, text, (sign.start, sign.end), hint)


def coordinates(
    listed: tuple[str, ...] | None, found: tuple[str, ...]
) -> tuple[tuple[str, ...] | None, list[str]]:
    """The variables of f(x) = x_1^2 + x_2^2, where x is the vector of those; a note says so."""
    names: dict[str, None] = {}
    notes: list[str] = []
    for name in listed or ():
        number = re.compile(rf"{re.escape(name)}_?([0-9]+)")
        parts = [(int(m[1]), other) for other in found if (m := number.fullmatch(other))]
        inside = [other for _, other in sorted(parts)]
        if not parts and len(listed or ()) == 1:  # f(x) = (1 + x_n)^2
            inside = [other for other in found if other.startswith(f"{name}_")]
        if name in found or not inside:
            names[name] = None
            continue
        names.update(dict.fromkeys(inside))
        notes.append(f"{name} read as the vector of {', '.join(inside[:8])}")
    return (None if listed is None else tuple(names)), notes


_LONGEST = 6


def bare_names(tokens: Sequence[Token]) -> frozenset[str]:
    """The names that stand without a bracket after them; the j of 2j is none."""
    found = set()
    for place, token in enumerate(tokens):
        if token.kind == "name" and tokens[place + 1].kind != "(" and not _is_unit(tokens, place):
            found.add(token.text)
    return frozenset(found)


def _is_unit(tokens: Sequence[Token], place: int) -> bool:
    """Whether this is Python's j directly after a number."""
    token, before = tokens[place], tokens[place - 1]
    return token.text == "j" and before.kind == "number" and before.end == token.start


def split(
    tokens: Sequence[Token], begin: int, variables: frozenset[str], declared: frozenset[str]
) -> tuple[list[Token], list[str]]:
    """The tokens with letters apart that were typed together, and a note on each such word."""
    found, notes = list(tokens[:begin]), []
    for place in range(begin, len(tokens)):
        token = tokens[place]
        if token.kind != "name" or len(token.text) < 2 or token.text in declared:
            found.append(token)
            continue
        parts = _parts(token, tokens[place + 1].kind, variables)
        found.extend(_apart(token, parts))
        if len(parts) > 1:
            notes.append(f"{token.text} read as the product {'·'.join(parts)}")
    return found, notes


def _parts(token: Token, following: str, variables: frozenset[str]) -> list[str]:
    """The words that a name is made of, usually one."""
    text = token.text
    numbered = re.findall(r"[A-Za-z]_?[0-9]+", text)
    if len(numbered) > 1 and "".join(numbered) == text and variables.issuperset(numbered):
        return numbered
    if not text.isalpha() or canonical(text) or text in GREEK_NAMES:
        return [text]
    if following == "(" and len(text) > 3 and canonical(text[1:]):
        return [text[0], text[1:]]
    letters = text[:-1] if text[-1] == "e" and following in ("^", "superscript") else text
    known = all(letter in variables and letter not in CONSTANTS for letter in letters)
    return list(text) if known and len(text) <= _LONGEST else [text]


def _apart(token: Token, parts: list[str]) -> list[Token]:
    """One token for each part, with its own columns."""
    if len(parts) == 1:
        return [token]
    found, start = [], token.start
    for part in parts:
        found.append(Token("name", part, start, start + len(part)))
        start += len(part)
    return found


NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*_?")
_MARKS: Final = re.compile(
    r"\\[A-Za-z(\[{|,;:!>\\%]|\A\s*\$|\{,\}|(?<![_^])\{[^{}]*\}\s*[_^]|\}\s*_|\^[0-9]_"
)
_SERIES: Final = frozenset({"sum", "prod", "product", "sum_", "prod_"})
UPWARD: Final = "maximised: {0} is the formula with its sign changed, and its maximum is -{0}*"
NO_VALUES: Final[Mapping[str, Fraction | int]] = {}


# Letters that are constants or units in code, and variables in LaTeX.
LATEX_VARIABLES: Final = frozenset({"E", "I", "j", "Pi"})


def is_latex(text: str) -> bool:
    """Whether a text shows by itself that it is LaTeX: a backslash, $ around it, {x}_1, x^2_1."""
    return _MARKS.search(text) is not None


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
            from symdescent.language.latex.symbols import in_latex

            raise in_latex(error) from None
        except RecursionError:  # as in `read`
            raise FormulaError("too_large", "too deeply nested", text, (0, 0)) from None
    reads = partial(_reads, let=let, variables=variables, limits=limits)
    return _sentence(_from_text(text, limits, reads), let, declared, limits)


class _Source(NamedTuple):
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
    from symdescent.language.latex.grammar import script

    found = script(text, limits)
    _check_empty(text, found.tokens)
    head = header(text, found.tokens, spoken=not found.goal.given)
    if found.goal.given:
        declared = head.declared or found.goal.names or None
        head = head._replace(upward=found.goal.upward, declared=declared)
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
        known |= LATEX_VARIABLES & source.letters
    names = Names(known, bare, None, let, indexed, source.letters)
    reader = Reader(text, tokens, limits, LEVELS, names, head.begin, notes=dict.fromkeys(notes))
    tree, found = read(reader)
    listed = head.declared if head.declared is not None else declared
    listed, said = coordinates(listed, found)
    every = tuple(dict.fromkeys((*(listed or ()), *found)))
    flat = [name for name in found if name in source.bold]
    said += [f"bold {name} read as one number; vectors are not read" for name in flat]
    own = list(reader.notes)
    if source.letters is not None:
        from symdescent.language.latex.symbols import noted

        own = [noted(note) for note in own]
    notes = [*own, *said, *_alike(every)]
    if head.upward:
        tree = Negative(tree, tree.start, tree.end)
        notes.insert(0, UPWARD.format(head.title))
    return Sentence(text, tree, every, head.title, listed, tuple(notes), head.upward)


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
            from symdescent.language.refusals import left_over

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


class Declaration(NamedTuple):
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
