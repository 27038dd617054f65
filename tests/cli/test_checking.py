"""The command check: what it prints, its formats, its batch, its exit status."""

import csv
import io
import json
import os
import signal
import time
from pathlib import Path

import pytest
from running import begin, on_terminal, run, shown

import symdescent
from symdescent.cli.main import main

PARABOLA = "1/2*(x-4)^2"


def answered(capsys, *words):
    status = main(["check", *words])
    out, err = capsys.readouterr()
    return status, out, err


STATUSES = [
    ([PARABOLA, "--gradient", "x-4", "--hessian", "1", "--minimum", "4", "--value", "0"], 0),
    ([PARABOLA, "--gradient", "x-4", "--minimum", "3"], 1),
    (["x*log(x^2)", "--gradient", "2log(x)+2"], 1),
    (["-x^2", "--gradient", "-2x", "--minimum", "unbounded"], 0),
    ([PARABOLA, "--closed-form", "4 + 10*(9/10)^k", "--x0", "14", "--lr", "0.1"], 0),
    ([PARABOLA], 2),
    ([PARABOLA, "--gradient", "x-5-"], 2),
    ([PARABOLA, "--gradient", "x-4", "--against", "matlab"], 2),
    ([PARABOLA, "--iterates", "no such file.csv", "--lr", "0.1"], 2),
    (["x^2", "--batch", "claims.csv"], 2),
    (["--batch", "no such file.csv"], 2),
    (["--batch", "examples/check/claims.csv", "--format", "json"], 2),
    (["x^2", "--gradient", "2x", "-o", "verdicts.csv"], 2),
]


@pytest.mark.parametrize("words, status", STATUSES, ids=repr)
def test_the_status_tells_the_verdict(words, status, capsys):
    found, out, err = answered(capsys, *words)
    assert found == status
    assert bool(out) == (status < 2) and bool(err) == (status == 2)
    assert err.startswith("error: ") or not err


def test_a_wrong_gradient_explains_itself(capsys):
    _, out, _ = answered(capsys, "x^2*sin(x)", "--gradient", "2x*cos(x)")
    assert out.splitlines()[2:] == [
        "  ✗ gradient: proved wrong",
        "    claimed        ∇L = 2x·cos(x)",
        "    right          ∇L = x²·cos(x) + 2x·sin(x)",
        "    fails at       x = 1: claimed 2·cos(1) ≈ 1.0806, right cos(1) + 2·sin(1) ≈ 2.22324",
        "    likely         product rule: the derivatives were multiplied",
        "    rule           (u·v)' = u'·v + u·v'",
    ]


def test_a_mistake_in_the_formula_loads_nothing_heavy():
    status, out, err = run("check", "2x+sen(x)", "--gradient", "2")
    assert (status, out) == (2, "") and "did you mean  sin ?" in err


def test_json_is_strict_and_complete(capsys):
    _, out, _ = answered(capsys, "x^2*sin(x)", "--gradient", "2x*cos(x)", "--format", "json")
    told = json.loads(out, parse_constant=pytest.fail)
    assert (told["version"], told["kind"], told["holds"]) == (1, "check", False)
    (claim,) = told["claims"]
    assert claim["verdict"] == "proved wrong" and claim["right"] is False
    assert claim["claimed_there"] == "2*cos(1)" and claim["point"] == {"x": "1"}


def test_csv_cells_begin_no_formula(capsys):
    _, out, _ = answered(capsys, "-x^2", "--gradient", "-x", "--format", "csv")
    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
    assert "'-x" in cells and not any(cell[:1] in "=+-@" for cell in cells if cell)


@pytest.mark.parametrize("form, begins", [("md", "- L(x) = "), ("tex", "% needs")])
def test_other_formats(form, begins, capsys):
    status, out, _ = answered(capsys, "x^2", "--gradient", "x", "--format", form)
    assert status == 1 and out.lstrip().startswith(begins) and "proved wrong" in out
    assert "U+" not in out


@pytest.mark.slow
def test_on_a_terminal_it_keeps_to_the_width_and_has_colours():
    status, sent = on_terminal("check", "x^2*sin(x)", "--gradient", "2x*cos(x)")
    assert status == 1 and "\x1b[31m" in sent
    assert all(len(line) <= 80 for line in shown(sent))
    _, plain = on_terminal("check", "x^2", "--gradient", "x", NO_COLOR="1")
    assert "\x1b[31m" not in plain


@pytest.mark.slow
def test_it_is_spelt_out_in_ascii():
    status, out, _ = run(
        "check", "x^2", "--gradient", "x", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert status == 1 and out.isascii() and "proved wrong" in out


def test_scipy_stands_beside_ours_and_the_exact_minimum(capsys):
    pytest.importorskip("scipy")
    status, out, _ = answered(capsys, "(x-1)^2 + 3y^2", "--against", "scipy", "--format", "json")
    told = json.loads(out)["rivals"]
    assert status == 0
    assert {row["solver"] for row in told} >= {"exact", "scipy:BFGS", "scipy:Nelder-Mead"}
    for row in told:
        assert row["point"] == pytest.approx([1, 0], abs=1e-4) and abs(row["gap"]) < 1e-8


def test_without_scipy_one_sentence_says_what_is_missing(monkeypatch, capsys):
    import sys

    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    status, _, err = answered(capsys, "x^2", "--against", "scipy")
    assert status == 3 and "pip install 'symdescent[scipy]'" in err


def rows(count):
    """Claims of all kinds, right and wrong ones in turn."""
    made = []
    for i in range(count):
        a = i % 17 + 1
        made.append([
            (i, f"({a}x-1)^2", "gradient", f"{2 * a}*({a}x-1)"),
            (i, f"x^2*exp({a}x)", "gradient", f"2x*exp({a}x)"),
            (i, f"x^4 - {2 * a}x^2", "minimum", f"sqrt({a}), -sqrt({a})"),
            (i, f"x^2 + {a}y^2", "hessian", f"2, 0; 0, {a}"),
        ][i % 4])  # fmt: skip
    return made


def written(path, made):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "formula", "claim kind", "claim"), *made])


