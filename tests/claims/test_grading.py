"""A batch of claims: every row is answered, whatever happens to the others."""

import csv
import io
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from right_gradients import RIGHT
from wrong_gradients import WRONG

from symdescent import InputError
from symdescent.claims import grade
from symdescent.claims.claim import Word
from symdescent.claims.grade import HEADING, Stopped, grade_all, sheet


def batch(rows, heading):
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue()


def told(found):
    """The rows as dictionaries."""
    return [dict(zip((*found.kept, *HEADING), row, strict=True)) for row in found.rows]


def graded(text, seconds=20.0, **more):
    return told(grade_all(sheet(text), seconds, **more))


LONG = batch([(i, "Ann", f, "gradient", c) for i, (f, c) in enumerate(RIGHT[:6])]
             + [(6, "Bob", "x^2", "gradient", "x"), (7, "Cy", "x^2", "minimum", "0")],
             ("id", "student", "formula", "claim kind", "claim"))  # fmt: skip


def test_a_kind_and_a_claim_a_row():
    rows = graded(LONG)
    assert [row["id"] for row in rows] == [str(i) for i in range(8)]
    assert {row["student"] for row in rows} == {"Ann", "Bob", "Cy"}
    assert [row["verdict"] for row in rows] == [
        *["proved right"] * 6,
        "proved wrong",
        "proved right",
    ]
    assert rows[6]["where"] == "x = 1: 1 claimed" and rows[6]["found"] == "2"
    assert "not brought down" in rows[6]["mistake"]


def test_a_column_a_kind():
    text = batch([("x^2", "2x", "0", ""), ("x^2 + 1", "", "0", "2")],
                 ("Formula", "gradient", "minimum", "Value"))  # fmt: skip
    rows = graded(text)
    assert [(row["id"], row["kind"], row["verdict"]) for row in rows] == [
        ("1", "gradient", "proved right"),
        ("1", "minimum", "proved right"),
        ("2", "minimum", "proved right"),
        ("2", "value", "proved wrong"),
    ]


def test_columns_for_what_iterates_need(tmp_path):
    (tmp_path / "ann.csv").write_text("k,x\n0,14\n1,13\n")
    text = batch([("1/2*(x-4)^2", "ann.csv", "", "14", "0.1"),
                  ("a*(x-4)^2", "", "4 + 10*(9/10)^k", "14", "0.1")],
                 ("formula", "iterates", "closed form", "x0", "lr"))  # fmt: skip
    rows = told(grade_all(sheet(text.replace("a*", "0.5*"), str(tmp_path)), 20.0))
    assert [row["verdict"] for row in rows] == ["proved right"] * 2


def test_a_bad_row_costs_itself():
    text = batch([("x^^2", "gradient", "2x"), ("x^2", "gradient", "2z"), ("x^2", "slope", "2x"),
                  ("x^2", "gradient", ""), ("x^2", "gradient", "2x")],
                 ("formula", "kind", "claim"))  # fmt: skip
    found = grade_all(sheet(text), 20.0)
    rows = told(found)
    assert [row["verdict"] for row in rows] == [*["not read"] * 4, "proved right"]
    said = ["missing", "no 'z'", "no claim of kind 'slope'", "no claim"]
    assert all(words in row["error"] for words, row in zip(said, rows, strict=False))
    assert found.status == 2


@pytest.mark.parametrize("text, said", [
    ("", "heading"),
    ("a,b\n1,2", "no column 'formula'"),
    ("formula,b\nx^2,2", "no column with claims"),
])  # fmt: skip
def test_what_is_no_batch_is_said(text, said):
    with pytest.raises(InputError, match=said):
        sheet(text)


def test_a_cell_that_was_made_inert_is_read_as_it_was_typed():
    rows = graded(batch([("'-x^2", "gradient", "'-2x")], ("formula", "kind", "claim")))
    assert rows[0]["verdict"] == "proved right"


def workers():
    """The processes that this one has started."""
    me = os.getpid()
    return [int(n) for task in os.listdir(f"/proc/{me}/task")
            for n in Path(f"/proc/{me}/task/{task}/children").read_text().split()]  # fmt: skip


def killer(times, done):
    """Kills a worker as often as told, one after the other."""
    while times and not done.is_set():
        for pid in workers()[:1]:
            os.kill(pid, signal.SIGKILL)
            times -= 1
        time.sleep(0.15)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(not os.path.isdir("/proc"), reason="reads /proc")
