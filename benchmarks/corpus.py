"""The corpus of proofs: what is answered and accepted today, so that a later kernel is held to it.

    python benchmarks/corpus.py record FILE.jsonl.gz [--attacks 3000] [--mutants 6600]
    python benchmarks/corpus.py replay FILE.jsonl.gz [--answers]

`record` asks for the minimum of every problem of the public sets and of random formulas, and keeps
of each the answer, the saved proof with its judgement, and spoilt copies of the proof (a digit, a
sign, a part, a coefficient, the kind of the claim) with theirs; and of every example the output
with `--format json`. `replay` judges all proofs anew, and with --answers asks for the minima and
the examples anew too. Exit status 1 where a spoilt proof is accepted that was refused, or a proof
is refused that was accepted. The file is kept outside the repository: it has some megabytes.
"""

import argparse
import copy
import gzip
import json
import os
import random
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "proofs"))

from attack import Attacker  # noqa: E402
from proofs import SETS  # noqa: E402

from symdescent.proofs import Kind, Minimum, Problem, minimum  # noqa: E402
from symdescent.proofs.saved_proof import (  # noqa: E402
    document,
    understood,
    verified,
)

SECONDS = {"attack": 2.0}
LONGER = 10.0
EXAMPLES = HERE.parent / "examples"
CHECKING = 20.0  # seconds of processor time for one judgement
MOST_VARIABLES = 4

Route = tuple[str | int, ...]


