"""Letters that have no value, and what is assumed of them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from symdescent.calculus.formula import Formula, demand_variable
from symdescent.calculus.parsing import FormulaLike, parse
from symdescent.errors import FormulaError, InputError
from symdescent.problem import options
from symdescent.problem.options import Options, known
from symdescent.problem.problem import Problem, read
from symdescent.proofs.letter_signs import RELATIONS, Fact

SIGNS = (("≥", ">="), ("≤", "<="), ("≠", "!="), ("==", "="))
BETWEEN = re.compile(r"(>=|<=|!=|=|<|>)")
EXAMPLE = 'for example  --assume "a>0, b!=0"'


def with_letters(text: FormulaLike, parameters: object, assume: object, given: Options) -> Problem:
    """The problem of a text some letters of which have no value; `assume`: what holds of them.

    Raises FormulaError or InputError, also where there is no such letter.
    """
    formula = lettered(read(text, given), letters(parameters))
    names = [[str(x.name) for x in some] for some in (formula.parameters, formula.variables)]
    assumed = assumptions(assume, names[0], names[1], options.parameters(given.get("let")))
    return Problem(formula, options.bounds(None, names[1]), assumed)


def letters(given: object) -> tuple[str, ...]:
    """The names of --parameters: a,b or a list of them."""
    if given is None:
        return ()
    names = re.split(r"[,;\s]+", given.strip(", ;")) if isinstance(given, str) else given
    if not isinstance(names, Sequence) or not all(isinstance(n, str) and n for n in names):
        raise InputError("type", f"parameters are names, not {given!r:.40}", "for example  a,b")
    return tuple(dict.fromkeys(names))


def lettered(formula: Formula, names: Sequence[str]) -> Formula:
    """The formula with these variables as parameters."""
    for name in names:
        known(name, [*formula.sentence.names], "--parameters")
    kept = tuple(x for x in formula.variables if x.name not in names)
    moved = tuple(x for x in formula.variables if x.name in names)
    if not kept and moved:
        raise InputError("no_variable", "every letter is a parameter: there is no variable")
    made = replace(formula, variables=kept, parameters=(*formula.parameters, *moved))
    demand_variable(made)
    if not made.parameters:
        raise InputError("unknown_name", "no letter is without a value", "use  --parameters a,b")
    return made


def assumptions(
    given: object, letters: Sequence[str], variables: Sequence[str], let: dict[str, Fraction]
) -> tuple[Fact, ...]:
    """The facts of a text such as "a>0, 0<=b<=1".

    Raises InputError for what is no condition, and for one on anything but `letters`.
    """
    if given is None:
        return ()
    if not isinstance(given, str):
        raise InputError("type", f"assume must be text, not {given!r:.40}", EXAMPLE)
    for typed, plain in SIGNS:
        given = given.replace(typed, plain)
    pieces = [piece.strip() for piece in re.split(r"[,;]|\band\b", given) if piece.strip()]
    facts = [fact for piece in pieces for fact in chain(piece, let)]
    for fact in facts:
        demand_letters(fact, letters, variables)
    return tuple(dict.fromkeys(facts))


def chain(piece: str, let: dict[str, Fraction]) -> list[Fact]:
    """One fact for each sign between two sides."""
    parts = [part.strip() for part in BETWEEN.split(piece)]
    if len(parts) < 3 or not all(parts[::2]):
        raise InputError("syntax", f"this condition cannot be read: {piece[:60]}", EXAMPLE)
    sides = [side(part, piece, let) for part in parts[::2]]
    assert set(parts[1::2]) <= set(RELATIONS)
    pairs = zip(sides, parts[1::2], sides[1:], strict=False)
    return [fact(left, relation, right) for left, relation, right in pairs]


def fact(left: Any, relation: str, right: Any) -> Fact:
    """left - right against 0, turned round where it would begin with a minus."""
    gap = left - right
    if gap.could_extract_minus_sign():
        return Fact(-gap, relation.translate(str.maketrans("<>", "><")))
    return Fact(gap, relation)


def side(text: str, piece: str, let: dict[str, Fraction]) -> Any:
    """The expression on one side."""
    try:
        return parse(text, let=let).expression
    except FormulaError as mistake:
        message = f"this condition cannot be read: {piece[:60]}: {mistake.message}"
        raise InputError(mistake.kind, message, mistake.hint or EXAMPLE) from None


def demand_letters(fact: Fact, letters: Sequence[str], variables: Sequence[str]) -> None:
    for name in sorted(str(symbol.name) for symbol in fact.expression.free_symbols):
        if name in variables:
            message = f"a condition is on letters, and {name} is minimised over"
            hint = f"keep it as a letter with  --parameters {name},  or bound it with  --box"
            raise InputError("domain", message, hint)
        known(name, letters, "--assume")