def test_killed_workers_lose_nothing():
    rows = [(f, "gradient", c) for f, c, _ in WRONG] + [(f, "gradient", c) for f, c in RIGHT]
    done = threading.Event()
    thread = threading.Thread(target=killer, args=(3, done))
    thread.start()
    found = graded(batch(rows, ("formula", "kind", "claim")))
    done.set()
    thread.join()
    assert [row["formula"] for row in found] == [row[0] for row in rows]
    verdicts = [row["verdict"] for row in found]
    wrong, right = verdicts[: len(WRONG)], verdicts[len(WRONG) :]
    assert {v for v in wrong if v != Word.UNDECIDED} == {"proved wrong"}
    assert "proved wrong" not in right
    assert verdicts.count(Word.UNDECIDED) <= 1  # only a row that was killed twice


def deadly(task):
    if task["cells"]["claim"] == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if task["cells"]["claim"] == "sleep":
        time.sleep(60)
    return {"row": task["row"], "claims": [["f", "k", "c", "proved right", *[""] * 6]]}


def test_a_row_that_kills_its_worker_is_tried_twice_then_undecided(monkeypatch):
    monkeypatch.setattr(grade, "grade", deadly)
    claims = ["2x", "die", "2x", "sleep", "2x", "2x"]
    text = batch([("x^2", "gradient", c) for c in claims], ("formula", "kind", "claim"))
    begun = time.perf_counter()
    rows = graded(text, seconds=1.0)
    assert time.perf_counter() - begun < 15
    verdicts = [row["verdict"] for row in rows]
    assert verdicts == ["proved right" if c == "2x" else "undecided" for c in claims]
    assert "ended without an answer 2 times" in rows[1]["reason"]
    assert "out of time" in rows[3]["reason"]


def test_ctrl_c_keeps_what_is_done():
    def press(done, _):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(Stopped) as stop:
        grade_all(sheet(LONG), 20.0, press)
    assert stop.value.verdicts.answered == 3 and len(stop.value.verdicts.rows) == 3
    assert workers() == []


@pytest.mark.slow
def test_without_fork_each_row_has_an_interpreter(monkeypatch):
    monkeypatch.setattr(grade, "FORKS", False)
    text = batch(
        [("x^2", "gradient", "2x"), ("x^2", "gradient", "x")], ("formula", "kind", "claim")
    )
    assert [row["verdict"] for row in graded(text)] == ["proved right", "proved wrong"]


def test_the_status_is_the_worst_of_all_rows():
    def status(*claims):
        rows = [("x^2", "gradient", claim) for claim in claims]
        return grade_all(sheet(batch(rows, ("formula", "kind", "claim"))), 20.0).status

    assert [status("2x"), status("2x", "x"), status("x", "2z")] == [0, 1, 2]


def test_each_claim_of_a_row_is_judged_for_itself():
    heading = ("formula", "gradient", "minimum", "value")
    rows = graded(batch([("(x-4)^2", "2z", "4", "0"), ("x^^2", "2x", "", "0")], heading))
    assert [(row["kind"], row["claim"], row["verdict"]) for row in rows] == [
        ("gradient", "2z", "not read"),
        ("minimum", "4", "proved right"),
        ("value", "0", "proved right"),
        ("gradient", "2x", "not read"),
        ("value", "0", "not read"),
    ]
    assert "no 'z'" in rows[0]["error"] and "missing" in rows[3]["error"]


@pytest.mark.parametrize("row, kinds", [
    ("(x-1/2)^2 + 1/4;0,5;0,25", ["proved right"] * 2),
    ("(x-1/2)^2 + 1/4;1/2;'+0,25", ["proved right"] * 2),
    ("(x-2)^2 + (y-3)^2;2,3;0,0", ["proved right"] * 2),  # two variables: a point
])  # fmt: skip
def test_between_semicolons_a_number_may_have_a_decimal_comma(row, kinds):
    assert [r["verdict"] for r in graded(f"formula;minimum;value\n{row}\n")] == kinds


def test_between_commas_a_comma_in_a_cell_is_none():
    rows = graded('formula,minimum\nx^4 - 2x^2,"1,-1"\n(x-1/2)^2,"0,5"\n')
    assert [row["verdict"] for row in rows] == ["proved right", "proved wrong"]


def test_where_a_claimed_minimum_fails_is_a_sentence():
    rows = graded("formula,minimum,value\n(x-4)^2,-4,3\n")
    assert [(row["where"], row["found"]) for row in rows] == [
        ("x = 4 is lower: L = 0 there, 64 at x = -4", "0"),
        ("x = 4 is lower: L = 0 there", "0"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_on_any_system(end):
    text = end.join(["formula;gradient", "x^2;2x", "x^3;2x", ""])
    assert [row["verdict"] for row in graded(text)] == ["proved right", "proved wrong"]
