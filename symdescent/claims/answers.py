"""The check of claims about a formula, and where solvers put its minimum."""

import math
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from fractions import Fraction
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import Final, Unpack

from symdescent import proofs
from symdescent.calculus.accurate_evaluation import excess, floats
from symdescent.calculus.expressions import part_of
from symdescent.calculus.formula import demand_variable
from symdescent.calculus.gradient import Derivation, derive
from symdescent.calculus.parsing import FormulaLike, is_expression
from symdescent.claims import derivatives, extremes, iterates
from symdescent.claims.claim import Check, Claim, Rival
from symdescent.claims.extremes import Case
from symdescent.errors import InputError
from symdescent.language.tree import Negative
from symdescent.numeric.run import Run
from symdescent.problem import options
from symdescent.problem.options import Options
from symdescent.problem.problem import asked, pose, read
from symdescent.problem.setting import prepare, update, walk_down
from symdescent.proofs import Kind, Minimum

SOLVERS: Final = ("BFGS", "L-BFGS-B", "CG", "Nelder-Mead", "Powell", "trust-constr")
BOUNDED: Final = ("L-BFGS-B", "Nelder-Mead", "Powell", "trust-constr")
STEPS: Final = 1000
SOLVER_SECONDS: Final = 5.0


def rivals(derivation: Derivation, against: str | None, given: Options) -> tuple[Rival, ...]:
    """The rows of the table: ours, exact, then each of scipy's; none where that was not asked for.

    Raises InputError for another name than scipy, MissingExtra where scipy is not installed.
    """
    if against is None:
        return ()
    if against != "scipy":
        raise InputError("unknown_name", f"there is no '{against[:40]}' to compare with", "scipy")
    problem = pose(derivation.formula, given)
    limit = options.seconds(given.get("time_limit", SOLVER_SECONDS))
    minimum = proofs.minimum(asked(problem), limit)
    ours = walked(given.get("optimizer"), derivation, minimum, given)
    plain = Options(**{k: v for k, v in given.items() if k in ("start", "box", "tolerance")})  # type: ignore[typeddict-item]
    methods = BOUNDED if problem.bounds.box.bounded else SOLVERS
    theirs = [walked(f"scipy:{name}", derivation, minimum, plain) for name in methods]
    return (ours, proved(minimum), *theirs)


def walked(optimizer: object, derivation: Derivation, minimum: Minimum, given: Options) -> Rival:
    """One solver, from the start that all of them have."""
    asked = Options(**{**given, "steps": given.get("steps") or STEPS, "optimizer": optimizer})
    setting = prepare(pose(derivation.formula, asked), asked)
    run = walk_down(setting, update(setting))
    ours = not str(optimizer).startswith("scipy:")
    name = f"symdescent: {setting.rule.name}" if ours else str(optimizer)
    return Rival(name, point(run), value(run), gap(derivation, minimum, run), run.steps,
                 str(run.outcome))  # fmt: skip


def point(run: Run) -> tuple[float, ...]:
    return tuple(run.points[run.best].tolist())


def value(run: Run) -> float | None:
    found = float(run.values[run.best])
    return found if math.isfinite(found) else None


def gap(derivation: Derivation, minimum: Minimum, run: Run) -> float | None:
    """How far above the exact minimum or infimum, at the very floats."""
    if minimum.value is None or minimum.kind not in (Kind.GLOBAL, Kind.NOT_ATTAINED):
        return None
    found = excess(derivation, point(run), minimum.value)
    return found if math.isfinite(found) else None


def proved(minimum: Minimum) -> Rival:
    """The exact side's row."""
    known = minimum.points and not minimum.parameters
    where = tuple(floats(minimum.points[0]).tolist()) if known else ()
    least = None if minimum.value is None else float(floats([minimum.value])[0])
    told = f"{minimum.kind}, {minimum.word}" if minimum.kind in proofs.FINAL else str(minimum.kind)
    return Rival("exact", where, least, None if least is None else 0.0, None, told)


Meanwhile = AbstractContextManager[object]
SECONDS: Final = 5.0
CLAIMS: Final = ("gradient", "hessian", "minimum", "value", "iterates", "closed_form", "against")
OWN: Final = (*Options.__annotations__, *CLAIMS)


class Claimed(Options, total=False):
    """What is claimed, beside the options of a descent.

    `gradient`: "2x, 4y", or one text a variable; `hessian`: "[[2, 0], [0, 4]]", or rows; `minimum`:
    the minimisers ("x=1, y=2", "(1,2), (-1,2)"), "none" or "unbounded"; `value`: the least value;
    `iterates`: a table: rows of numbers, comma-separated text, or the Path of such a file;
    `closed_form`: x_k as a formula in k; `against`: "scipy", for a table of its solvers.
    """

    gradient: object
    hessian: object
    minimum: object
    value: object
    iterates: object
    against: str | None
    closed_form: object


