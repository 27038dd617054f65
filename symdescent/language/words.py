"""A name in a formula goes in; the variable, constant, call or mistake that it is comes out."""

import re
from typing import NoReturn

from symdescent.errors import did_you_mean
from symdescent.language.calls import call, reduction
from symdescent.language.characters import GREEK_NAMES
from symdescent.language.names import (
    CODE,
    CONSTANTS,
    FORMS,
    FUNCTIONS,
    NOT_A_NUMBER,
    PREFIXES,
    REDUCTIONS,
    TRUTH,
    WORDS,
    canonical,
    known_words,
)
from symdescent.language.reader import Reader
from symdescent.language.subscripts import braced, indexed, is_indexed
from symdescent.language.tokens import Token
from symdescent.language.tree import Constant, Name, Node

_OPENERS = frozenset("([{.")
# Functions that may stand without brackets: sin x. The other words are variables without them.
_BARE = (
    frozenset(FUNCTIONS)
    | frozenset("ln lg tg ctg cotan cosec".split())
    | frozenset(f"arc{name}" for name in "sin cos tan tg sinh cosh tanh".split())
)
# Letters that are rather functions than factors before a bracket.
_FUNCTION_LETTERS = frozenset(
    "f g h F G H J L Gamma zeta psi phi Phi Psi delta Delta Theta".split()
)
_NUMBERED = re.compile(r"[0-9]+[A-Za-z]?")  # what follows the name in sqrt2 and sin2x


def word(reader: Reader) -> Node:
    """What begins with a name."""
    token = reader.token
    if token.text in reader.plain and reader.following.kind not in _OPENERS:
        reader.advance()
        return Name(token.text, token.start, token.end)
    return _resolve(reader, token)


def _resolve(reader: Reader, token: Token) -> Node:
    """The name's meaning, in the order in which one wins over another."""
    for applies, read in _MEANINGS:
        if applies(reader, token):
            return read(reader, token)
    return _variable(reader, token)


def _is_reduction(reader: Reader, token: Token) -> bool:
    """norm(g) in a rule, where the name has no other meaning."""
    only = reader.names.only
    return only is not None and token.text in REDUCTIONS and reader.following.kind == "("


def _is_subscripted(reader: Reader, token: Token) -> bool:
    """x_{1}, but not sum_{i=1}^{3}."""
    opens = reader.following.kind == "{" and token.text.endswith("_")
    return opens and not canonical(token.text[:-1])


def _is_logarithm(reader: Reader, token: Token) -> bool:
    """log_{10} or log_{2}."""
    base, close = (*reader.tokens[reader.place + 2 : reader.place + 4], token, token)[:2]
    opens = token.text == "log_" and reader.following.kind == "{"
    return opens and base.text in ("2", "10") and close.kind == "}"


def _logarithm(reader: Reader, token: Token) -> Node:
    """The logarithm to base 2 or 10, named as in code."""
    base = reader.tokens[reader.place + 2].text
    reader.jump(reader.place + 3)
    return call(reader, Token("name", f"log{base}", token.start, reader.token.end))


def _has_dot(reader: Reader, _: Token) -> bool:
    return reader.following.kind == "."


def _prefixed(reader: Reader, token: Token) -> Node:
    """np.exp and math.sqrt are exp and sqrt; every other dot is refused."""
    after = reader.tokens[min(reader.place + 2, len(reader.tokens) - 1)]
    if token.text not in PREFIXES or after.kind != "name":
        hint = "a decimal point needs digits around it"
        dot = reader.following
        reader.fail("not_allowed", "what follows a dot is no part of a formula", hint, dot)
    reader.advance()
    reader.advance()
    return _resolve(reader, reader.token)


def _is_declared(reader: Reader, token: Token) -> bool:
    return token.text in reader.names.declared


def _declared(reader: Reader, token: Token) -> Node:
    """A name that surely is a variable, whatever it means elsewhere."""
    if reader.following.kind == "(":
        return _product(reader, token)
    reader.plain.add(token.text)
    return _name(reader, token)


def _is_word(reader: Reader, token: Token) -> bool:
    return token.text in WORDS and not (token.text == "if" and reader.following.kind == "(")


def _reserved(reader: Reader, token: Token) -> NoReturn:
    """True, None, and: no numbers."""
    hint = "write 1 or 0" if token.text in TRUTH else ""
    reader.fail("not_allowed", f"'{token.text}' is no number and no variable", hint)


def _is_call(reader: Reader, token: Token) -> bool:
    """A known function, with brackets or, for the usual ones, without."""
    name = canonical(token.text.removesuffix("_"))
    if token.text == "gamma" and reader.names.letters is not None:
        return False  # \\gamma is a letter, \\Gamma the function
    if not name or (token.text.endswith("_") and name not in ("sum", "prod")):
        return False
    if reader.following.kind in ("(", "{"):
        return True
    return name not in FORMS and (token.text in _BARE or token.text.lower() in _BARE)


def _is_constant(_: Reader, token: Token) -> bool:
    return token.text in CONSTANTS


