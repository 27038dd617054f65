"""A cursor over cleaned LaTeX, and names with what stands below and above them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.latex.lexer import Raw
from symdescent.language.latex.symbols import ACCENTS, CLOSERS, GREEK_COMMANDS, OTHERWISE, WHEN
from symdescent.language.reader import LONGEST, MOST_NOTES
from symdescent.language.tokens import SUBSCRIPTS, Limits, Token, check_number, plain_name

Out = list[Token]
CLOSING = frozenset({"end", "}", "close", "right", "&", "row", "end_of"})


@dataclass(slots=True)
class Page:
    """The one thing that moves while LaTeX becomes tokens; `unit` reads what comes next.

    `indices` are the letters of sums; `norms` counts the open ‖ around this place; `lifted` is
    the place after the last exponent.
    """

    text: str
    raws: list[Raw]
    limits: Limits
    unit: Callable[["Page", Out], None]
    indices: frozenset[str]
    notes: dict[str, None] = field(default_factory=dict)
    place: int = 0
    depth: int = 0
    norms: int = 0
    lifted: int = -1

    @property
    def raw(self) -> Raw:
        """The next piece."""
        return self.raws[self.place]

    @property
    def following(self) -> Raw:
        """The piece after the next one."""
        return self.raws[min(self.place + 1, len(self.raws) - 1)]

    def take(self) -> Raw:
        """Step over the next piece and return it; never over the end."""
        raw = self.raws[self.place]
        self.place += raw.kind != "end"
        return raw

    def closes(self) -> bool:
        """Whether the next piece ends what is being read."""
        kind = self.raws[self.place].kind
        return kind in CLOSING or (kind == "‖" and self.norms > 0)

    def sequence(self, norms: int = 0) -> Out:
        """The tokens up to what closes the brackets around them."""
        self.depth += 1
        if self.depth > self.limits.depth:
            message = f"braces and brackets are nested more than {self.limits.depth} deep"
            self.fail("too_large", message)
        outside, self.norms = self.norms, norms
        out: Out = []
        while not self.closes():
            self.unit(self, out)
        self.norms = outside
        self.depth -= 1
        return out

    def braced(self) -> Out:
        """The tokens between the braces that come next, with the braces as round brackets."""
        opening = self.take()
        inner = self.sequence()
        closing = self.take()
        if closing.kind != "}":
            self.place -= closing.kind != "end"
            self.stray()
        return [token("(", opening), *inner, token(")", closing)]

    def stray(self) -> NoReturn:
        """The error for a bracket that closes where nothing of its kind is open."""
        raw = self.raw
        shown = printable(self.text[raw.start : raw.end])
        self.fail("syntax", f"this {shown} closes nothing", "leave it away, or open it before")

    def unclosed(self, opening: Raw) -> NoReturn:
        """The error for a bracket that nothing closes."""
        closer = CLOSERS[opening.text]
        typed = rf"\right{closer}" if opening.kind == "left" else closer
        self.fail("syntax", "this bracket is never closed", f"close it with  {typed}", opening)

    def note(self, sentence: str) -> None:
        """Say once how a doubtful piece was read."""
        if len(self.notes) < MOST_NOTES:
            self.notes[sentence] = None

    def number(self, raw: Raw) -> Token:
        """The token of a number that can be meant."""
        check_number(self.text, raw.text, (raw.start, raw.end), self.limits)
        return token("number", raw)

    def typed(self, start: int, end: int | None = None) -> str:
        """What was typed from one column to another (the place that was reached), in one line."""
        end = self.raws[max(self.place - 1, 0)].end if end is None else end
        typed = printable(" ".join(self.text[start:end][:1_000].split()))
        return typed if len(typed) <= LONGEST else f"{typed[:LONGEST]}…"

    def fail(self, kind: str, message: str, hint: str = "", at: Raw | None = None) -> NoReturn:
        """Raise a mistake at a piece, by default the next one."""
        raw = at or self.raw
        raise FormulaError(kind, message, self.text, (raw.start, raw.end), hint)


def token(kind: str, raw: Raw, text: str = "") -> Token:
    """A token at the columns of a piece."""
    return Token(kind, text or raw.text or kind, raw.start, raw.end)


def inner(bracketed: Sequence[Token]) -> Sequence[Token]:
    """The tokens between the outer brackets."""
    return bracketed[1:-1]


def argument(page: Page, owner: Raw, whole: bool = False) -> Out:
    """The next argument as TeX takes it, in round brackets: one sign, or what is in braces.

    `whole`: a number without braces is taken whole, and that is noted.
    """
    raw = page.raw
    if raw.kind == "{":
        found = page.braced()
        if len(found) == 2:
            page.fail("syntax", "there is nothing in these braces", "", _argument_span(found))
        return found
    if raw.kind == "number":
        return _digits(page, owner, whole)
    if raw.kind == "letter" or (raw.kind == "command" and raw.text in GREEK_COMMANDS):
        page.take()
        name = GREEK_COMMANDS[raw.text] if raw.kind == "command" else raw.text
        return _bracketed(token("name", raw, name))
    if raw.kind in ("command", "upright", "fraction", "text", "open", "left"):
        return _longer(page, owner)
    shown = f"\\{owner.text}" if owner.kind == "command" else owner.text
    page.fail("syntax", f"after {shown} an argument is missing", "put it in braces", owner)


def _argument_span(found: Out) -> Raw:
    return Raw("", "", found[0].start, found[-1].end)


def _bracketed(*tokens: Token) -> Out:
    """Tokens in brackets that nobody typed."""
    start, end = tokens[0].start, tokens[-1].end
    return [Token("(", "{", start, start), *tokens, Token(")", "}", end, end)]


def _longer(page: Page, owner: Raw) -> Out:
    """A command with arguments of its own, or a bracket."""
    raw = page.raw
    out: Out = []
    page.depth += 1
    if page.depth > page.limits.depth:
        page.fail("too_large", f"commands are nested more than {page.limits.depth} deep")
    page.unit(page, out)
    page.depth -= 1
    if raw.kind in ("open", "left") and out:
        typed = page.typed(owner.start)
        page.note(f"{typed} read with all of the bracket; TeX takes the first sign alone")
    if not out:
        page.fail("syntax", "here an argument is missing", "put it in braces", owner)
    return _bracketed(*out)


def _digits(page: Page, owner: Raw, whole: bool) -> Out:
    """A number: the first digit, as in \\frac12, or all of it."""
    raw = page.take()
    if len(raw.text) == 1 or whole:
        if len(raw.text) > 1:
            sign = owner.text if owner.kind != "command" else f"\\{owner.text}"
            page.note(
                f"{sign}{raw.text} read as {sign}{{{raw.text}}}; TeX takes only the {raw.text[0]}"
            )
        return _bracketed(page.number(raw))
    if not raw.text.isdigit() or raw.end - raw.start != len(raw.text):
        page.fail("syntax", "TeX takes only the first digit here", "put it in braces", raw)
    page.place -= 1
    page.raws[page.place] = Raw("number", raw.text[1:], raw.start + 1, raw.end)
    return _bracketed(Token("number", raw.text[0], raw.start, raw.start + 1))


def exponent(page: Page, out: Out) -> None:
    """^2, ^{n+1}, ^-1: the sign and what it raises to."""
    sign = page.raw
    found = power(page)
    out.append(token("^", sign))
    if found[0].start == found[0].end:  # nobody typed these brackets
        out.extend(inner(found))
    else:
        first, last = found[0], found[-1]
        out.append(Token("{", "{", first.start, first.end))
        out.extend(inner(found))
        out.append(Token("}", "}", last.start, last.end))


def power(page: Page) -> Out:
    """What stands above the line, in brackets."""
    sign = page.take()
    if page.place - 1 == page.lifted:
        page.fail("syntax", "two exponents on one base", "put the inner power in braces", sign)
    minus = page.take() if page.raw.kind == "-" else None
    _check_star(page)
    found = argument(page, sign, whole=True)
    if minus:
        page.note(f"{page.typed(sign.start)} read as ^{{{page.typed(minus.start)}}}")
        found = _bracketed(token("-", minus), *inner(found))
    _note_odd(page, sign, found)
    page.lifted = page.place
    return found


def _check_star(page: Page) -> None:
    """Refuse x^*, which is a point and no power."""
    raw = page.raws[page.place + 1] if page.raw.kind == "{" else page.raw
    if raw.kind == "*" or (raw.kind == "command" and raw.text in ("ast", "star")):
        page.fail("not_allowed", "a star names a point, it is no power", "write  x_{0}", raw)


def _is_named(page: Page, letter: str) -> bool:
    """Whether a letter stands somewhere else than above another, as in f(x, T) = x^T."""
    found = [place for place, raw in enumerate(page.raws) if raw.text == letter]
    return any("^" not in [raw.kind for raw in page.raws[max(p - 2, 0) : p]] for p in found)


def _note_odd(page: Page, sign: Raw, found: Out) -> None:
    """Refuse the transpose x^T, and note x^{(2)}, which may be meant as an index."""
    words = [t.text for t in inner(found)]
    typed = page.typed(sign.start)
    if words == ["T"] and not _is_named(page, "T"):
        hint = "write it out, as  x_1^2 + x_2^2"
        page.fail("not_allowed", "a transpose is no power: vectors are not read", hint, sign)
    if words == ["T"]:
        page.note(f"{typed} read as a power; vectors are not read")
    elif len(words) == 3 and words[0] == "(" and words[1].isalnum():
        page.note(f"{typed} read as a power, not as an index")


_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_CONSTANTS: Final = frozenset({"e", "pi"})
_JOINED: Final = frozenset({"letter", "word", "upright", "number", "text"})


def letter(page: Page, out: Out) -> None:
    """x, x_1, x_1^2 and x^2_1."""
    raw = page.take()
    scripted(page, out, raw.text, raw)


def accented(page: Page, out: Out) -> None:
    """\\hat{y} is the name y_hat."""
    raw = page.take()
    found = [t for t in argument(page, raw) if t.kind not in "()"]
    if len(found) != 1 or found[0].kind != "name":
        page.fail("not_allowed", f"\\{raw.text} belongs on one letter", r"as  \hat{y}", raw)
    end = max(raw.end, page.raws[page.place - 1].end)
    name = f"{found[0].text}_{ACCENTS[raw.text]}"
    scripted(page, out, name, Raw("letter", name, raw.start, end))


def scripted(page: Page, out: Out, name: str, raw: Raw) -> None:
    """A name with its subscript, in whatever order the scripts stand."""
    below: str | Out = ""
    lifted: Out = []
    start, end = raw.start, raw.end
    if _is_digit_beside(page, name, end):
        below = page.take().text
        end = page.raws[page.place - 1].end
        page.note(f"{page.typed(start)} read as the name {name}_{{{below}}}")
    while True:
        if page.raw.kind in ("_", "subscript") and not below:
            below = _subscript(page)
            end = end if lifted else max(end, page.raws[page.place - 1].end)
        elif page.raw.kind == "^" and not lifted:
            exponent(page, lifted)
        else:
            break
    _emit(page, out, name, below, (start, end))
    out.extend(lifted)


def _is_digit_beside(page: Page, name: str, end: int) -> bool:
    """Whether x1 was typed, which TeX prints like a product."""
    raw = page.raw
    beside = raw.kind == "number" and raw.start == end and raw.text.isdigit()
    return beside and name not in _CONSTANTS


def _emit(page: Page, out: Out, name: str, below: str | Out, span: tuple[int, int]) -> None:
    """x_12 as one name; x_{i+1} as a name that waits for its index."""
    if isinstance(below, str):
        word = f"{name}_{below}" if below else name
        out.append(Token("name", plain_name(word, page.text, span[0], page.limits), *span))
        return
    out.append(Token("name", f"{name}_", *span))
    out.append(Token("{", "{", below[0].start, below[0].end))
    out.extend(inner(below))
    out.append(Token("}", "}", below[-1].start, below[-1].end))


def _subscript(page: Page) -> str | Out:
    """What stands below the line: a word to be joined to the name, or an index to be computed."""
    raw = page.take()
    if raw.kind == "subscript":
        return "".join(SUBSCRIPTS[sign] for sign in raw.text)
    if page.raw.kind != "{":
        return _single(page, raw)
    place = page.place + 1
    while page.raws[place].kind in _JOINED or _joint(page.raws[place]):
        place += 1
    parts = page.raws[page.place + 1 : place]
    if page.raws[place].kind != "}" or not parts or _is_computed(page, parts):
        return _computed(page, parts)
    page.place = place + 1
    word = "_".join(_run(page, group) for group in _listed(parts))
    if not re.fullmatch(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)*", word):
        page.fail("not_allowed", "a subscript is made of letters and digits", "as  x_{12}", raw)
    return word


def _joint(raw: Raw) -> bool:
    """A Greek letter or a comma in a subscript, or a function's name as in x_{\\max}."""
    if raw.kind == "command":
        return raw.text in GREEK_COMMANDS or raw.text in ("max", "min")
    return raw.kind == ","


