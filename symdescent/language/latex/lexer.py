"""The commands, letters, numbers and signs of LaTeX, without spaces, fonts and layout."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, NamedTuple, NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.latex.symbols import (
    BOLD,
    CASES,
    COMPARED,
    DELIMITERS,
    DROPPED,
    FONTS,
    FRAMES,
    GREEK_COMMANDS,
    LAYOUTS,
    MATRICES,
    OLD_FONTS,
    SIZES,
    SPACES,
    TEXTS,
    WHEN,
)
from symdescent.language.names import FUNCTIONS, canonical
from symdescent.language.tokens import (
    BLANKS,
    FRACTIONS,
    GREEK,
    GREEK_NAMES,
    RADICALS,
    SIGNS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    Limits,
    not_allowed,
    too_long,
)


class Raw(NamedTuple):
    """One piece of LaTeX.

    `kind` is command (its name in `text`, no backslash), letter (a variable's name, Greek ones by
    name), word (several letters), text (of \\text{...}), number, superscript, subscript, fraction,
    radical, foreign, open, close, left, right (a delimiter's shape in `text`), end, or the sign.
    """

    kind: str
    text: str
    start: int
    end: int


_GROUPED: Final = r"[0-9]{1,3}(?:\\,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
_WHOLE: Final = r"[0-9]+(?:\{,\}[0-9]+)*"
_POINT: Final = r"(?:\.|\{\.\})"
_PATTERN: Final = re.compile(
    rf"""
    (?P<blank>(?:[{re.escape(BLANKS)}~]|%[^\n]*)+)
  | (?P<command>\\(?:[A-Za-z]+|[^A-Za-z]))
  | (?P<number>{_GROUPED}|(?:{_WHOLE}(?:{_POINT}[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<run>[A-Za-z]+)
  | (?P<letter>[{"".join(GREEK)}])
  | (?P<series>[∑∏])
  | (?P<superscript>[{"".join(SUPERSCRIPTS)}]+)
  | (?P<subscript>[{"".join(SUBSCRIPTS)}]+)
  | (?P<fraction>[{"".join(FRACTIONS)}])
  | (?P<radical>[{"".join(RADICALS)}])
  | (?P<sign>\$\$|\*\*|//|<=|>=|==|!=|:=|\.\.+|[-+*/^_()\[\]{{}}|=<>,;:!&'$.])
  | (?P<other>[{"".join(SIGNS)}])
    """,
    re.VERBOSE,
)
_OPENED: Final = re.compile(r"\s*(?:\\left\s*)?[(\[{]")
_LONGEST: Final = max(map(len, FUNCTIONS))
_STRICT: Final = {"**": "^", "...": ".."}
# Words that are written without a backslash, where no product of these letters is meant.
_SPOKEN_SIGNS: Final = frozenset(
    "if otherwise else and minimize minimise maximize maximise argmin argmax".split()
)
_GREEK_WORDS: Final = frozenset(name for name in GREEK_NAMES if len(name) > 3) | {"pi"}


def raws(text: str, limits: Limits) -> list[Raw]:
    """The pieces of a text, and a last one of kind end."""
    found: list[Raw] = []
    place, blanks = 0, 0
    while place < len(text):
        match = _PATTERN.match(text, place)
        if match is None:
            found.append(_foreign(text, place))
            place += 1
        else:
            if match.lastgroup == "blank":
                blanks += match.end() - place
            else:
                found.extend(_pieces(match, text))
            place = match.end()
        if place - blanks > limits.characters or len(found) > limits.tokens:
            raise too_long(text, len(text), place, limits)
    if blanks > 10 * limits.characters:
        raise too_long(text, len(text), len(text), limits)
    found.append(Raw("end", "", len(text), len(text)))
    return found


def _foreign(text: str, place: int) -> Raw:
    """A letter of another alphabet, which words in \\text{...} may have."""
    character = text[place]
    if character == "\\":
        span = (place, place + 1)
        raise FormulaError(
            "syntax", "a backslash without a command", text, span, r"as  \frac{1}{2}"
        )
    if not character.isalpha() or not character.isprintable():
        raise not_allowed(text, place)
    return Raw("foreign", character, place, place + 1)


def _pieces(match: re.Match[str], text: str) -> list[Raw]:
    """The piece of a match, or its letters."""
    group, word, (start, end) = str(match.lastgroup), match.group(), match.span()
    if group == "run":
        return _letters(word, start, _OPENED.match(text, end) is not None)
    if group == "number":
        return [_number(word, start, end)]
    if group == "command":
        return [Raw("command", word[1:], start, end)]
    if group == "series":
        return [Raw("command", "sum" if word == "∑" else "prod", start, end)]
    if group == "letter":
        return [Raw("letter", GREEK[word], start, end)]
    if group in ("sign", "other"):
        kind = SIGNS[word] if group == "other" else _STRICT.get(word, word)
        return [Raw(kind, word, start, end)]
    return [Raw(group, word, start, end)]


def _number(word: str, start: int, end: int) -> Raw:
    """A number; 1{,}5 has a decimal comma, 10\\,000 and 10{,}000 have their digits in groups."""
    plain = word.replace("\\,", "").replace("{.}", ".")
    head, *groups = plain.split("{,}")
    thousands = len(groups) > 1 or groups == ["000"] or (groups and "." in groups[-1])
    plain = "".join((head, *groups)) if thousands else ".".join((head, *groups))
    return Raw("number", plain, start, end)


def _letters(word: str, start: int, opened: bool) -> list[Raw]:
    """Each letter alone, but cos and its like as one word; also after letters, as in xcos(x)."""
    if word in _SPOKEN_SIGNS or word in _GREEK_WORDS or _is_function(word):
        return [Raw("word", word, start, start + len(word))]
    first = max(1, len(word) - _LONGEST) if opened else len(word)
    cut = next((n for n in range(first, len(word)) if _is_function(word[n:])), len(word))
    found = [Raw("letter", sign, start + n, start + n + 1) for n, sign in enumerate(word[:cut])]
    if cut < len(word):
        found.append(Raw("word", word[cut:], start + cut, start + len(word)))
    return found


def _is_function(word: str) -> bool:
    """Whether a word is a function's name too long to be a product."""
    return (len(word) > 2 or word == "ln") and canonical(word) in FUNCTIONS and word.islower()


_SUGGESTED: Final = 120


@dataclass(slots=True)
class Sheet:
    """What is being cleaned: `out` so far, the open environments, and the open math signs."""

    text: str
    raws: Sequence[Raw]
    partners: dict[int, int]
    place: int = 0
    out: list[Raw] = field(default_factory=list)
    environments: list[Raw] = field(default_factory=list)
    shift: Raw | None = None
    shifted: bool = False
    skips: dict[int, int] = field(default_factory=dict)
    bold: set[str] = field(default_factory=set)

    @property
    def raw(self) -> Raw:
        """The next piece."""
        return self.raws[self.place]

    def take(self) -> Raw:
        """Step over the next piece and return it; never over the end."""
        raw = self.raws[self.place]
        self.place += raw.kind != "end"
        return raw

    def fail(self, raw: Raw, kind: str, message: str, hint: str = "") -> NoReturn:
        """Raise a mistake at a piece."""
        raise FormulaError(kind, message, self.text, (raw.start, raw.end), hint)

    def group(self) -> tuple[int, int]:
        """Step over the next argument: the numbers of its first piece and of the one after it."""
        first = self.place
        if self.raw.kind != "{":
            return first, first + (self.take().kind != "end")
        self.place = self.partners[first] + 1
        return first + 1, self.place - 1

    def option(self) -> None:
        """Step over [...], where it comes next."""
        if self.raw.kind == "[":
            while self.raw.kind not in ("]", "end"):
                self.take()
            self.take()

    def slice(self, first: int, beyond: int) -> str:
        """What was typed from one piece to another."""
        return self.text[self.raws[first].start : self.raws[beyond].start]


def sheet(text: str, raws: Sequence[Raw], limits: Limits) -> Sheet:
    """A cursor at the beginning; FormulaError where braces are not balanced, or too deep."""
    opened: list[int] = []
    partners: dict[int, int] = {}
    for place, raw in enumerate(raws):
        if raw.kind == "{":
            opened.append(place)
            if len(opened) > limits.depth:
                message = f"braces are nested more than {limits.depth} deep"
                raise FormulaError("too_large", message, text, (raw.start, raw.end))
        elif raw.kind == "}" and opened:
            partners[opened.pop()] = place
        elif raw.kind == "}":
            _unbalanced(text, raw, "this brace was never opened", _without(text, raw))
    if opened:
        mended = text.rstrip() + "}" * len(opened)
        _unbalanced(text, raws[opened[-1]], "this brace is never closed", mended)
    return Sheet(text, raws, partners)


def _without(text: str, raw: Raw) -> str:
    return text[: raw.start] + text[raw.end :]


def _unbalanced(text: str, raw: Raw, message: str, mended: str) -> NoReturn:
    """The error for a lone brace, with the mended text where it fits on a line."""
    short = len(mended) <= _SUGGESTED and "\n" not in mended and mended.count("{") < 12
    hint = f"did you mean  {printable(mended.strip())} ?" if short else ""
    raise FormulaError("syntax", message, text, (raw.start, raw.end), hint)


def delimiter(raw: Raw) -> tuple[str, int] | None:
    """The shape and the direction of a bracket or a bar; None for anything else."""
    return DELIMITERS.get(f"\\{raw.text}" if raw.kind == "command" else raw.kind)


_ROW_LENGTH: Final = re.compile(r"\[\s*-?[0-9.]+\s*(?:pt|em|ex|mm|cm|mu)\s*\]")


def begin(page: Sheet, raw: Raw) -> None:
    """An environment that lays out one formula, or that lists cases."""
    name, end = _environment(page, raw)
    before = page.out[-1] if page.out else raw
    braced = before.kind in ("left", "open") and before.text == "{"
    listed = name in CASES or (braced and (name in LAYOUTS or name in MATRICES))
    opened = Raw("begin" if listed else "layout", name, raw.start, end)
    if name in MATRICES and not listed:
        page.fail(opened, "not_allowed", "vectors and matrices are not read", "write them out")
    if not listed and name not in LAYOUTS:
        hint = "as  cases, align or equation"
        page.fail(opened, "unknown_name", f"the environment {name[:32]} is not known", hint)
    page.environments.append(opened)
    page.option()
    if name in ("array", "alignat", "alignedat") and page.raw.kind == "{":
        page.group()
    if listed:
        page.out.append(opened)


def _environment(page: Sheet, raw: Raw) -> tuple[str, int]:
    """The name between the braces after \\begin or \\end, without its star, and where it ends."""
    if page.raw.kind != "{":
        page.fail(raw, "syntax", f"\\{raw.text} has no name", "as  \\begin{cases}")
    first, beyond = page.group()
    return page.slice(first, beyond).strip().rstrip("*"), page.raws[beyond].end


def finish(page: Sheet, raw: Raw) -> None:
    name, end = _environment(page, raw)
    closed = Raw("end_of", name, raw.start, end)
    opened = page.environments.pop() if page.environments else None
    if opened is None or opened.text != name:
        page.fail(closed, "syntax", f"here \\end{{{name[:32]}}} closes nothing")
    if opened.kind == "begin":
        page.out.append(closed)


def row(page: Sheet, raw: Raw) -> None:
    """The end of a line, with the space that it may ask for."""
    if page.raw.kind == "[" and page.raw.start == raw.end:
        if _ROW_LENGTH.match(page.text, page.raw.start):
            page.option()
    page.out.append(
        Raw("row" if is_within_cases(page) else "newline", raw.text, raw.start, raw.end)
    )


def is_within_cases(page: Sheet) -> bool:
    """Whether rows and columns list cases here, and do not only lay out the formula."""
    return bool(page.environments) and page.environments[-1].kind == "begin"


_LENGTH: Final = re.compile(r"\s*-?[0-9.]+\s*(?:pt|mu|em|ex|mm|cm|in)")
_SPOKEN: Final = re.compile(r"[^\W\d_]{2}")  # two letters side by side: a word
_SHIFTS: Final = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_STOPS: Final = frozenset({".", ",", ";"})


def cleaned(text: str, raws: list[Raw], limits: Limits) -> tuple[list[Raw], frozenset[str]]:
    """The pieces of the formula, and the names that were printed bold."""
    found = sheet(text, raws, limits)
    _walk(found, len(raws) - 1)
    if found.shift is not None:
        found.fail(found.shift, "syntax", f"this {found.shift.text} is never closed")
    if found.environments:
        found.fail(found.environments[-1], "syntax", "this environment has no \\end")
    return [*_bare(found.out), found.raw], frozenset(found.bold)


def _bare(pieces: list[Raw]) -> list[Raw]:
    """The pieces without a stop at the end, and without braces around all of them."""
    while pieces and pieces[-1].kind in _STOPS:
        pieces.pop()
    if len(pieces) < 3 or (pieces[0].kind, pieces[-1].kind) != ("{", "}"):
        return pieces
    depths = accumulate((raw.kind == "{") - (raw.kind == "}") for raw in pieces[:-1])
    return pieces if 0 in depths else _bare(pieces[1:-1])


def _walk(page: Sheet, beyond: int) -> None:
    """Take over what stands before a place."""
    while page.place < beyond:
        if page.place in page.skips:
            page.place = page.skips[page.place]
        else:
            _step(page, page.take())


def _step(page: Sheet, raw: Raw) -> None:
    """Take over a piece, or do without it."""
    shape = delimiter(raw) if raw.kind != "." else None
    if raw.kind == "command" and raw.text in _COMMANDS:
        _COMMANDS[raw.text](page, raw)
    elif _is_shift(raw):
        _shift(page, raw)
    elif shape is not None:
        page.out.append(_delimited(raw, *shape))
    elif raw.kind != "&" or is_within_cases(page):
        page.out.append(raw)


def _delimited(raw: Raw, shape: str, turn: int) -> Raw:
    """A bracket that opens or closes, or a bar that may do either."""
    kind = {1: "open", -1: "close"}.get(turn, shape)
    return Raw(kind, shape, raw.start, raw.end)


def _is_shift(raw: Raw) -> bool:
    return raw.kind in ("$", "$$") or (raw.kind == "command" and raw.text in "()[]")


def _shift(page: Sheet, raw: Raw) -> None:
    """The signs around a formula: one pair, each with its partner."""
    sign = raw.text if raw.kind != "command" else f"\\{raw.text}"
    if page.shift is None:
        if page.shifted:
            page.fail(raw, "syntax", "a second formula begins here", "one formula at a time")
        if sign not in _SHIFTS:
            page.fail(raw, "syntax", f"this {sign} was never opened")
        page.shift = Raw(raw.kind, sign, raw.start, raw.end)
    elif _SHIFTS[page.shift.text] != sign:
        page.fail(raw, "syntax", f"{page.shift.text} is closed by {sign}")
    else:
        page.shift, page.shifted = None, True


def _nothing(_: Sheet, __: Raw) -> None:
    """What only moves or paints the formula."""


def _kern(page: Sheet, raw: Raw) -> None:
    """\\kern 1pt: a space, with its length."""
    length = _LENGTH.match(page.text, raw.end)
    if length is None:
        page.fail(raw, "syntax", f"\\{raw.text} has no length", "leave it away")
    while page.raw.kind != "end" and page.raw.start < length.end():
        page.take()


def _dropped(page: Sheet, raw: Raw) -> None:
    """A command with an argument that is no part of the formula."""
    _star(page)
    if page.raw.kind == "end":
        page.fail(raw, "syntax", f"\\{raw.text} has no argument")
    page.group()


def _star(page: Sheet) -> None:
    if page.raw.kind == "*" and page.raw.start == page.raws[page.place - 1].end:
        page.take()


def _frame(page: Sheet, _: Raw) -> None:
    """\\mathop{\\min} is \\min; a longer argument keeps its braces."""
    if page.raw.kind == "{" and page.partners[page.place] == page.place + 2:
        page.skips[page.partners[page.place]] = page.partners[page.place] + 1
        page.take()


def _font(page: Sheet, raw: Raw) -> None:
    """\\mathbf{x} is x, \\mathrm{loss} one word; what is longer keeps its braces."""
    _star(page)
    begin = page.place
    if page.raw.kind != "{":
        if raw.text in BOLD:
            page.bold.add(GREEK_COMMANDS.get(page.raw.text, page.raw.text))
        return
    first, beyond = page.group()
    word = _word(page, first, beyond)
    if not word:
        page.place = begin
        return
    end = page.raws[beyond].end
    single = len(word) == 1 or (beyond - first == 1 and page.raws[first].text in GREEK_COMMANDS)
    if raw.text in BOLD:
        page.bold.add(word)
    page.out.append(Raw("letter" if single else "upright", word, raw.start, end))


def _old_font(page: Sheet, raw: Raw) -> None:
    """{\\rm rate} is one word."""
    opening = page.place - 2
    if opening >= 0 and page.raws[opening].kind == "{":
        beyond = page.partners[opening]
        word = _word(page, page.place, beyond)
        if len(word) > 1:
            page.out.append(Raw("upright", word, page.raw.start, page.raws[beyond].start))
            page.place = beyond


def _word(page: Sheet, first: int, beyond: int) -> str:
    """The letters between braces as one word; empty where there is more than letters."""
    parts: list[str] = []
    for place in range(first, beyond):
        raw = page.raws[place]
        if raw.kind in ("letter", "word", "number"):
            parts.append(raw.text)
        elif raw.kind == "command" and raw.text == "_":
            parts.append("_")
        elif raw.kind == "command" and raw.text in GREEK_COMMANDS and beyond - first == 1:
            parts.append(GREEK_COMMANDS[raw.text])
        elif raw.kind == "_" and (len(parts) != 1 or parts[0] == "_"):
            parts.append("_")
        elif raw.kind != "command" or raw.text not in SPACES:
            return ""
    return "" if not parts or parts[0][0].isdigit() else "".join(parts)


def _text(page: Sheet, raw: Raw) -> None:
    """Words, with formulas between dollar signs among them."""
    first, beyond = page.group()
    start, inside = first, False
    for place in range(first, beyond + 1):
        if place < beyond and page.raws[place].kind != "$":
            continue
        if inside and place < beyond:
            page.out.extend(page.raws[start:place])
        elif start < place:
            _words(page, start, place)
        start, inside = place + 1, not inside


def _words(page: Sheet, first: int, beyond: int) -> None:
    """One piece for some words; a condition after  if  is mathematics, even as text."""
    start = page.raws[first].start
    if not _SPOKEN.search(page.slice(first, beyond)):
        page.out.extend(page.raws[first:beyond])
        return
    head, _, rest = page.slice(first, beyond).strip().partition(" ")
    if head.lower() in WHEN and COMPARED.search(rest):
        page.out.append(Raw("text", head, start, start + len(head)))
        for place in range(first, beyond):
            if page.raws[place].start >= start + len(head):
                page.out.append(page.raws[place])
    else:
        words = " ".join(page.slice(first, beyond).split())
        page.out.append(Raw("text", words, start, page.raws[beyond].start))


def _sized(page: Sheet, raw: Raw) -> None:
    """\\left( and \\bigl( are brackets."""
    shape = delimiter(page.raw)
    if shape is None:
        if page.raw.kind not in ("command", "/"):
            page.fail(raw, "syntax", f"after \\{raw.text} a bracket is missing", "as  \\left(")
        return
    sign = page.take()
    if raw.text in ("left", "right"):
        kind = raw.text
    elif raw.text == "middle" or (not SIZES[raw.text] and not shape[1]):
        kind = shape[0]
    else:
        kind = "open" if (SIZES[raw.text] or shape[1]) > 0 else "close"
    page.out.append(Raw(kind, shape[0], raw.start, sign.end))


def _over(page: Sheet, _: Raw) -> None:
    """\\overset{!}{=} is =."""
    page.group()
    _frame(page, page.raw)


def _under(page: Sheet, raw: Raw) -> None:
    """\\underset{x}{\\min} is \\min_{x}."""
    begin = page.place
    _, beyond = page.group()
    if page.raw.kind != "{" or page.raws[begin].kind != "{":
        page.fail(raw, "syntax", f"\\{raw.text} needs two arguments in braces")
    first, last = page.group()
    after, page.place = page.place, first
    _walk(page, last)
    page.out.append(Raw("_", "_", page.raws[begin].start, page.raws[begin].start))
    page.place = begin
    _walk(page, beyond + 1)
    page.place = after


def _braced(page: Sheet, raw: Raw) -> None:
    """\\underbrace{x}_{label} is x."""
    if page.raw.kind != "{":
        page.fail(raw, "syntax", f"\\{raw.text} has no argument in braces")
    beyond = page.partners[page.place] + 1
    if page.raws[beyond].kind in ("_", "^"):
        label = beyond + 1
        if page.raws[label].kind == "end":
            return
        page.skips[beyond] = page.partners.get(label, label) + 1


_COMMANDS: Final[dict[str, Callable[[Sheet, Raw], None]]] = {
    **dict.fromkeys(SPACES, _nothing),
    **dict.fromkeys(OLD_FONTS, _old_font),
    **dict.fromkeys(DROPPED, _dropped),
    **dict.fromkeys(FRAMES, _frame),
    **dict.fromkeys(FONTS | {"vec", "underline"}, _font),
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(("left", "right", "middle", *SIZES), _sized),
    **dict.fromkeys(("overset", "stackrel"), _over),
    **dict.fromkeys(("underbrace", "overbrace"), _braced),
    **dict.fromkeys(("kern", "mkern", "hskip", "mskip"), _kern),
    "underset": _under,
    "newline": row,
    "begin": begin,
    "end": finish,
    "\\": row,
}


_OPENING: Final = frozenset({"{", "open", "left", "begin"})
_CLOSING: Final = frozenset({"}", "close", "right", "end_of"})
_RELATIONS: Final = frozenset({"<", ">", "<=", ">="})
_RELATION_COMMANDS: Final = frozenset(
    {"in", "ge", "geq", "geqslant", "le", "leq", "leqslant", "lt", "gt"}
)
_REALS: Final = frozenset({"R", "ℝ"})


def without_domain(text: str, pieces: list[Raw]) -> tuple[list[Raw], str]:
    """The pieces up to `, x \\in \\mathbb{R}`, and a note of it; others are left as they are.

    Raises FormulaError for a constraint there, with the advice where it belongs.
    """
    comma = _comma(pieces)
    rest = pieces[comma + 1 : -1] if comma else []
    relation = next((raw for raw in rest if _is_relation(raw)), None)
    if relation is None:
        return pieces, ""
    if relation.text != "in" or not _is_line(rest[rest.index(relation) + 1 :]):
        message, hint = "a constraint is no part of a formula", 'write  --box "x>=0"'
        raise FormulaError("not_allowed", message, text, (relation.start, relation.end), hint)
    typed = " ".join(text[rest[0].start : rest[-1].end].split())
    return [*pieces[:comma], pieces[-1]], f"{typed} left away: all variables are real"


def _comma(pieces: list[Raw]) -> int:
    """The place of the last comma outside of brackets; 0 if there is none."""
    depth, found = 0, 0
    for place, raw in enumerate(pieces):
        depth += (raw.kind in _OPENING) - (raw.kind in _CLOSING)
        found = place if depth == 0 and raw.kind == "," else found
    return found


def _is_relation(raw: Raw) -> bool:
    return raw.kind in _RELATIONS or (raw.kind == "command" and raw.text in _RELATION_COMMANDS)


def _is_line(pieces: list[Raw]) -> bool:
    """Whether this is \\mathbb{R} or \\R, with a dimension or without."""
    words = [raw.text for raw in pieces if raw.kind not in "{}"]
    words = words[1:] if words[:1] == ["mathbb"] else words
    return words[:1] in [[name] for name in _REALS] and (len(words) == 1 or words[1] == "^")
