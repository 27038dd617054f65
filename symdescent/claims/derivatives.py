"""A claimed gradient or Hessian: whether it is right, and its mistake."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import Derivation
from symdescent.claims import error_models
from symdescent.claims.claim import Claim, ReadText, Side, Word, matrix, shown, vector
from symdescent.claims.error_models import Mistake
from symdescent.claims.identity import Answer, Place, Question, compare, proof

WRITTEN_OUT: Final = 6  # coordinates that are written out
WORST: Final = (Word.WRONG, Word.UNDECIDED, Word.AGREES, Word.RIGHT)


@dataclass(frozen=True)
class Entry:
    """One entry of a gradient or Hessian: its name, both sides, and what was found."""

    name: str
    told: ReadText
    truth: Expr
    answer: Answer


def letters(formula: Formula) -> tuple[Symbol, ...]:
    return (*formula.variables, *formula.parameters)


def of_gradient(text: str, derivation: Derivation) -> Claim:
    """Judge a gradient: one expression a variable."""
    formula = derivation.formula
    told = vector(text, formula, "gradient")
    pairs = zip(formula.variables, told, derivation.gradient, strict=True)
    before = formula.expression
    entries = [entry(f"d{formula.title}/d{x}", t, (g, before), formula) for x, t, g in pairs]
    whole = verdict("gradient", text, entries)
    if whole.word is not Word.WRONG or any(e.answer.isolated for e in entries):
        return whole
    found = of_slopes(entries, derivation)
    return replace(whole, mistake=found.words, rule=found.rule)


def entry(name: str, told: ReadText, right: tuple[Expr, Expr], formula: Formula) -> Entry:
    """One entry judged; `right`: what it should be, and what that is the slope of."""
    truth, before = right
    asked = Question(told.expression, truth, formula.expression, letters(formula), before)
    return Entry(name, told, truth, compare(asked))


def verdict(kind: str, text: str, entries: Sequence[Entry]) -> Claim:
    """The worst word of all entries, and where the first of those fails."""
    word = next(w for w in WORST if any(e.answer.word is w for e in entries))
    wanted = [e for e in entries if e.answer.word is word]
    worst = wanted[0]
    part = ", ".join(e.name for e in wanted) if word is Word.WRONG and len(entries) > 1 else ""
    claim = Claim(
        kind,
        text,
        word,
        read=in_brackets([e.told.text for e in entries], kind),
        expected=in_brackets([shown(e.truth) for e in entries], kind),
        reason=reasons(entries) if word is Word.RIGHT else worst.answer.reason,
        part=part,
    )
    return at(claim, worst, several=len(entries) > 1)


def reasons(entries: Sequence[Entry]) -> str:
    """By what all are proved; the plainest reason is left out beside a telling one."""
    found = dict.fromkeys(e.answer.reason for e in entries)
    telling = dict.fromkeys(e.answer.reason for e in entries if e.told.expression - e.truth != 0)
    return "; ".join(telling or found)


def in_brackets(texts: Sequence[str], kind: str) -> str:
    """a, or (a, b); a Hessian as rows in brackets."""
    if len(texts) == 1:
        return texts[0]
    if kind == "gradient":
        return f"({', '.join(texts)})"
    n = round(len(texts) ** 0.5)
    rows = [f"[{', '.join(texts[i * n : i * n + n])}]" for i in range(n)]
    return f"[{', '.join(rows)}]"


def at(claim: Claim, worst: Entry, several: bool) -> Claim:
    """The claim with the point where it fails, and both values there."""
    answer = worst.answer
    if answer.point is None:
        return claim
    sides = [
        None if v is None else Side(worst.name if several else "", v)
        for v in (answer.claimed, answer.found)
    ]
    point = tuple((str(x), v) for x, v in answer.point.items())
    return replace(
        claim, point=point, where=place_text(answer.point), claimed=sides[0], found=sides[1]
    )


def place_text(point: Place) -> str:
    """x = 1, y = 2; of many coordinates the first ones, or what they all are."""
    texts = [f"{x} = {shown(v)}" for x, v in point.items()]
    if len(texts) <= WRITTEN_OUT:
        return ", ".join(texts)
    values = {shown(v) for v in point.values()}
    return f"all = {values.pop()}" if len(values) == 1 else ", ".join([*texts[:WRITTEN_OUT], "..."])


def of_slopes(entries: Sequence[Entry], derivation: Derivation) -> Mistake:
    """The mistake that all wrong entries of a gradient show."""
    formula = derivation.formula
    wrong = [i for i, e in enumerate(entries) if e.answer.word is Word.WRONG]
    if swapped(entries, wrong):
        names = " and ".join(str(formula.variables[i]) for i in wrong)
        return Mistake(f"the components of {names} are swapped")
    slopes = {
        i: error_models.Slope(
            formula.sentence.tree,
            formula.variables[i],
            formula.names,
            entries[i].told.expression,
            entries[i].truth,
        )
        for i in wrong
    }
    others = dict(zip(formula.variables, derivation.gradient, strict=True))
    found = {i: error_models.explained(slope, others) for i, slope in slopes.items()}
    shared = common(list(found.values()))
    if shared:
        return error_models.named(shared)
    told = [(entries[i].name, one(found[i], slopes[i])) for i in wrong]
    return together([(name, mistake) for name, mistake in told if mistake.words])


def common(found: Sequence[Sequence[Mistake]]) -> list[Mistake]:
    """The mistakes that explain every wrong entry."""
    return [mistake for mistake in found[0] if all(mistake in some for some in found)]


def one(found: Sequence[Mistake], slope: error_models.Slope) -> Mistake:
    """The mistake of one entry: a known one, else that it is a multiple of the right one."""
    return error_models.named(found) if found else error_models.multiple(slope)


def swapped(entries: Sequence[Entry], wrong: Sequence[int]) -> bool:
    """Whether two wrong entries are right in each other's place."""
    if len(wrong) != 2:
        return False
    i, j = (entries[k] for k in wrong)
    pairs = ((i.told.expression, j.truth), (j.told.expression, i.truth))
    return all(proof(a, b) for a, b in pairs)