def _listed(parts: list[Raw]) -> list[list[Raw]]:
    """The pieces between commas."""
    groups: list[list[Raw]] = [[]]
    for raw in parts:
        if raw.kind == ",":
            groups.append([])
        else:
            groups[-1].append(raw)
    return groups


def _run(page: Page, parts: list[Raw]) -> str:
    """Letters and digits as one word."""
    words = [
        GREEK_COMMANDS.get(raw.text, raw.text) if raw.kind == "command" else raw.text
        for raw in parts
    ]
    return "".join(words).replace(" ", "_")


def _is_computed(page: Page, parts: list[Raw]) -> bool:
    """Whether an index of a sum stands in a longer subscript, as in a_{ij}."""
    return len(parts) > 1 and any(raw.text in page.indices for raw in parts)


def _computed(page: Page, parts: list[Raw]) -> Out:
    """The tokens of an index; those of a_{ij} with a comma between them."""
    letters = all(raw.kind == "letter" for raw in parts)
    found = page.braced()
    if len(found) == 2:
        page.fail("syntax", "there is nothing in these braces", "", page.raws[page.place - 1])
    if not letters or len(parts) != len(found) - 2:
        return found
    between = [Token(",", ",", t.start, t.start) for t in found[2:-1]]
    joined = [t for pair in zip(found[2:-1], between, strict=True) for t in reversed(pair)]
    return [*found[:2], *joined, found[-1]]


