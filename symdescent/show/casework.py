"""The cases of a formula with letters go in; the report on them comes out."""

from collections.abc import Iterator

from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.exact import FINAL, Kind
from symdescent.exact.branches import Case
from symdescent.exact.signs import Fact as Condition
from symdescent.language import plain, pretty
from symdescent.minimum_search import Cases
from symdescent.printing.escaping import in_latex as in_text
from symdescent.show.facts import notes, opening
from symdescent.show.latex import PREAMBLE, equation, least
from symdescent.show.latex import spelt as in_latex
from symdescent.show.proving import in_brief, names, standing, step_text, written_steps
from symdescent.show.report import Report
from symdescent.show.words import Fact, describe

SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
IN_LATEX = {">=": r"\ge", "<=": r"\le", "!=": r"\ne"}
ALWAYS = "for all values of the letters"


def report(done: Cases, whole: bool) -> Report:
    """A fact a case, its proof below it."""
    assumed = ", ".join(map(condition, done.assumed))
    return Report(
        (
            opening(done.formula),
            *notes(done.formula),
            *((Fact("", f"where {assumed}"),) if assumed else ()),
            *(fact for i, case in enumerate(done.cases, 1) for fact in told(i, case, done, whole)),
        ),
        (),
        closing(done),
    )


def condition(fact: Condition) -> str:
    """A condition as a book has it: a ≥ 0."""
    left, right = (pretty(tree(side)) for side in fact.sides)
    return f"{left} {SIGNS.get(fact.relation, fact.relation)} {right}"


def conditions(case: Case) -> str:
    return ", ".join(map(condition, case.conditions)) or ALWAYS


def told(number: int, case: Case, done: Cases, whole: bool) -> Iterator[Fact]:
    """Where it holds, what is so there, and why."""
    text, _ = describe(case.minimum, names(done.formula))
    yield Fact("", "")
    yield Fact(f"Case {number}", conditions(case))
    yield Fact(" ", text, how_sure(case))
    for index, step in enumerate(case.minimum.proof if whole else (), 1):
        yield Fact(" ", f"{index}. {step_text(step)}")


def how_sure(case: Case) -> str:
    return case.minimum.reason if case.minimum.kind is Kind.UNDECIDED else standing(case.minimum)


def closing(done: Cases) -> tuple[str, ...]:
    """How many cases are open."""
    many = sum(case.minimum.kind not in FINAL for case in done.cases)
    return (f"{many} of {len(done.cases)} cases not decided",) if many else ()


def latex(done: Cases, whole: bool) -> str:
    """The formula and a list of its cases, to be set in any article."""
    assumed = ", ".join(map(in_mathematics, done.assumed))
    return "\n".join(
        [
            PREAMBLE,
            r"\begin{align*}",
            equation(done.formula),
            r"\end{align*}",
            *((f"where {assumed}:",) if assumed else ()),
            r"\begin{itemize}",
            *(line for case in done.cases for line in item(case, done.formula, whole)),
            r"\end{itemize}",
        ]
    )


def item(case: Case, formula: Formula, whole: bool) -> Iterator[str]:
    where = ", ".join(map(in_mathematics, case.conditions)) or ALWAYS
    text, _ = describe(case.minimum, names(formula))
    answer = least(case.minimum, formula) or in_text(text)
    yield rf"\item {where}: {answer}; {in_text(how_sure(case))}."
    if whole and case.minimum.proof:
        yield r"\begin{enumerate}"
        yield from (rf"\item {line}" for line in written_steps(case.minimum, formula))
        yield r"\end{enumerate}"


def in_mathematics(fact: Condition) -> str:
    left, right = map(in_latex, fact.sides)
    return f"${left} {IN_LATEX.get(fact.relation, fact.relation)} {right}$"


def rows(done: Cases) -> Iterator[list[str]]:
    """A row a case: its conditions, and the cells of its minimum."""
    assumed = tuple(done.assumed)
    for case in done.cases:
        yield [", ".join(f.words for f in (*assumed, *case.conditions)), *in_brief(case.minimum)]


def lines(done: Cases) -> Iterator[str]:
    """A line a case: a > 0: -b/(2*a)."""
    for case in done.cases:
        found = case.minimum
        points = [", ".join(plain(tree(x)) for x in point) for point in found.points[:1]]
        yield f"{case.words or 'always'}: {points[0] if points else f'none, {found.kind}'}"


def in_short(done: Cases) -> Iterator[str]:
    """What was typed, and a line a case."""
    yield done.formula.text
    for case in done.cases:
        text, _ = describe(case.minimum, names(done.formula))
        yield f"  {conditions(case)}: {text}; {how_sure(case)}"