def _constant(reader: Reader, token: Token) -> Node:
    """pi and e; what is not written so, or may be a variable, is noted."""
    name, following = CONSTANTS[token.text], reader.following.kind
    reader.advance()
    if name == "e" and following not in ("^", "superscript"):
        reader.note(
            f"{token.text} read as Euler's number; declare it for a variable: L({token.text}) = ..."
        )
    elif token.text != name:
        reader.note(f"{token.text} read as the constant {name}")
    return Constant(name, token.start, token.end)


def _is_not_a_number(_: Reader, token: Token) -> bool:
    return token.text in NOT_A_NUMBER


def _not_a_number(reader: Reader, token: Token) -> NoReturn:
    """nan and inf."""
    reader.fail("domain", f"{token.text} is no number that can be computed with")


def _is_opened(reader: Reader, _: Token) -> bool:
    return reader.following.kind == "("


def _unknown_call(reader: Reader, token: Token) -> Node:
    """x(x-1) is a product where x is a variable; the rest is unknown."""
    text = token.text
    if text == "sigma" and reader.names.letters is not None and text not in reader.names.bare:
        return _sigmoid(reader, token)
    if _is_factor(reader, token):
        return _product(reader, token)
    if text in CODE:
        reader.fail("not_allowed", f"'{text}' is no function of a formula")
    if len(text) < 3:
        hint = f"for a product write  {text}*(...)"
    else:
        hint = did_you_mean(text, known_words())
    reader.fail("unknown_name", f"unknown function '{text}'", hint)


def _sigmoid(reader: Reader, token: Token) -> Node:
    """\\sigma(x), where no \\sigma stands without a bracket."""
    reader.note(
        r"\sigma(...) read as the sigmoid 1/(1 + e^{-x}); write \sigma \cdot (...) for a product"
    )
    return call(reader, token._replace(text="sigmoid"))


def _is_factor(reader: Reader, token: Token) -> bool:
    """Whether a name before a bracket is a factor; in LaTeX the a of a(x-1) is, p of p(x) not."""
    text, bare = token.text, token.text in reader.names.bare
    if reader.names.letters is None:
        return bare and len(text.rstrip("0123456789_")) == 1
    stem = text.partition("_")[0]
    inside = reader.tokens[reader.place + 2 : reader.place + 4]
    alone = [found.kind for found in inside] == ["name", ")"]
    single = len(stem) == 1 or stem in GREEK_NAMES
    return single and (bare or not (alone or stem in _FUNCTION_LETTERS))


def _product(reader: Reader, token: Token) -> Node:
    """A variable with a bracket after it, read as a factor."""
    reader.note(f"{token.text}(...) read as the product {token.text}·(...)")
    return _name(reader, token)


def _is_unknown(reader: Reader, token: Token) -> bool:
    only = reader.names.only
    return only is not None and token.text not in only


def _unknown_name(reader: Reader, token: Token) -> NoReturn:
    """A name that a rule does not have."""
    hint = did_you_mean(token.text, reader.names.only or ())
    reader.fail("unknown_name", f"unknown name '{token.text}'", hint)


def _variable(reader: Reader, token: Token) -> Node:
    """Every other name is a variable."""
    text = token.text
    reader.plain.add(text)
    if len(text) == 2 and text.isalpha() and text not in GREEK_NAMES:
        reader.note(f"{text} read as one name; write {text[0]}*{text[1]} for the product")
    elif text == "I" or (text == "i" and reader.names.letters is not None):
        _imaginary(reader, text)
    else:
        _note_function(reader, text)
    return _name(reader, token)


def _note_function(reader: Reader, text: str) -> None:
    """sinx and sqrt2 are names, but may be meant as functions; 2pir may be meant as 2*pi*r."""
    for function in ("pi", *sorted(_BARE, key=len, reverse=True)):
        rest = text.removeprefix(function)
        if rest != text and (_NUMBERED.fullmatch(rest) or rest in "xyz" or reader.names.used(rest)):
            meant = f"pi*{rest}" if function == "pi" else f"{function}({rest})"
            reader.note(f"{text} read as one name; write {meant} if that was meant")
            return


def _imaginary(reader: Reader, text: str) -> None:
    """I is a current or a moment of inertia, but in an exponent it is the imaginary unit."""
    if reader.raised:
        hint = f"declare it if it is a variable:  L({text}, x) = ..."
        reader.fail("not_real", f"{text} in an exponent is the imaginary unit", hint)
    reader.note(f"{text} read as a variable; there are no imaginary numbers here")


def _name(reader: Reader, token: Token) -> Node:
    reader.advance()
    return Name(token.text, token.start, token.end)


_MEANINGS = (
    (_is_reduction, reduction),
    (_is_logarithm, _logarithm),
    (_is_subscripted, braced),
    (is_indexed, indexed),
    (_has_dot, _prefixed),
    (_is_declared, _declared),
    (_is_word, _reserved),
    (_is_call, call),
    (_is_constant, _constant),
    (_is_not_a_number, _not_a_number),
    (_is_opened, _unknown_call),
    (_is_unknown, _unknown_name),
)