def _single(page: Page, below: Raw) -> str:
    """A subscript without braces: one letter, or digits, of which TeX takes the first alone."""
    raw = page.take()
    if raw.kind == "number" and raw.text.isdigit():
        if len(raw.text) > 1:
            typed = f"_{raw.text}"
            page.note(f"{typed} read as _{{{raw.text}}}; TeX puts only the {raw.text[0]} below")
        return raw.text
    if raw.kind in ("letter", "word", "upright", "text") and _WORD.fullmatch(raw.text):
        return raw.text
    if raw.kind == "command" and (raw.text in GREEK_COMMANDS or raw.text in ("max", "min")):
        return GREEK_COMMANDS.get(raw.text, raw.text)
    if raw.kind == "*" or (raw.kind == "command" and raw.text in ("ast", "star")):
        return "star"
    page.fail("syntax", "here a subscript is missing", "as  x_{12}", raw if raw.text else below)


def upright(page: Page, out: Out, raw: Raw) -> None:
    """A word that is no function: one name."""
    if not _WORD.fullmatch(raw.text):
        plain_name(raw.text, page.text, raw.start, page.limits)
        page.fail("not_allowed", f"'{raw.text[:32]}' is no name", "letters, digits and _", raw)
    scripted(page, out, raw.text, raw)


def words(page: Page, out: Out) -> None:
    """What stands in \\text{...}: a name, or the words of a case."""
    raw = page.take()
    plain = raw.text.strip(" .,:;").lower()
    if not plain:
        return
    if plain in WHEN:
        out.append(token("when", raw))
    elif plain.split(" ")[-1] in OTHERWISE:
        out.append(token("otherwise", raw))
    elif plain in ("and", "or", "not"):
        out.append(token("name", raw, plain))
    elif plain in ("s.t", "st", "subject to", "such that", "with"):
        page.fail("not_allowed", "a constraint is no part of a formula", 'write  --box "x>=0"', raw)
    elif _WORD.fullmatch(raw.text):
        upright(page, out, raw)
        if len(plain) > 1 and page.raw.kind not in ("=", ":=", "open", "left"):
            page.note(f"the text {plain} read as the name of a variable")
    else:
        page.fail("not_allowed", "text is no part of a formula", "leave the words away", raw)
