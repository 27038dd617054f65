"""A claimed closed form of the iterates goes in; whether it is theirs, for every k, comes out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import sympy as sp
from sympy import Expr, Rational

from symdescent.calculus.formula import build
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.rule_step import Update
from symdescent.claims.certain import sign, value
from symdescent.claims.comparison import constant, is_undefined
from symdescent.claims.identity import proof
from symdescent.claims.iterates import number, stepped
from symdescent.claims.mistakes import Mistake
from symdescent.claims.reading import Told, bare, split
from symdescent.claims.records import Claim, Side, Word
from symdescent.claims.walks import State, Walk
from symdescent.errors import FormulaError, InputError
from symdescent.language import FROM_FILE, plain
from symdescent.language import parse as sentence
from symdescent.problem.options import Options
from symdescent.problem.setting import Setting, prepare
from symdescent.recurrence.affine_map import AffineMap, affine_map
from symdescent.recurrence.closed_form import ClosedForm, Geometric, K
from symdescent.recurrence.eigenmodes import closed_form

COMPARED: Final = 13
FARTHER: Final = 250  # where there is no proof
TRIED: Final = (*range(300), 999, 1000, 9_999)
CLOSE: Final = 1e-30
LEFT: Final = re.compile(  # x_k = , x_{1,k} = , x₁,ₖ =
    r"^\s*\w+\s*(_k|ₖ|\(k\)|\[k\]|_\{(\w+,)?k\}|\(\w+,k\))?\s*=(?!=)\s*"
)


def of_closed_form(text: str, derivation: Derivation, given: Options) -> Claim:
    """Judge x_k as a formula in k, one a variable."""
    if given.get("start") is None or (given.get("rate") is None and not given.get("optimizer")):
        hint = "say them with  --x0 14 --lr 0.1"
        raise InputError("empty", "a closed form needs the start and the learning rate", hint)
    setting = prepare(derivation.formula, given)
    update = stepped(setting)
    typed = read(text, len(setting.start))
    told = [one.expression.xreplace({sp.Symbol("k", real=True): K}) for one in typed]
    claim = Claim("closed form", text, Word.UNDECIDED, read=listed([one.text for one in typed]))
    form = closed_form(update, setting.start)
    if form is not None:
        claim = replace(claim, expected=listed([plain(tree(e)) for e in form.expressions]))
    return judged(claim, told, form, update, setting)


def judged(
    claim: Claim, told: list[Expr], form: ClosedForm | None, update: Update, setting: Setting
) -> Claim:
    """Compared with the first iterates; then proved, or without a proof compared with more."""
    walk = Walk(update)
    wrong, compared = difference(told, walk, setting, COMPARED)
    if wrong is None:
        settled = without_value(claim, told) or proved(claim, told, update, setting)
        if settled is not None:
            return settled
        walk = Walk(update)
        wrong, compared = difference(told, walk, setting, FARTHER)
    if wrong is not None:
        found = mistake(told, form, setting)
        return replace(
            at(claim, wrong, setting, walk.is_exact), mistake=found.words, rule=found.rule
        )
    if not compared:
        return replace(claim, reason="no iterate could be compared")
    reason = f"the same as the first {compared} iterates"
    return replace(claim, word=Word.AGREES, reason=reason)


def without_value(claim: Claim, told: list[Expr]) -> Claim | None:
    """Undecided where the claim has no value at some k."""
    partial = list(filter(is_partial, told))
    lacking = next((k for k in TRIED if any(is_undefined(e, {K: k}) for e in partial)), None)
    if lacking is None:
        return None
    reason = f"the claim has no value at k = {lacking}"
    return replace(claim, reason=reason, where=f"k = {lacking}")


def listed(texts: list[str]) -> str:
    """a, or (a, b)."""
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def read(text: str, n: int) -> list[Told]:
    """One expression in k a variable."""
    text = text.replace(",ₖ", "ₖ")  # x₁,ₖ = ... is one entry
    pieces = split(text)
    pieces = split(bare(text)) if len(pieces) == 1 and n > 1 else pieces
    if len(pieces) != n:
        raise InputError("type", f"the closed form has {len(pieces)} entries for {n} variables")
    return [in_k(LEFT.sub("", piece)) for piece in pieces]


def in_k(text: str) -> Told:
    found = sentence(text, variables=["k"], limits=FROM_FILE)
    strange = next((name for name in found.names if name != "k"), None)
    if strange is not None:
        place = max(text.find(strange), 0)
        message = f"a closed form is in k alone, not in '{strange}'"
        raise FormulaError("unknown_name", message, text, (place, place + len(strange)))
    return Told(found.tree, build(found).expression)


@dataclass(frozen=True)
class Difference:
    """The first k at which a claim differs: which coordinate, and both values."""

    k: int
    index: int
    claimed: Expr
    right: Fraction


def difference(
    told: Sequence[Expr], walk: Walk, setting: Setting, most: int
) -> tuple[Difference | None, int]:
    """The first k at which the claim differs for certain, else how many iterates were compared."""
    state: State | None = walk.begin(setting.start)
    for k in range(most):
        if state is None:
            return None, k
        for i, expression in enumerate(told):
            claimed = value(expression.xreplace({K: sp.Integer(k)}), {})
            if claimed is not None and is_off(claimed, state[i], walk.is_exact):
                return Difference(k, i, claimed, state[i]), k
        state = walk.after(state, k + 1)
    return None, most


def is_off(claimed: Expr, right: Fraction, exact: bool) -> bool:
    """Whether a claimed number is another one; numbers known to some digits must be far apart."""
    gap = claimed - exactly(right)
    return bool(sign(gap)) and (exact or abs(float(gap)) > CLOSE)


def at(claim: Claim, found: Difference, setting: Setting, exact: bool) -> Claim:
    """The claim with the iterate at which it fails."""
    name = str(setting.formula.variables[found.index])
    return replace(
        claim,
        word=Word.WRONG if exact else Word.DISAGREES,
        where=f"k = {found.k}",
        claimed=Side(name, found.claimed),
        found=Side(name, number(found.right)),
        part=name if len(setting.start) > 1 else "",
    )


def proved(claim: Claim, told: list[Expr], update: Update, setting: Setting) -> Claim | None:
    """For every k by start and recurrence, or by the closed form that is proved; else None."""
    if any(map(is_partial, told)):
        return None
    found = affine_map(update)
    memoryless = found is not None and len(found.shift) == len(setting.start)
    if found is not None and memoryless and solves(told, found, setting.start):
        reason = "x_0 is the start, and x_(k+1) follows from x_k for every k"
        return replace(claim, word=Word.RIGHT, reason=reason)
    form = closed_form(update, setting.start)
    if form is not None and all(map(proof, told, form.expressions)):
        word = Word.RIGHT if form.checked or memoryless else Word.DERIVED
        reason = "equal to the closed form, which solves the recurrence from this start"
        return replace(claim, word=word, reason=reason)
    return None


def is_partial(told: Expr) -> bool:
    """Whether it may have no value at some k: a root, a logarithm or a divisor that moves."""
    for node in sp.preorder_traversal(told):
        if node.has(K) and isinstance(node, sp.log) and not node.args[0].is_positive:
            return True
        if node.has(K) and isinstance(node, sp.asin | sp.acos | sp.acosh | sp.atanh | sp.tan):
            return True
        if node.is_Pow and node.base.has(K) and not node.base.is_positive:
            if not node.exp.is_integer or not (node.exp.is_nonnegative or node.base.is_nonzero):
                return True
    return False


def solves(told: list[Expr], found: AffineMap, start: Sequence[Fraction]) -> bool:
    """Start and recurrence, exactly: x_(k+1) = M x_k + c."""
    begun = [e.xreplace({K: sp.Integer(0)}) for e in told]
    if not all(constant(b, exactly(s)) for b, s in zip(begun, start, strict=True)):
        return False
    for i, (row, shift) in enumerate(zip(found.matrix, found.shift, strict=True)):
        after = sp.Add(exactly(shift), *[exactly(m) * e for m, e in zip(row, told, strict=True)])
        if not proof(told[i].xreplace({K: K + 1}), after):
            return False
    return True


def exactly(number: Fraction) -> Expr:
    return Rational(number.numerator, number.denominator)


def mistake(told: list[Expr], form: ClosedForm | None, setting: Setting) -> Mistake:
    """The mistake that makes exactly this closed form: one variable, one geometric term."""
    if form is None or len(told) != 1:
        return Mistake("")
    terms = [term for mode in form.modes for term in mode.terms]
    if len(terms) != 1 or not isinstance(terms[0], Geometric) or terms[0].power:
        return Mistake("")
    found = [words for words, other in spoilt(form, terms[0], exactly(setting.start[0]))
             if other != told[0] and proof(told[0], other) or other == told[0]]  # fmt: skip
    unique = list(dict.fromkeys(found))
    rule = "x_k = c + (x_0 - c)·r^k, c the fixed point, r = 1 - lr·L''"
    return Mistake(" or ".join(unique), rule) if 0 < len(unique) <= 2 else Mistake("")


def spoilt(form: ClosedForm, term: Geometric, start: Expr) -> Iterator[tuple[str, Expr]]:
    """What people write instead of c + d r^k."""
    (c,), d, r = form.fixed, term.coefficient * form.modes[0].direction[0], term.root
    yield "x_0 stands where x_0 - c belongs, c the fixed point", c + start * r**K
    yield "the fixed point is missing", d * r**K
    yield (
        "the fixed point is missing, and x_0 stands where x_0 - c belongs, c the fixed point",
        start * r**K,
    )
    yield "the sign of x_0 - c, c the fixed point", c - d * r**K
    yield "the sign within the factor: 1 + lr·L'' in the place of 1 - lr·L''", c + d * (2 - r) ** K
    yield "the factor is 1 - lr·L'', not lr·L''", c + d * (1 - r) ** K
    yield "the exponent is off by one", c + d * r ** (K + 1)
    yield "the exponent is off by one", c + d * r ** (K - 1)
