"""The report on an exact minimum, or on the minimum case by case, with its proof."""

from collections.abc import Iterator, Sequence

from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.language import plain, pretty
from symdescent.lessons.proof_text import Proven
from symdescent.messages.sentences import line, sentence
from symdescent.messages.typed import typed_reasons
from symdescent.minimum_search import Cases, Search
from symdescent.printing.escaping import in_latex as in_text
from symdescent.proofs import FINAL, Attempt, Kind, Minimum
from symdescent.proofs.cases import Case
from symdescent.proofs.critical_points import CriticalPoints
from symdescent.proofs.ladder import RUNGS
from symdescent.proofs.letter_signs import Fact as Condition
from symdescent.render.facts import notes, opening, within
from symdescent.render.latex import PREAMBLE, equation, greatest, least, where
from symdescent.render.latex import expression_latex as in_latex
from symdescent.render.latex import mixed as words
from symdescent.render.report import Report
from symdescent.render.short_text import (
    Fact,
    apart,
    counted,
    describe,
    maximum,
    name,
    point_text,
    ranged,
    significant,
    spell,
    why_open,
)
from symdescent.render.table import Column

PROVES = {rung.name: rung.proves for rung in RUNGS}
HEADING = ("conditions", "kind", "value", "points", "parameters", "complete", "rung", "reason")
CERTAINTY = {
    Kind.GLOBAL: "global, ",
    Kind.LOCAL: "a local minimum, ",
    Kind.STATIONARY: "that it is critical: ",
    Kind.UNBOUNDED: "",
    Kind.NOT_ATTAINED: "",
}


def search_report(done: Search, whole: bool, methods: bool) -> Report:
    """The answer; with its whole proof, or its first step; with the rungs that were tried."""
    exact, *proof = answer(done.minimum, variable_names(done.formula), whole)
    return Report(
        (
            opening(done.formula),
            *notes(done.formula),
            *within(variable_names(done.formula), done.bounds.sides),
            Fact("", ""),
            exact,
            *maximum(done.minimum, done.formula),
            *proof,
            *assured(done.minimum, whole),
            *(stations(done.critical, done.formula) if done.critical else ()),
        ),
        rungs(done.attempts) if methods else (),
        ("stopped by Ctrl-C: the best so far",) if done.interrupted else (),
    )


def variable_names(formula: Formula) -> list[str]:
    return [str(x.name) for x in formula.variables]


def answer(minimum: Minimum, variables: Sequence[str], whole: bool) -> Iterator[Fact]:
    """The exact minimum, and its proof: all of it on lines with numbers, or in the remark."""
    text, sure = describe(minimum, variables)
    yield Fact("Exact minimum", text, certainty(minimum) if whole and minimum.proof else sure)
    if minimum.reasons and minimum.kind is not Kind.UNDECIDED:
        yield Fact("No more because", why_open(minimum))
    if whole:
        yield from numbered(minimum, variables)


def assured(minimum: Minimum, whole: bool) -> Iterator[Fact]:
    """Whether a check that shares nothing with the search has followed the proof."""
    if whole and minimum.kind in FINAL:
        yield Fact("Check", minimum.assurance)


def certainty(minimum: Minimum) -> str:
    """How sure the answer is, without its proof."""
    known = minimum.kind is not Kind.GLOBAL or minimum.complete
    more = "" if known else "; there may be other minimisers"
    first = counted(minimum) if minimum.kind is Kind.GLOBAL else ""
    family = (
        f"all of them{apart(minimum)}, " if known and minimum.parameters and minimum.points else ""
    )
    return f"{first}{family}{CERTAINTY[minimum.kind]}{minimum.word}{more}"


