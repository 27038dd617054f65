"""The rows of a sheet go in; a row a claim with its verdict comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from symdescent.claims.checking import check
from symdescent.claims.crew import Result, Task, graded
from symdescent.claims.records import Claim, Word
from symdescent.claims.sheet import CLAIMS, GIVEN, KIND, Sheet, asked
from symdescent.claims.tables import pointed as with_point
from symdescent.errors import InputError, SymdescentError
from symdescent.problem.options import Options
from symdescent.problem.setting import read

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
        claims = asked(cells)
        given: dict[str, Any] = {GIVEN[c]: cells[c] for c in GIVEN if cells.get(c)}
        if "let" in given:
            given["let"] = letters(given["let"])
    except SymdescentError as mistake:
        return {"row": task["row"], "error": said(mistake)}
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
        return [[formula, kind.replace("_", " "), text, UNREAD, *blank, said(mistake)]]


def said(mistake: SymdescentError) -> str:
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