def problems(attacks: int) -> Iterator[tuple[str, str, Problem]]:
    """The set, the name and the problem, of all that is asked."""
    for kind, tasks in SETS.items():
        for task in tasks():
            if len(task.problem.variables) <= MOST_VARIABLES:
                yield kind, task.name, task.problem
    for seed in range(1, 1 + -(-attacks // 100)):
        maker = Attacker(seed)
        for i in range(min(100, attacks - 100 * (seed - 1))):
            yield "attack", f"{seed}:{i}", maker.draw()


def answer(found: Minimum) -> dict[str, Any]:
    """What was answered, as text."""
    return {
        "kind": found.kind.value,
        "word": found.word,
        "value": str(found.value),
        "points": [[str(c) for c in point] for point in found.points],
        "complete": found.complete,
        "rung": found.rung,
    }


def proof(asked: Problem, found: Minimum) -> dict[str, Any] | None:
    try:
        return document(asked, found)
    except ValueError:
        return None


def judged(written: dict[str, Any]) -> list[bool]:
    """Whether a saved proof is accepted, and whether with all minimisers; unreadable is neither."""
    try:
        asked, claim = understood(json.dumps(written))
    except Exception:  # whatever a spoilt file does to a reader, it is not accepted
        return [False, False]
    told = verified(asked, claim, CHECKING)
    return [told.accepted, told.complete]


def leaves(item: Any, path: Route = ()) -> Iterator[Route]:
    """The paths of all parts but the layout's own."""
    if path:
        yield path
    if isinstance(item, dict):
        for key, part in item.items():
            if key not in ("form", "version", "variables"):
                yield from leaves(part, (*path, key))
    elif isinstance(item, list):
        for place, part in enumerate(item):
            yield from leaves(part, (*path, place))


KINDS = tuple(kind.value for kind in Kind)


def spoilt(made: random.Random, part: Any) -> Any:
    """Another value for one part; the same where nothing fits."""
    if isinstance(part, bool):
        return not part
    if part is None:
        return made.choice(["0", "1", "-1"])
    if isinstance(part, list):
        return spoilt_list(made, part)
    if isinstance(part, str):
        return spoilt_text(made, part)
    return part


def spoilt_list(made: random.Random, part: list[Any]) -> list[Any]:
    if len(part) < 2:
        return []
    i, j = made.sample(range(len(part)), 2)
    changed = list(part)
    if made.random() < 0.5:
        changed[i], changed[j] = changed[j], changed[i]
    else:
        del changed[i]
    return changed


def spoilt_text(made: random.Random, part: str) -> str:
    if part in KINDS:
        return made.choice([kind for kind in KINDS if kind != part])
    digits = [m.start() for m in re.finditer(r"\d", part)]
    ways = [lambda: f"({part}) + 1/10^{made.choice([1, 3, 9, 30])}", lambda: f"-({part})"]
    if digits:
        at = made.choice(digits)
        ways += [lambda: part[:at] + str(made.randrange(10)) + part[at + 1 :]] * 3
    if "+" in part or "-" in part:
        at = made.choice([m.start() for m in re.finditer(r"[-+]", part)])
        ways.append(lambda: part[:at] + {"+": "-", "-": "+"}[part[at]] + part[at + 1 :])
    return made.choice(ways)()


def changed(written: dict[str, Any], path: Route, part: Any) -> dict[str, Any]:
    """A copy with one part replaced."""
    made = copy.deepcopy(written)
    within: Any = made
    for key in path[:-1]:
        within = within[key]
    within[path[-1]] = part
    return made


def part_at(written: Any, path: Route) -> Any:
    for key in path:
        written = written[key]
    return written


def mutants(made: random.Random, written: dict[str, Any], count: int) -> Iterator[list[Any]]:
    """Pairs of a path and what stands there now."""
    paths = list(leaves(written))
    for _ in range(count):
        path = made.choice(paths)
        part = spoilt(made, part_at(written, path))
        if part != part_at(written, path):
            yield [list(path), part]


def examples() -> Iterator[tuple[str, list[str], str]]:
    """The name, the words of the command with `--format json`, and the input of each example."""
    for file in sorted(EXAMPLES.rglob("*.txt")):
        text = file.read_text(encoding="utf-8")
        found = re.search(r"^# symdescent\b(.*)$", text, re.MULTILINE)
        words = shlex.split(found[1]) if found else []
        yield str(file.relative_to(EXAMPLES)), [*words, "--format", "json"], text


def printed(name: str, words: list[str], text: str) -> list[Any]:
    """The exit status, the output and the errors of an example."""
    told = subprocess.run(
        [sys.executable, "-m", "symdescent", *words],
        input=text,
        text=True,
        capture_output=True,
        cwd=(EXAMPLES / name).parent,
        env=os.environ | {"PYTHONPATH": str(HERE.parent), "SYMDESCENT_CONFIG": ""},
    )
    return [told.returncode, told.stdout, told.stderr]


def record(file: Path, attacks: int, wanted: int) -> int:
    """Write one line a problem; the numbers of mutants are spread over the proofs evenly."""
    made = random.Random(1)
    each = 1 + wanted * 4 // (3 * (150 + attacks))
    tally: Counter[str] = Counter()
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for kind, name, asked in problems(attacks):
            found = minimum(asked, SECONDS.get(kind, LONGER))
            line = {"set": kind, "name": name, "answer": answer(found)}
            line["proof"] = written = proof(asked, found)
            tally["asked"] += 1
            if written is not None:
                line["judgement"] = judged(written)
                spoils = list(mutants(made, written, each))
                line["mutants"] = [[p, new, judged(changed(written, p, new))] for p, new in spoils]
                tally["proofs"] += 1
                tally["mutants"] += len(spoils)
                tally["mutants accepted"] += sum(m[2][0] for m in line["mutants"])
            out.write(json.dumps(line) + "\n")
            out.flush()
            if tally["asked"] % 20 == 0:
                print(dict(tally), flush=True)
        for name, words, text in examples():
            line = {"set": "examples", "name": name, "proof": None}
            out.write(json.dumps(line | {"printed": printed(name, words, text)}) + "\n")
    print(dict(tally))
    return 0


def replay(file: Path, answers: bool) -> int:
    """Judge everything anew; the lines that are worse than before."""
    tally: Counter[str] = Counter()
    asked = {(k, n): p for k, n, p in problems(3000)} if answers else {}
    shown = {name: (words, text) for name, words, text in examples()}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for text in lines:
            line = json.loads(text)
            for said in worse(line, tally):
                print(f"{line['set']} {line['name']}: {said}", flush=True)
            if answers and line["set"] == "examples":
                reprinted(line, *shown[line["name"]], tally)
            elif answers:
                compare(line, asked[line["set"], line["name"]], tally)
    print(dict(tally))
    return int(tally["lost"] + tally["newly accepted"] > 0)


def worse(line: dict[str, Any], tally: Counter[str]) -> Iterator[str]:
    written = line["proof"]
    if written is None:
        return
    tally["proofs"] += 1
    now, before = judged(written), line["judgement"]
    if now < before:
        tally["lost"] += 1
        yield f"was accepted {before}, now {now}"
    for path, new, before in line["mutants"]:
        tally["mutants"] += 1
        now = judged(changed(written, tuple(path), new))
        if now > before:
            tally["newly accepted"] += 1
            yield f"a spoilt proof is accepted: {path} = {new!r}: {before}, now {now}"


def compare(line: dict[str, Any], asked: Problem, tally: Counter[str]) -> None:
    """The answer of today beside the recorded one."""
    before = line["answer"]
    now = answer(minimum(asked, SECONDS.get(line["set"], LONGER)))
    tally["answers"] += 1
    if now != before:
        tally["other answers"] += 1
        fields = [key for key in before if now[key] != before[key]]
        shown = "; ".join(f"{key} {before[key]} -> {now[key]}" for key in fields)
        print(f"{line['set']} {line['name']}: {shown}", flush=True)


def reprinted(line: dict[str, Any], words: list[str], text: str, tally: Counter[str]) -> None:
    """The output of an example beside the recorded one."""
    tally["examples"] += 1
    if printed(line["name"], words, text) != line["printed"]:
        tally["other examples"] += 1
        print(f"examples {line['name']}: prints something else", flush=True)


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("work", choices=["record", "replay"])
    reader.add_argument("file", type=Path)
    reader.add_argument("--attacks", type=int, default=3000)
    reader.add_argument("--mutants", type=int, default=6600)
    reader.add_argument("--answers", action="store_true")
    given = reader.parse_args()
    if given.work == "record":
        return record(given.file, given.attacks, given.mutants)
    return replay(given.file, given.answers)


if __name__ == "__main__":
    sys.exit(main())