def numbered(minimum: Minimum, variables: Sequence[str]) -> Iterator[Fact]:
    """Every step on a line of its own; roots without a name have short ones, told at the end."""
    proven = Proven("L", tuple(variables), "en", minimum)
    steps = proven.steps(nabla=True)
    for number, one in enumerate(steps, 1):
        yield Fact("Proof" if number == 1 else " ", f"{number}. {line(one)}")
    about = proven.definitions(steps)
    if about:
        yield Fact(" ", line(about))


def stations(found: CriticalPoints, formula: Formula) -> Iterator[Fact]:
    """A line a critical point, and whether these are all."""
    yield Fact("", "")
    shown = ", ".join(map(name, variable_names(formula)))
    left = shown if len(formula.variables) == 1 else f"({shown})"
    for i, one in enumerate(found.points):
        ranges = "".join(f"; {ranged(p, words)}" for p, words in one.parameters.items())
        text = f"{left} = {point_text(one.point)}{ranges}, L = {spell(one.value)}"
        yield Fact(" " if i else "Critical points", text, str(one.nature))
    known = "these are all: derived" if found.points else "there is none: derived"
    open_end = "there may be more" if found.points else "none was found"
    yield Fact(" " if found.points else "Critical points", known if found.complete else open_end)


def rungs(attempts: Sequence[Attempt]) -> tuple[Column, ...]:
    """A row a rung: what came of it, in what time, and what it can prove."""
    return (
        Column("rung", tuple(a.rung for a in attempts), is_text=True),
        Column("outcome", tuple(str(a.outcome) for a in attempts), is_text=True),
        Column("ms", tuple(significant(1000 * a.seconds) for a in attempts)),
        Column("what it proves", tuple(PROVES.get(a.rung, "") for a in attempts), is_text=True),
    )


def search_latex(done: Search, whole: bool) -> str:
    """The formula, the answer and its proof as a list, to be set in any article."""
    text, sure = describe(done.minimum, variable_names(done.formula))
    exact = least(done.minimum, done.formula) or in_text(text)
    listed = written_steps(done.minimum, done.formula)
    told = certainty(done.minimum) if whole and listed else sure
    proof = [r"\begin{enumerate}", *(rf"\item {line}" for line in listed), r"\end{enumerate}"]
    return "\n".join(
        [
            PREAMBLE,
            r"\begin{align*}",
            equation(done.formula) + where(variable_names(done.formula), done.bounds.sides),
            r"\end{align*}",
            "",
            f"{exact}; {in_text(told)}.",
            *greatest(done.minimum, done.formula),
            *(proof if whole and listed else ()),
            *(itemised(done.critical, done.formula) if done.critical else ()),
        ]
    )


def written_steps(minimum: Minimum, formula: Formula) -> list[str]:
    """The steps of a proof as sentences, their formulas as mathematics; what short names of roots
    stand for comes last."""
    proven = Proven(formula.title, tuple(variable_names(formula)), "en", minimum)
    items = tuple(map(sentence, proven.steps()))
    return [words(text) for text in (*items, proven.definitions(items)) if text]


def itemised(found: CriticalPoints, formula: Formula) -> Iterator[str]:
    yield "Critical points:"
    yield r"\begin{itemize}"
    for fact in stations(found, formula):
        if fact.text:
            yield rf"\item {in_text('; '.join(filter(None, (fact.text, fact.remark))))}"
    yield r"\end{itemize}"


def search_row(done: Search) -> list[str]:
    """The cells of its row: no conditions, and those of its minimum."""
    return ["", *in_brief(done.minimum)]


def in_brief(found: Minimum) -> list[str]:
    """The cells below HEADING but for the conditions, in plain text."""
    points = "; ".join(", ".join(plain(tree(x)) for x in point) for point in found.points)
    value = "" if found.value is None else plain(tree(found.value))
    complete = "yes" if found.complete else "no"
    ranges = ", ".join(f"{letter}: {words}" for letter, words in found.parameters.items())
    return [
        str(found.kind),
        value,
        points,
        ranges,
        complete,
        found.rung,
        typed_reasons(found.reasons),
    ]


