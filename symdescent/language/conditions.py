"""Tokens go in, a condition comes out: comparisons joined by and, or, not."""

from symdescent.language.reader import Reader
from symdescent.language.tree import Compare, Condition, Logic, Node

COMPARISONS = frozenset({"<", "<=", ">", ">="})
_LOGIC = frozenset({"and", "or", "not"})
_JOINS = COMPARISONS | frozenset("+-*/^")


def condition(reader: Reader) -> Condition:
    """Conditions with  or  between them."""
    return _joined(reader, "or")


def _joined(reader: Reader, operator: str) -> Condition:
    """Parts joined by one of the two words;  and  binds closer."""
    parts = [_part(reader, operator)]
    while reader.at_word(operator):
        reader.advance()
        parts.append(_part(reader, operator))
    if len(parts) == 1:
        return parts[0]
    return Logic(operator, tuple(parts), parts[0].start, parts[-1].end)


def _part(reader: Reader, operator: str) -> Condition:
    """What `operator` joins."""
    return _joined(reader, "and") if operator == "or" else _negated(reader)


def _negated(reader: Reader) -> Condition:
    """A condition that may have  not  before it."""
    if not reader.at_word("not"):
        return _bracketed(reader) if _is_condition(reader) else _comparison(reader)
    start = reader.advance().start
    reader.enter()
    part = _negated(reader)
    reader.leave()
    return Logic("not", (part,), start, part.end)


def _bracketed(reader: Reader) -> Condition:
    """A condition in brackets."""
    reader.advance()
    reader.enter()
    inner = condition(reader)
    reader.leave()
    reader.expect(")")
    return inner


def _is_condition(reader: Reader) -> bool:
    """Whether the bracket that comes next holds a condition and not a value to be compared."""
    if reader.token.kind != "(":
        return False
    depth, place, found = 0, reader.place, False
    while reader.tokens[place].kind != "end":
        token = reader.tokens[place]
        depth += (token.kind in "([{") - (token.kind in ")]}")
        if depth == 0:
            break
        found |= token.kind in COMPARISONS or token.text in _LOGIC
        place += 1
    return found and reader.tokens[place + 1].kind not in _JOINS


def _comparison(reader: Reader) -> Condition:
    """left < right, or a chain of them as in 0 < x < 1."""
    value = reader.levels.expression(reader)
    if reader.token.kind not in COMPARISONS and not _is_equality(reader):
        hint = "write one with  < <= >  or  >="
        reader.fail("syntax", "here a comparison is missing", hint)
    parts: list[Condition] = []
    while reader.token.kind in COMPARISONS or _is_equality(reader):
        operator = reader.advance().kind
        right = reader.levels.expression(reader)
        parts.append(_compared(operator, value, right))
        value = right
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts), parts[0].start, value.end)


def _is_equality(reader: Reader) -> bool:
    """Whether a case of LaTeX says  x = 0  or  x \\ne 0."""
    return reader.names.letters is not None and reader.token.kind in ("==", "!=")


def _compared(operator: str, left: Node, right: Node) -> Condition:
    """One comparison; x = 0 as x <= 0 and x >= 0, x != 0 as x < 0 or x > 0."""
    start, end = left.start, right.end
    signs = {"==": ("<=", ">="), "!=": ("<", ">")}.get(operator)
    if signs is None:
        return Compare(operator, left, right, start, end)
    parts = tuple(Compare(sign, left, right, start, end) for sign in signs)
    return Logic("and" if operator == "==" else "or", parts, start, end)