def together(told: Sequence[tuple[str, Mistake]]) -> Mistake:
    """The mistakes of several entries: once where it is the same."""
    if not told:
        return Mistake("")
    words = list(dict.fromkeys(mistake.words for _, mistake in told))
    rules = "; ".join(dict.fromkeys(m.rule for _, m in told if m.rule))
    if len(words) == 1:
        return Mistake(words[0], rules)
    return Mistake("; ".join(f"{name}: {mistake.words}" for name, mistake in told), rules)


def of_hessian(text: str, derivation: Derivation) -> Claim:
    """Judge a Hessian: n rows of n expressions."""
    formula = derivation.formula
    rows = matrix(text, formula)
    n, slopes, bends = len(rows), derivation.gradient, derivation.hessian
    entries = [
        entry(second(formula, i, j), rows[i][j], (bends[i][j], slopes[i]), formula)
        for i in range(n)
        for j in range(n)
    ]
    whole = verdict("hessian", text, entries)
    if whole.word is not Word.WRONG or any(e.answer.isolated for e in entries):
        return whole
    found = of_bends(entries, derivation)
    return replace(whole, mistake=found.words, rule=found.rule)


def second(formula: Formula, i: int, j: int) -> str:
    x, y = formula.variables[i], formula.variables[j]
    below = f"d{x}^2" if i == j else f"d{x}d{y}"
    return f"d^2{formula.title}/{below}"


def of_bends(entries: Sequence[Entry], derivation: Derivation) -> Mistake:
    """The mistake that all wrong entries of a Hessian show."""
    n = len(derivation.formula.variables)
    wrong = [i for i, e in enumerate(entries) if e.answer.word is Word.WRONG]
    for words, made in patterns(derivation):
        if all(same(e.told.expression, made[i // n][i % n]) for i, e in enumerate(entries)):
            return Mistake(words, "H_ij = d^2L/(dx_i dx_j), and H_ij = H_ji")
    if any(
        not same(entries[i].told.expression, entries[turned(i, n)].told.expression) for i in wrong
    ):
        lone = [i for i in wrong if turned(i, n) not in wrong]
        if len(lone) == len(wrong):
            return Mistake("the matrix is not symmetric", "H_ij = H_ji")
    slopes = {i: bend(entries[i], derivation, i // n, i % n) for i in wrong}
    shared = common([error_models.explained(slope, {}) for slope in slopes.values()])
    if shared:
        return error_models.named(shared)
    multiples = {error_models.multiple(slope) for slope in slopes.values()}
    return multiples.pop() if len(multiples) == 1 else Mistake("")


def turned(i: int, n: int) -> int:
    """The place of the entry on the other side of the diagonal."""
    return (i % n) * n + i // n


def same(first: Expr, second: Expr) -> bool:
    return bool(first == second) or bool(proof(first, second))


def bend(one: Entry, derivation: Derivation, i: int, j: int) -> error_models.Slope:
    formula = derivation.formula
    slope = tree(derivation.gradient[i])
    return error_models.Slope(
        slope, formula.variables[j], formula.names, one.told.expression, one.truth
    )


def patterns(derivation: Derivation) -> list[tuple[str, list[list[Expr]]]]:
    """Matrices that people write for the Hessian, with what is wrong about each."""
    g, h, places = derivation.gradient, derivation.hessian, range(len(derivation.gradient))
    zero = sp.Integer(0)

    def made(entry: Callable[[int, int], Expr]) -> list[list[Expr]]:
        return [[entry(i, j) for j in places] for i in places]

    def beside(factor: int) -> list[list[Expr]]:
        return made(lambda i, j: h[i][j] * (1 if i == j else factor))

    found = [
        ("first derivatives where second ones belong", made(lambda i, j: g[i] if i == j else zero)),
        ("products of first derivatives, not second derivatives", made(lambda i, j: g[i] * g[j])),
    ]
    if len(places) > 1:
        found += [
            ("the entries beside the diagonal are missing", beside(0)),
            ("the entries beside the diagonal have the wrong sign", beside(-1)),
            ("the entries beside the diagonal are doubled", beside(2)),
            ("the variables are in another order", made(lambda i, j: h[-1 - i][-1 - j])),
        ]
    return found