def search_in_short(done: Search) -> tuple[str, ...]:
    """What was typed, the answer, and how sure it is."""
    text, sure = describe(done.minimum, variable_names(done.formula))
    return done.formula.text, f"  {text}; {sure}"


RELATION_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
RELATIONS_IN_LATEX = {">=": r"\ge", "<=": r"\le", "!=": r"\ne"}
ALWAYS = "for all values of the letters"


def cases_report(done: Cases, whole: bool) -> Report:
    """A fact a case, its proof below it."""
    assumed = ", ".join(map(condition, done.assumed))
    return Report(
        (
            opening(done.formula),
            *notes(done.formula),
            *((Fact("", f"where {assumed}"),) if assumed else ()),
            *(
                fact
                for i, case in enumerate(done.cases, 1)
                for fact in case_facts(i, case, done, whole)
            ),
        ),
        (),
        cases_closing(done),
    )


def condition(fact: Condition) -> str:
    """A condition as a book has it: a ≥ 0."""
    left, right = (pretty(tree(side)) for side in fact.sides)
    return f"{left} {RELATION_SIGNS.get(fact.relation, fact.relation)} {right}"


def conditions(case: Case) -> str:
    return ", ".join(map(condition, case.conditions)) or ALWAYS


def case_facts(number: int, case: Case, done: Cases, whole: bool) -> Iterator[Fact]:
    """Where it holds, what is so there, and why."""
    text, _ = describe(case.minimum, variable_names(done.formula))
    yield Fact("", "")
    yield Fact(f"Case {number}", conditions(case))
    yield Fact(" ", text, how_sure(case))
    proven = Proven("L", tuple(variable_names(done.formula)), "en", case.minimum)
    for index, step in enumerate(proven.steps(nabla=True) if whole else (), 1):
        yield Fact(" ", f"{index}. {line(step)}")


def how_sure(case: Case) -> str:
    is_open = case.minimum.kind is Kind.UNDECIDED
    return why_open(case.minimum) if is_open else certainty(case.minimum)


def cases_closing(done: Cases) -> tuple[str, ...]:
    """How many cases are open."""
    many = sum(case.minimum.kind not in FINAL for case in done.cases)
    return (f"{many} of {len(done.cases)} cases not decided",) if many else ()


def cases_latex(done: Cases, whole: bool) -> str:
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
    text, _ = describe(case.minimum, variable_names(formula))
    answer = least(case.minimum, formula) or in_text(text)
    yield rf"\item {where}: {answer}; {in_text(how_sure(case))}."
    if whole and case.minimum.proof:
        yield r"\begin{enumerate}"
        yield from (rf"\item {line}" for line in written_steps(case.minimum, formula))
        yield r"\end{enumerate}"


def in_mathematics(fact: Condition) -> str:
    left, right = map(in_latex, fact.sides)
    return f"${left} {RELATIONS_IN_LATEX.get(fact.relation, fact.relation)} {right}$"


def case_rows(done: Cases) -> Iterator[list[str]]:
    """A row a case: its conditions, and the cells of its minimum."""
    assumed = tuple(done.assumed)
    for case in done.cases:
        yield [", ".join(f.words for f in (*assumed, *case.conditions)), *in_brief(case.minimum)]


def case_lines(done: Cases) -> Iterator[str]:
    """A line a case: a > 0: -b/(2*a)."""
    for case in done.cases:
        found = case.minimum
        points = [", ".join(plain(tree(x)) for x in point) for point in found.points[:1]]
        yield f"{case.words or 'always'}: {points[0] if points else f'none, {found.kind}'}"


def cases_in_short(done: Cases) -> Iterator[str]:
    """What was typed, and a line a case."""
    yield done.formula.text
    for case in done.cases:
        text, _ = describe(case.minimum, variable_names(done.formula))
        yield f"  {conditions(case)}: {text}; {how_sure(case)}"