def check(
    text: FormulaLike, *, meanwhile: Meanwhile | None = None, **asked: Unpack[Claimed]
) -> Check:
    """Judge claims about a formula: proved right, proved wrong at a point, or what else is known.

    Raises FormulaError or InputError for what cannot be read; a claim that cannot be decided is an
    answer. `start`, `rate` and `optimizer` belong to `iterates` and `closed_form`, `box` to
    `minimum` and `value`, for whose proof `time_limit` seconds are spent (default 5).
    """
    asked = options.understood(asked, OWN)
    demand(asked)
    given = Options(**{k: v for k, v in asked.items() if k not in CLAIMS})  # type: ignore[typeddict-item]
    formula = read(text, given)
    demand_variable(formula)
    with meanwhile or nullcontext():
        derivation = derive(formula)
        claims = tuple(judged(derivation, asked, given))
        return Check(formula, claims, rivals(derivation, asked.get("against"), given))


def demand(asked: Mapping[str, object]) -> None:
    """Refuse a check of nothing."""
    if all(asked.get(name) is None for name in CLAIMS):
        hint = 'as  symdescent check "(x-4)^2" --gradient "2(x-4)"'
        raise InputError("empty", "there is no claim to check", hint)


def judged(derivation: Derivation, asked: Mapping[str, object], given: Options) -> list[Claim]:
    """The claims that were made, in the order of the record's kinds."""
    typed = as_typed(derivation)
    claims = [of(words(asked[name]), typed) for name, of in SLOPES.items() if has(asked, name)]
    if any(has(asked, name) for name in LEAST):
        case = answered(derivation, given)
        claims += [of(words(asked[name]), case) for name, of in LEAST.items() if has(asked, name)]
    claims += [
        of(lines(asked[name]), derivation, given) for name, of in WALKED.items() if has(asked, name)
    ]
    return claims


def content(path: PathLike[str]) -> str:
    """What a text file holds; InputError where it cannot be read."""
    try:
        return decoded(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("type", f"the file cannot be read: {reason}: {str(path)[:200]}") from None


def decoded(data: bytes) -> str:
    """UTF-8; UTF-16 with its mark; else the encoding in which Excel saves a CSV in the West."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def lines(given: object) -> str:
    """A table as text: rows that are lists of numbers, or numbers, each on a line."""
    if isinstance(given, str | PathLike) or not isinstance(given, Sequence):
        return words(given)
    if all(isinstance(row, str) for row in given):
        return words(given)
    return "\n".join(words(row).replace(" ", "") for row in given)


def has(asked: Mapping[str, object], name: str) -> bool:
    return asked.get(name) is not None


def as_typed(derivation: Derivation) -> Derivation:
    """That of what was typed, where `maximize` has changed its sign."""
    formula, tree = derivation.formula, derivation.formula.sentence.tree
    if not (formula.sentence.is_maximised and isinstance(tree, Negative)):
        return derivation
    sentence = replace(formula.sentence, tree=tree.operand, is_maximised=False)
    return derive(replace(formula, sentence=sentence, expression=-formula.expression))


SLOPES: Final[dict[str, Callable[[str, Derivation], Claim]]] = {
    "gradient": derivatives.of_gradient,
    "hessian": derivatives.of_hessian,
}
WALKED: Final[dict[str, Callable[[str, Derivation, Options], Claim]]] = {
    "iterates": iterates.of_iterates,
    "closed_form": iterates.of_closed_form,
}
LEAST: Final[dict[str, Callable[[str, Case], Claim]]] = {
    "minimum": extremes.of_minimum,
    "value": extremes.of_value,
}


def answered(derivation: Derivation, given: Options) -> Case:
    """The formula with its exact minimum, searched for in a process that can be killed."""
    problem = pose(derivation.formula, given)
    limit = options.seconds(given.get("time_limit", SECONDS))
    return Case(derivation, problem.bounds, proofs.minimum(asked(problem), limit))


def words(given: object, brackets: str = "") -> str:
    """A claim as text, however it was given: texts, numbers, rows of them, or a file."""
    if isinstance(given, str):
        return given
    if isinstance(given, PathLike):
        return content(given)
    if is_expression(given) and not isinstance(given, Real):
        entries = getattr(given, "tolist", None)  # a matrix
        return words(entries()) if entries else part_of(given)
    if isinstance(given, Fraction) or (isinstance(given, Real) and not isinstance(given, bool)):
        return str(given)
    if isinstance(given, Sequence):
        inside = ", ".join(words(part, "()") for part in given)
        return f"({inside})" if brackets else inside
    kind = type(given).__name__
    raise InputError("type", f"a claim is text, a number or a list of them, not {kind}")
