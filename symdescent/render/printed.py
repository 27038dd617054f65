"""What `print` shows of a record: a few lines of text, as a person wants them.

The same lines are the plain text of a notebook; tables, proofs and pictures are in its Markdown
and its HTML.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from symdescent.calculus.formula import Formula
from symdescent.calculus.gradient import Derivation
from symdescent.claims.claim import Check, Claim
from symdescent.experiments.comparison import Comparison, Contender
from symdescent.experiments.many_starts import Catchment
from symdescent.experiments.sweep import Sweep
from symdescent.lessons.blocks import Document
from symdescent.minimum_search import Cases, Search
from symdescent.numeric.objective import Objective
from symdescent.numeric.run import Run
from symdescent.optimizers.rule import Algorithm, Optimizer, Rule
from symdescent.printing.text import text as written
from symdescent.problem.setting import Setting
from symdescent.proofs import Minimum
from symdescent.recurrence.closed_form import ClosedForm, angles, solution
from symdescent.render import claims_report, comparison_report, facts, matrices, minimum_report
from symdescent.render.comparison_report import percent, point_text
from symdescent.render.documents import Example, Exercises
from symdescent.render.html import plain
from symdescent.render.matrices import stacked
from symdescent.render.minimum_report import cases_in_short
from symdescent.render.report import study_report
from symdescent.render.short_text import (
    Fact,
    coordinates,
    describe,
    indexed_name,
    significant,
    step_line,
)
from symdescent.render.table import Column, chosen
from symdescent.studies import Study
from symdescent.verdict.findings import Verdict

WIDE: Final = 200  # characters of a closed form
MOST: Final = 12  # lines
FEW: Final = 6  # variables, rows or contenders
GAP: Final = "   "
WRITTEN: Final = '  written by .to("tex"), "md", "myst", "quarto", "html", "ipynb" or "json"'
CHECKED: Final = "  independently checked"


def text(record: Any) -> str:
    """The lines of a record, at most MOST of them; its fields where there is no short text."""
    told = LINES.get(type(record))
    if told is None:
        return object.__repr__(record)
    found = list(told(record))
    if len(found) > MOST:
        found = [*found[: MOST - 1], f"... {len(found) - MOST + 1} more lines"]
    return "\n".join(line.rstrip() for line in found)


def of_study(study: Study) -> Iterator[str]:
    """Formula, minimum, what was done, and the verdict."""
    yield from of_bounded(study.setting)
    yield joined(*describe(study.minimum, study.run.names))
    yield f"{way(study.setting)}, from {point_text(study.setting)}: {study.run.outcome}"
    told = study_report(study, chosen(study.run.steps, most=2))
    yield plain(told.result)
    yield from told.closing


def of_formula(formula: Formula) -> Iterator[str]:
    """As it was read, with the notes on it."""
    yield facts.opening(formula).text
    yield from (f"note: {note}" for note in formula.notes)


def of_bounded(setting: Setting) -> Iterator[str]:
    """The formula, and the bounds of its variables."""
    yield from of_formula(setting.formula)
    yield from lines(facts.within(setting.objective.names, setting.bounds.sides))


def lines(told: Iterable[Fact]) -> Iterator[str]:
    return (joined(fact.text, fact.remark) for fact in told)


def of_derivation(derivation: Derivation) -> Iterator[str]:
    """The formula with its gradient."""
    yield from of_formula(derivation.formula)
    told = matrices.gradient(derivation.formula, derivation.gradient)
    yield from stacked(told.entries, WIDE) if told.entries else [told.text]


def of_setting(setting: Setting) -> Iterator[str]:
    """What is descended on, how, and from where."""
    yield from of_bounded(setting)
    yield f"{way(setting)}, from {point_text(setting)}, at most {setting.stop.steps} steps"


def way(setting: Setting) -> str:
    """The rule with its rate."""
    rate = f", η = {float(setting.rate.value):.6g}" if "lr" in setting.rule.settings else ""
    return f"{setting.rule.name}{rate}{' at first' if setting.rate.lines else ''}"


def of_closed_form(form: ClosedForm) -> Iterator[str]:
    """The k-th iterate, where that is a line."""
    names = ["x"] if len(form.fixed) == 1 else [f"x{i}" for i in range(1, len(form.fixed) + 1)]
    told = "; ".join(map(written, (solution(form, names), *angles(form, names))))
    yield told if len(told) <= WIDE else f"the k-th iterate of {len(names)} variables"
    yield "  exactly at k: .at(k); the first ones: .first(n)"


def of_run(run: Run) -> Iterator[str]:
    """How it ended, and some of its iterates."""
    yield f"{run.rule}: {run.outcome}"
    steps = chosen(run.steps, most=FEW + 1)
    shown = run.names[:FEW]
    yield from table(
        [
            Column("k", tuple(map(str, steps))),
            *(
                Column(indexed_name(x, "ₖ"), tuple(f"{run.points[k, i]:.9g}" for k in steps))
                for i, x in enumerate(shown)
            ),
            *([Column("⋯", ("⋯",) * len(steps))] if len(shown) < len(run.names) else ()),
            Column("L", tuple(significant(run.values[k]) for k in steps)),
        ]
    )
    yield "all of them: .points, .values, .gradients, .to_frame()"


def of_minimum(minimum: Minimum) -> Iterator[str]:
    """The points and the value, how sure they are, and the proof."""
    names = coordinates(minimum)
    where, how = describe(minimum, names)
    yield from (f"note: {note}" for note in minimum.notes)
    yield from lines(facts.within(names, minimum.sides) if minimum.sides else ())
    yield joined(where, minimum_report.certainty(minimum) if minimum.proof else how)
    yield from (f"  {i}. {step_line(step)}" for i, step in enumerate(minimum.proof, 1))
    if minimum.proof:
        yield "  not independently checked" if minimum.certificate is None else CHECKED


def of_search(done: Search) -> Iterator[str]:
    """The formula, and what was found, and by which of the ways that were tried."""
    yield from of_formula(done.formula)
    names = minimum_report.variable_names(done.formula)
    yield from lines(facts.within(names, done.bounds.sides))
    found = done.minimum
    yield joined(*describe(found, names))
    tried = f"{len(done.attempts)} ways tried" if len(done.attempts) != 1 else "1 way tried"
    seconds = sum(attempt.seconds for attempt in done.attempts)
    yield f"{tried} in {seconds:.2g} s; the proof has {len(found.proof)} steps: .minimum.proof"


def of_check(check: Check) -> Iterator[str]:
    """A line a claim, and the solvers where they were asked for."""
    yield from of_formula(check.formula)
    for claim in check.claims:
        off = (
            ""
            if claim.right is not False
            else f": {claims_report.sides(claim)}"
            if claim.where
            else ""
        )
        yield f"{claims_report.headline(claim, True)}{off}"
        yield from (f"  likely: {claims_report.book(claim.mistake)}" for _ in [0] if claim.mistake)
    if check.rivals:
        yield from table(claims_report.columns(check.rivals))


def of_verdict(verdict: Verdict) -> Iterator[str]:
    """Where the run stands, what to do, and each statement with how sure it is."""
    finding = verdict.finding
    yield f"{finding.standing}: {finding.sentence}"
    yield from filter(None, [finding.advice])
    yield from (f"  {claim.word}: {claim.sentence}" for claim in verdict.claims)


def of_comparison(done: Comparison) -> Iterator[str]:
    """A row a contender."""
    told = comparison_report.comparison_report(done, timed=False)
    yield from of_bounded(done.setting)
    yield joined(*describe(done.goal.minimum, done.setting.objective.names))
    yield from table(told.columns, FEW)
    yield from (line for line in told.closing if not line.startswith("    "))


def of_contender(entry: Contender) -> Iterator[str]:
    """How one optimizer did."""
    yield f"{entry.label}: {entry.run.outcome}"
    calls = ", ".join(f"{count} of the {what}" for what, count in entry.calls.items())
    yield f"  {entry.run.steps} steps, {1000 * entry.seconds:.1f} ms; calls: {calls}"


def of_sweep(done: Sweep) -> Iterator[str]:
    """What was swept, how each ended as a line of blocks, and the best."""
    told = comparison_report.sweep_report(done)
    yield from of_bounded(done.setting)
    yield joined(*describe(done.goal.minimum, done.setting.objective.names))
    kept = ("Rule", "Start", "Swept", "Final gap")
    yield from (f"{f.label}: {joined(f.text, f.remark)}" for f in told.facts if f.label in kept)
    yield from told.closing


def of_catchment(done: Catchment) -> Iterator[str]:
    """Where the starts lead, with their shares."""
    yield from of_bounded(done.setting)
    yield f"{way(done.setting)}, from {done.labels.size} starts:"
    for basin in done.basins[:FEW]:
        place = ", ".join(f"{x:.6g}" for x in basin.point)
        share = percent(len(basin.members), done.labels.size)
        yield f"  {share} come to ({place}), L = {basin.value:.6g}: {basin.shape}"
    lost = int((done.labels < 0).sum())
    if lost:
        yield f"  {percent(lost, done.labels.size)} come to none"


def of_objective(objective: Objective) -> Iterator[str]:
    """What it can be asked for."""
    n = len(objective.names)
    shown = ", ".join(objective.names[:FEW]) + (", ..." if n > FEW else "")
    yield f"a function of {shown}"
    yield f"  .value(x), .gradient(x), .hessian(x) at a point ({n},), or at m points ({n}, m)"


def of_optimizer(optimizer: Optimizer) -> Iterator[str]:
    """The rule, and what its norms are over."""
    yield from of_rule(optimizer.rule)
    if optimizer.layout != "vector":
        yield f"  layout: {optimizer.layout}"


def of_rule(rule: Rule | Algorithm) -> Iterator[str]:
    """Name, settings and lines."""
    yield joined(rule.name, rule.settings_text)
    lines = facts.rule_lines(rule) if isinstance(rule, Rule) else rule.text.split("\n")
    yield from (f"  {line}" for line in lines)
    yield from (f"  {line}" for line in [rule.purpose, rule.source] if line)


def of_example(made: Example) -> Iterator[str]:
    """What it tells, and how to have it written."""
    yield from of_document(made.document)
    yield WRITTEN
    yield from of_study(made.study)


def of_exercises(sheet: Exercises) -> Iterator[str]:
    """The sheet, and the solutions where they are apart."""
    yield from of_document(sheet.document)
    yield WRITTEN
    if sheet.solutions is not None:
        yield "the solutions are a document of their own: .solutions"


def of_document(document: Document) -> Iterator[str]:
    """Its title, and how long it is."""
    yield plain(document.title) or "a document"
    yield f"  {len(document.blocks)} parts, in the language {document.language}"


def joined(*parts: str) -> str:
    """What is so, and a remark on it."""
    return GAP.join(filter(None, parts))


def table(columns: Iterable[Column], most: int | None = None) -> Iterator[str]:
    """Columns of text, headings first."""
    made = list(columns)
    rows = zip(*(column.cells for column in made), strict=True)
    for index, cells in enumerate(chain([[c.heading for c in made]], rows)):
        if most is not None and index > most:
            yield f"  ... {len(made[0].cells) - most} more"
            return
        pairs = zip(made, cells, strict=True)
        yield "  " + "  ".join(column.padded(cell) for column, cell in pairs)


LINES: Final[Mapping[type, Callable[[Any], Iterable[str]]]] = {
    Study: of_study,
    Setting: of_setting,
    ClosedForm: of_closed_form,
    Formula: of_formula,
    Derivation: of_derivation,
    Run: of_run,
    Minimum: of_minimum,
    Search: of_search,
    Cases: cases_in_short,
    Check: of_check,
    Claim: lambda claim: [str(claim)],
    Verdict: of_verdict,
    Comparison: of_comparison,
    Contender: of_contender,
    Sweep: of_sweep,
    Catchment: of_catchment,
    Objective: of_objective,
    Optimizer: of_optimizer,
    Rule: of_rule,
    Algorithm: of_rule,
    Example: of_example,
    Exercises: of_exercises,
    Document: of_document,
}