def read(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


WORDS = ("proved right", "proved wrong", "proved right", "proved wrong")


@pytest.mark.slow
def test_a_batch_is_written_whole(tmp_path, capsys):
    written(tmp_path / "claims.csv", rows(12))
    words = ["--batch", str(tmp_path / "claims.csv"), "-o", str(tmp_path / "verdicts.csv")]
    assert answered(capsys, *words)[:2] == (1, "")
    found = read(tmp_path / "verdicts.csv")
    assert [row["verdict"] for row in found] == [WORDS[i % 4] for i in range(12)]
    status, _, err = answered(capsys, *words)
    assert status == 2 and "--force" in err


def children(pid):
    return [int(n) for task in os.listdir(f"/proc/{pid}/task")
            for n in Path(f"/proc/{pid}/task/{task}/children").read_text().split()]  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not os.path.isdir("/proc"), reason="reads /proc")
def test_a_hundred_claims_are_graded_though_a_worker_is_killed(tmp_path):
    written(tmp_path / "claims.csv", rows(100))
    process = begin("check", "--batch", str(tmp_path / "claims.csv"))
    killed = 0
    while process.poll() is None and not killed:
        time.sleep(0.05)
        for pid in children(process.pid)[:1]:
            time.sleep(0.2)
            try:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                pass
    out, err = process.communicate(timeout=120)
    found = list(csv.DictReader(io.StringIO(out.decode())))
    assert killed == 1 and process.returncode == 1 and err == b""
    assert [row["id"] for row in found] == [str(i) for i in range(100)]
    assert [row["verdict"] for row in found] == [WORDS[i % 4] for i in range(100)]


@pytest.mark.slow
def test_ctrl_c_writes_what_is_done(tmp_path):
    written(tmp_path / "claims.csv", rows(4000))
    target = tmp_path / "verdicts.csv"
    for after in (3, 8, 20):  # seconds until some rows are surely done, on a slow machine too
        words = ["--batch", str(tmp_path / "claims.csv"), "-o", str(target), "--force"]
        process = begin("check", *words)
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        if target.exists() and len(read(target)) > 0:
            break
    assert process.returncode == 130 and b"of 4000 rows are answered" in err
    found = read(target)
    assert 0 < len(found) < 4000
    assert all(row["verdict"] == WORDS[int(row["id"]) % 4] for row in found)


@pytest.mark.long
@pytest.mark.slow
def test_progress_is_shown_on_a_terminal_alone(tmp_path):
    written(tmp_path / "claims.csv", rows(8))
    _, sent = on_terminal("check", "--batch", str(tmp_path / "claims.csv"))
    assert "8 of 8 rows" in sent
    assert run("check", "--batch", str(tmp_path / "claims.csv"))[2] == ""


def test_no_cell_of_a_batch_begins_a_formula(tmp_path, capsys):
    made = [("=HYPERLINK(1)", "-x^2", "gradient", "-2x"), ("@id", "=1", "gradient", "+x")]
    written(tmp_path / "claims.csv", made)
    _, out, _ = answered(capsys, "--batch", str(tmp_path / "claims.csv"))
    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
    assert "'=HYPERLINK(1)" in cells and not any(cell[:1] in "=+-@" for cell in cells if cell)


def test_a_check_shows_itself_in_a_notebook():
    check = symdescent.check("x^2", gradient="x")
    assert not check and check.wrong == check.claims
    texts = check._repr_mimebundle_()
    assert set(texts) == {"text/plain", "text/markdown", "text/html"}
    for text in texts.values():
        assert "proved wrong" in text
    assert str(check.claims[0]) == "gradient x: proved wrong at x = 1: 1 claimed, 2 right"


TEACHERS = "Name;Formula;Gradient\r\nMüller, Änne;x²;2x\r\n"
MARKED = b"\xef\xbb\xbf"


@pytest.mark.parametrize("written, marked", [
    (TEACHERS.encode(), False),
    (MARKED + TEACHERS.encode(), True),
    (TEACHERS.encode("cp1252"), True),
    (TEACHERS.encode("utf-16"), True),
])  # fmt: skip
def test_a_spreadsheet_gets_its_own_kind_of_file_back(tmp_path, written, marked):
    (tmp_path / "class.csv").write_bytes(written)
    target = tmp_path / "verdicts.csv"
    assert main(["check", "--batch", str(tmp_path / "class.csv"), "-o", str(target)]) == 0
    data = target.read_bytes()
    assert data.startswith(MARKED) is marked
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("id;Name;formula;kind;claim;verdict;")
    assert lines[1].startswith("1;Müller, Änne;x²;gradient;2x;proved right;")
