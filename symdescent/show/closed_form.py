"""A closed form goes in, one line of text comes out: x_k = 4 + 10(9/10)^k, or nothing if long."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import sympy as sp
from sympy import Expr

from symdescent.language import pretty
from symdescent.language.characters import TO_SUBSCRIPT
from symdescent.show.words import Fact, indexed_name, name, spell
from symdescent.studies import Study
from symdescent.symbolic.closed_form import ClosedForm, Geometric, K, Mode, Term, Turning
from symdescent.symbolic.retelling import tree

WIDE: Final = 100  # characters of the sum
MINUS: Final = "−"


def closed_form(study: Study) -> tuple[Fact, ...]:
    """The line with what was checked; nothing where there is no closed form, or a long one."""
    form = study.closed
    if form is None:
        return ()
    alone = len(form.fixed) == 1
    text = joined(of_one(form) if alone else of_many(form))
    if len(text) > WIDE and not alone:
        return ()
    angles = [f"cos {t} = {spell(turn.cosine)}" for t, turn in zip(*turning(form), strict=True)]
    line = "; ".join([f"{point_name(study.run.names)} = {text}", *angles])
    return (Fact("Closed form", line, agreement(study, form)),)


def agreement(study: Study, form: ClosedForm) -> str:
    """How many exact iterates the closed form was compared with on the screen's rows."""
    shown = study.iterates
    agrees = bool(shown) and list(form.first(len(shown))) == list(shown)
    return f"checked: {len(shown)} exact iterate{'s' * (len(shown) > 1)}" if agrees else ""


def point_name(names: Sequence[str]) -> str:
    """x_k, or (x, y)_k."""
    if len(names) == 1:
        return indexed_name(names[0], "ₖ")
    return f"({', '.join(map(name, names))})ₖ"


def turning(form: ClosedForm) -> tuple[list[str], list[Turning]]:
    """The angles that are used, each with a name and with a term that turns by it."""
    turns = [t for m in form.modes for t in m.terms if isinstance(t, Turning)]
    different = list({turn.cosine: turn for turn in turns}.values())
    names = [f"θ{TO_SUBSCRIPT[str(i)]}" for i in range(1, len(different) + 1)]
    return (names if len(names) > 1 else ["θ"] * len(names)), different


def of_one(form: ClosedForm) -> list[str]:
    """The terms of one coordinate."""
    [fixed], moving = form.fixed, [(m, t) for m in form.modes for t in m.terms]
    terms = summands(form, [of_scale(term, mode.direction[0]) for mode, term in moving])
    return terms if fixed.is_zero and terms else [spell(fixed), *terms]


def of_scale(term: Term, scale: Expr) -> Term:
    """The term times a number."""
    if isinstance(term, Geometric):
        return replace(term, coefficient=scale * term.coefficient)
    parts = (scale * term.cosine_part, scale * term.sine_part)
    return replace(term, cosine_part=parts[0], sine_part=parts[1])


def summands(form: ClosedForm, terms: Sequence[Term]) -> list[str]:
    """The terms, those of one real root together: (1/2 + 1/4 k) 2^-k."""
    texts: list[str] = []
    roots = list(dict.fromkeys(t.root if isinstance(t, Geometric) else t for t in terms))
    for root in roots:
        alike = [t for t in terms if isinstance(t, Geometric) and t.root == root]
        if len(alike) < 2:
            texts.append(told(form, alike[0] if alike else root))
            continue
        inner = [pretty(tree(t.coefficient * K**t.power)) for t in alike]
        texts.append(f"({joined(inner)})·{pretty(tree(sp.Pow(root, K)))}")
    return texts


def of_many(form: ClosedForm) -> list[str]:
    """The fixed point and a term for each mode that moves."""
    terms = [of_mode(form, mode) for mode in form.modes if mode.terms]
    return terms if terms and not any(form.fixed) else [vector(form.fixed), *terms]


def of_mode(form: ClosedForm, mode: Mode) -> str:
    direction = vector(mode.direction)
    first, *more = mode.terms
    if more:
        terms = summands(form, mode.terms)
        return f"{direction}·({joined(terms)})" if len(terms) > 1 else f"{direction}·{terms[0]}"
    if isinstance(first, Turning) and first.cosine_part != 0 and first.sine_part != 0:
        return f"{direction}·{told(form, first)}"
    number, rest = shared(first)
    return times(number, f"{direction}·{told(form, rest)}")


def shared(term: Term) -> tuple[Expr, Term]:
    """The number in front of a term, and the term without it."""
    if isinstance(term, Geometric):
        return term.coefficient, Geometric(sp.S.One, term.root, term.power)
    number = term.cosine_part or term.sine_part
    parts = (term.cosine_part / number, term.sine_part / number)
    return number, Turning(term.size, term.cosine, term.sine, *parts, term.power)


def told(form: ClosedForm, term: Term) -> str:
    """One term: a number, a power of k, and for complex roots the turning."""
    if isinstance(term, Geometric):
        lead = term.coefficient * K**term.power
        return pretty(tree(sp.Mul(lead, sp.Pow(term.root, K))))
    power = pretty(tree(K**term.power * sp.Pow(term.size, K)))
    power = "" if term.size == 1 and not term.power else f"{power}·"
    names, turns = turning(form)
    [angle] = [n for n, other in zip(names, turns, strict=True) if other.cosine == term.cosine]
    parts = ((term.cosine_part, f"cos(k{angle})"), (term.sine_part, f"sin(k{angle})"))
    shown = [(number, wave) for number, wave in parts if number != 0]
    if len(shown) == 1:
        return times(shown[0][0], f"{power}{shown[0][1]}")
    return f"{power}({joined([times(number, wave) for number, wave in shown])})"


def times(number: Expr, text: str) -> str:
    """The text with a number in front."""
    if number == 1:
        return text
    return f"{MINUS}{text}" if number == -1 else f"{bracketed(number)}·{text}"


def bracketed(number: Expr) -> str:
    text = pretty(tree(number))
    return f"({text})" if number.is_Add else text


def vector(point: Sequence[Expr]) -> str:
    return f"({', '.join(pretty(tree(x)) for x in point)})"


def joined(terms: Sequence[str]) -> str:
    """A sum of texts, each with its sign."""
    first, *rest = terms
    return first + "".join(f" {MINUS} {t[1:]}" if t.startswith(MINUS) else f" + {t}" for t in rest)
