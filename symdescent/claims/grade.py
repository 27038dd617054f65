"""A CSV of formulas and claims graded: each row in a process that can be killed.

Two processes work side by side. One that dies, or overruns its time, costs no other row: the row it
was at is done once more (after a death), and is then undecided.
"""

import csv
import io
import json
import select
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from symdescent.claims.answers import check
from symdescent.claims.claim import Claim, Word
from symdescent.claims.iterate_tables import pointed as with_point
from symdescent.errors import InputError, SymdescentError, did_you_mean
from symdescent.problem.options import Options
from symdescent.problem.problem import read
from symdescent.proofs.process import FORKS, Deadline, Forked, Spawned, fork

WORKERS: Final = 2
CHUNK: Final = 6  # rows that a process works through
TRIES: Final = 2
PULSE: Final = 0.2  # seconds between two looks at the clock
Task = dict[str, Any]  # plain data; "row" numbers it
Result = dict[str, Any]
Grade = Callable[[Task], Result]


@dataclass
class Worker:
    """A process, the rows it has still to do, and since when it is at the first of them."""

    child: Forked
    tasks: deque[Task]
    since: float = field(default_factory=time.perf_counter)


@dataclass
class WorkerPool:
    """All rows: those that wait, those under way, and how often a worker died at each."""

    grade: Grade
    seconds: float
    waiting: deque[Task]
    workers: list[Worker] = field(default_factory=list)
    deaths: dict[int, int] = field(default_factory=dict)

    def results(self) -> Iterator[Result]:
        """Every row's result, as it comes."""
        try:
            while self.waiting or self.workers:
                self.fill()
                yield from self.heard()
        finally:
            for worker in self.workers:
                worker.child.end()

    def fill(self) -> None:
        """Send workers off until there are WORKERS of them."""
        while self.waiting and len(self.workers) < WORKERS:
            share = min(CHUNK, -(-len(self.waiting) // WORKERS))
            tasks = deque(self.waiting.popleft() for _ in range(share))
            child = fork(list(tasks), self.work)
            self.workers.append(Worker(child, tasks))

    def work(self, tasks: Sequence[Task], send: Callable[[str], None]) -> None:
        """A worker's life."""
        for task in tasks:
            send(json.dumps(self.grade(task)))

    def heard(self) -> Iterator[Result]:
        """What the workers say within a pulse, and what comes of those that say nothing."""
        readers = [worker.child.reader for worker in self.workers]
        ready = select.select(readers, [], [], PULSE)[0]
        for worker in list(self.workers):
            if worker.child.reader in ready:
                yield from self.listen(worker)
            elif time.perf_counter() - worker.since > self.seconds:
                yield self.dismissed(worker)

    def listen(self, worker: Worker) -> Iterator[Result]:
        lines = list(worker.child.lines(Deadline(0.0, worker.since)))
        for line in lines:
            yield json.loads(line)
            worker.tasks.popleft()
            worker.since = time.perf_counter()
        if not worker.tasks:
            self.leave(worker)
        elif not lines and select.select([worker.child.reader], [], [], 0)[0]:
            yield from self.died(worker)

    def leave(self, worker: Worker) -> None:
        worker.child.end()
        self.workers.remove(worker)
        self.waiting.extendleft(reversed(worker.tasks))

    def died(self, worker: Worker) -> Iterator[Result]:
        """The row that it was at is done once more, by another."""
        row = worker.tasks[0]["row"]
        self.deaths[row] = self.deaths.get(row, 0) + 1
        if self.deaths[row] >= TRIES:
            yield lost(worker.tasks.popleft(), f"its process ended without an answer {TRIES} times")
        self.leave(worker)

    def dismissed(self, worker: Worker) -> Result:
        """Out of time: the row is undecided, the others go on elsewhere."""
        task = worker.tasks.popleft()
        self.leave(worker)
        return lost(task, f"out of time ({self.seconds:g} s)")


def lost(task: Task, why: str) -> Result:
    return {"row": task["row"], "lost": why}


def graded(tasks: Sequence[Task], grade: Grade, seconds: float) -> Iterator[Result]:
    """The result of every task; `grade` is the `grade` of a module of ours."""
    if FORKS:
        yield from WorkerPool(grade, seconds, deque(tasks)).results()
        return
    for task in tasks:
        yield alone(task, grade.__module__, seconds)


def alone(task: Task, module: str, seconds: float) -> Result:
    """One row in a fresh interpreter, where there is no fork."""
    for _ in range(TRIES):
        deadline = Deadline(seconds, time.perf_counter())
        child = Spawned(json.dumps(task), "symdescent.claims.spawned", module)
        lines = list(child.lines(deadline))
        late = not deadline.left(child.process.pid)
        child.end()
        if lines:
            found: Result = json.loads(lines[-1])
            return found
        if late:
            return lost(task, f"out of time ({seconds:g} s)")
    return lost(task, f"its process ended without an answer {TRIES} times")


MOST_ROWS: Final = 10_000
MOST_BYTES: Final = 20_000_000
CLAIMS: Final = {
    "gradient": "gradient",
    "hessian": "hessian",
    "minimum": "minimum",
    "minimiser": "minimum",
    "minimizer": "minimum",
    "value": "value",
    "iterates": "iterates",
    "closed form": "closed_form",
    "closed-form": "closed_form",
    "closed_form": "closed_form",
}
GIVEN: Final = {
    "x0": "start",
    "start": "start",
    "lr": "rate",
    "rate": "rate",
    "box": "box",
    "optimizer": "optimizer",
    "let": "let",
}
KIND: Final = ("claim kind", "kind", "claim_kind")
STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """The rows of a CSV: the names of the columns that are handed on, the tasks, and the sign
    between cells."""

    kept: tuple[str, ...]
    tasks: tuple[Task, ...]
    sign: str = ","


def sheet(text: str, folder: str = ".") -> Sheet:
    """Read a CSV with a heading: formula, then claim kind and claim, or a column a kind.

    Other columns (id, student) are handed on; without an id the row's number is one. Options of a
    descent may have columns too: x0, lr, box, optimizer, let. InputError for a heading without a
    formula or a claim; a bad row is no error here.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    sign = delimiter(text)
    rows = lines(text, sign)
    heading = [cell.strip() for cell in rows[0]]
    places = {cell.lower(): i for i, cell in reversed(list(enumerate(heading)))}
    demand(places)
    once([cell.lower() for cell in heading])
    known = {"formula", "claim", *KIND, *CLAIMS, *GIVEN}
    kept = {cell: i for i, cell in enumerate(heading) if cell.lower() not in known and cell}
    named = tuple(kept) if "id" in {cell.lower() for cell in kept} else ("id", *kept)
    tasks = []
    for number, row in enumerate(rows[1:], 1):
        cells = {name: shown(row[i]) if i < len(row) else "" for name, i in places.items()}
        values = [cells[cell.lower()] for cell in kept]
        handed = values if len(named) == len(kept) else [str(number), *values]
        task = {"row": number, "kept": handed, "cells": cells, "folder": folder}
        more = any(cell.strip() for cell in row[len(heading) :])
        tasks.append({**task, "comma": sign != ",", "more": more})
    return Sheet(named, tuple(tasks), sign)


def lines(text: str, sign: str) -> list[list[str]]:
    """The rows that hold something, the heading first; a cell too long costs its own row."""
    if len(text) > MOST_BYTES:
        raise InputError("too_large", f"at most {MOST_BYTES} characters are read")
    before = csv.field_size_limit(MOST_BYTES)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    finally:
        csv.field_size_limit(before)
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows or len(rows) > MOST_ROWS + 1:
        raise InputError("empty", f"a batch has a heading and 1 to {MOST_ROWS} rows")
    return rows


def once(heading: Sequence[str]) -> None:
    """A column that is read stands there once."""
    for name in ("formula", "claim", *KIND, *CLAIMS, *GIVEN):
        if heading.count(name) > 1:
            raise InputError("type", f"the batch has two columns '{name}'", "leave one away")


def delimiter(text: str) -> str:
    first = text.lstrip("\n").partition("\n")[0]
    return max(",;\t", key=first.count)


def shown(cell: str) -> str:
    """A cell without the ' that keeps a spreadsheet from taking it for a formula of its own."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTS) else cell


def demand(places: Mapping[str, int]) -> None:
    """The columns that there must be."""
    if "formula" not in places:
        near = did_you_mean("formula", places)
        raise InputError("type", "the batch has no column 'formula'", near or "a heading names it")
    long = "claim" in places and any(word in places for word in KIND)
    if not long and not CLAIMS.keys() & places.keys():
        hint = "columns  claim kind, claim  or one of  " + ", ".join(sorted(set(CLAIMS.values())))
        raise InputError("type", "the batch has no column with claims", hint)


def claims_in(cells: Mapping[str, str]) -> dict[str, str]:
    """The claims of a row by the names that `check` has for them; InputError for another kind."""
    found = {CLAIMS[c]: cells[c] for c in CLAIMS if cells.get(c)}
    kind = next((cells[word] for word in KIND if cells.get(word)), "")
    if kind:
        if kind.lower() not in CLAIMS:
            near = did_you_mean(kind, CLAIMS) or f"kinds: {', '.join(sorted(set(CLAIMS)))}"
            raise InputError("unknown_name", f"there is no claim of kind '{kind[:40]}'", near)
        if cells.get("claim"):
            found[CLAIMS[kind.lower()]] = cells["claim"]
    if not found:
        raise InputError("empty", "this row has no claim")
    return found


HEADING: Final = (
    "formula", "kind", "claim", "verdict", "where", "expected", "found", "mistake", "reason",
    "error",
)  # fmt: skip
UNREAD: Final = "not read"
NUMBERS: Final = ("value", "lr", "rate")  # columns that hold one number
PLACES: Final = ("minimum", "minimiser", "minimizer", "x0", "start")  # one number a variable


@dataclass(frozen=True)
class Verdicts:
    """The rows that were answered: what was handed on, then the cells below HEADING."""

    kept: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    answered: int
    asked: int
    sign: str = ","

    @property
    def status(self) -> int:
        """2 where a row could not be read, 1 where a claim is wrong or undecided, else 0."""
        words = {row[len(self.kept) + HEADING.index("verdict")] for row in self.rows}
        good = {Word.RIGHT, Word.ROUNDED, Word.MORE, Word.DERIVED, Word.AGREES}
        return 2 if UNREAD in words else int(not words <= {str(word) for word in good})


def grade(task: Task) -> Result:
    """The result of one row, as plain data: a list of cells a claim, below HEADING."""
    try:
        if task["more"]:
            hint = 'put what has a comma in it between quotes:  "2x, 4y"'
            raise InputError("type", "this row has more cells than the heading", hint)
        cells = pointed(task["cells"]) if task["comma"] else task["cells"]
        claims = claims_in(cells)
        given: dict[str, Any] = {GIVEN[c]: cells[c] for c in GIVEN if cells.get(c)}
        if "let" in given:
            given["let"] = letters(given["let"])
    except SymdescentError as mistake:
        return {"row": task["row"], "error": one_line(mistake)}
    given |= {"time_limit": task["seconds"]}
    return {"row": task["row"], "claims": judged(cells["formula"], claims, given, task["folder"])}


def judged(
    formula: str, claims: Mapping[str, str], given: Mapping[str, Any], folder: str
) -> list[list[str]]:
    """The cells of every claim; where one cannot be read, each is judged for itself."""
    told: dict[str, Any] = dict(claims)
    try:
        if "iterates" in told:
            told["iterates"] = beside(folder, told["iterates"])
        return [row(formula, claim) for claim in check(formula, **told, **given).claims]
    except SymdescentError as mistake:
        if len(claims) > 1:
            each = [judged(formula, {kind: text}, given, folder) for kind, text in claims.items()]
            return [cells for rows in each for cells in rows]
        ((kind, text),) = claims.items()
        blank = [""] * (len(HEADING) - 5)
        return [[formula, kind.replace("_", " "), text, UNREAD, *blank, one_line(mistake)]]


def one_line(mistake: SymdescentError) -> str:
    """A mistake on one line."""
    return f"{' '.join(str(mistake.message).split())}; {mistake.hint}".rstrip("; ")


def pointed(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells, with a decimal point where one number alone has a decimal comma.

    In a column of points only where the formula has one variable: else 1,2 is a point.
    """
    read_so = {c: with_point(cells[c]) for c in (*NUMBERS, *PLACES) if c in cells}
    changed = {c: text for c, text in read_so.items() if text != cells[c]}
    if changed.keys() & set(PLACES) and not has_one_variable(cells):
        changed = {c: text for c, text in changed.items() if c in NUMBERS}
    return {**cells, **changed}


def has_one_variable(cells: Mapping[str, str]) -> bool:
    given = Options(let=letters(cells["let"])) if cells.get("let") else Options()
    return len(read(cells["formula"], given).variables) == 1


def beside(folder: str, name: str) -> Path:
    """A table's file, in the folder of the CSV or below it."""
    found = Path(folder, name)
    if not found.resolve().is_relative_to(Path(folder).resolve()):
        raise InputError("not_allowed", f"the table {name[:60]} does not stand beside the CSV")
    return found


def letters(text: str) -> dict[str, str]:
    """a=3, b=4."""
    pairs = [piece.partition("=") for piece in text.replace(";", ",").split(",")]
    return {name.strip(): value.strip() for name, _, value in pairs}


def row(formula: str, claim: Claim) -> list[str]:
    """The cells of a claim."""
    where = f"{claim.part}; {claim.failing}".strip("; ")
    found = "" if claim.found is None else claim.found.text
    word, reason = str(claim.word), claim.reason
    return [formula, claim.kind, claim.text, word, where, claim.expected, found, claim.mistake,
            reason, ""]  # fmt: skip


def cells_of(task: Task, result: Result) -> Iterator[tuple[str, ...]]:
    """The rows of one result: a row a claim, or one that says why there is none."""
    cells, kept = task["cells"], task["kept"]
    if "claims" in result:
        yield from ((*kept, *claim) for claim in result["claims"])
        return
    kind = next((cells[word] for word in KIND if cells.get(word)), "")
    told = {kind: cells.get("claim", "")} if kind else {c: cells[c] for c in CLAIMS if cells.get(c)}
    for name, claim in (told or {"": ""}).items():
        head = (*kept, cells["formula"], CLAIMS.get(name, name).replace("_", " "), claim)
        if "lost" in result:
            yield (*head, str(Word.UNDECIDED), "", "", "", "", result["lost"], "")
        else:
            yield (*head, UNREAD, "", "", "", "", "", result["error"])


class Stopped(Exception):
    """Ctrl-C: what was answered until then."""

    def __init__(self, verdicts: Verdicts) -> None:
        super().__init__()
        self.verdicts = verdicts


def grade_all(asked_for: Sheet, seconds: float, progress: Any = None) -> Verdicts:
    """Grade every row, at most `seconds` for each; `progress(done, all)` is told as they come.

    A row that cannot be read, a process that dies, and one that overruns its time cost that row
    alone. Raises Stopped after Ctrl-C.
    """
    tasks = [{**task, "seconds": seconds / 2} for task in asked_for.tasks]
    found: dict[int, Result] = {}
    try:
        for result in graded(tasks, grade, seconds):
            found[result["row"]] = result
            if progress is not None:
                progress(len(found), len(tasks))
    except KeyboardInterrupt:
        raise Stopped(collected(asked_for, found)) from None
    return collected(asked_for, found)


def collected(asked_for: Sheet, found: Mapping[int, Result]) -> Verdicts:
    """The rows in the order of the file."""
    rows: Sequence[tuple[str, ...]] = [
        cells
        for task in asked_for.tasks
        if task["row"] in found
        for cells in cells_of(task, found[task["row"]])
    ]
    return Verdicts(asked_for.kept, tuple(rows), len(found), len(asked_for.tasks), asked_for.sign)
