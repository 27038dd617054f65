"""Ctrl-C, SIGTERM and a closed pipe end the work well: the best so far, and never a traceback."""

import os
import signal
import subprocess
import time

import pytest
from running import begin, on_terminal, run

from symdescent.cli.main import main

LONG = ["x^4", "--x0", "1", "--lr", "1e-6", "--steps", "100000000"]


def stopped(sent, *words):
    """What is said when a signal comes in the middle of the descent."""
    for after in (1.5, 5, 15):  # seconds until it has surely begun, on a slow machine too
        process = begin(*words)
        time.sleep(after)
        process.send_signal(sent)
        begun = time.monotonic()
        out, err = process.communicate(timeout=30)
        assert time.monotonic() - begun < 5
        if out:
            break
    return process.returncode, out.decode(), err.decode()


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_the_best_so_far_is_printed(sent):
    status, out, err = stopped(sent, *LONG)
    assert (status, err) == (130, "")
    assert "  best so far = 0." in out
    assert "– not converged: after " in out


@pytest.mark.long
@pytest.mark.slow
def test_so_it_is_in_quiet():
    status, out, err = stopped(signal.SIGINT, *LONG, "-q")
    assert (status, err) == (130, "")
    assert out == "0\n"  # x^4 is least at 0: that was proved before the key was pressed


MOMENTS = [
    "problem.problem.parse",
    "problem.setting.derive",
    "studies.prepare",
    "studies.walk_down",
]
LATER = ["studies.judge", "studies.exact_iterates", "cli.output.table"]


def press(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.parametrize("moment", [*MOMENTS, *LATER])
def test_at_any_other_moment_it_says_so(moment, monkeypatch, capsys):
    monkeypatch.setattr(f"symdescent.{moment}", press)
    assert main(["x^4 + x^2*exp(x)", "--steps", "5"]) == 130
    assert capsys.readouterr().err == "stopped\n"


def test_while_the_proof_is_awaited_the_run_is_kept(monkeypatch, capsys):
    from symdescent import proofs, studies
    from symdescent.proofs import Kind, Minimum
    from symdescent.proofs.steps import Why, reason

    class Proving:
        def result(self, seconds):
            if seconds:
                raise KeyboardInterrupt
            return Minimum(Kind.UNDECIDED, reasons=(reason(Why.NO_TIME, seconds="0"),))

        def cancel(self):
            pass

    monkeypatch.setattr(proofs, "start", lambda problem: Proving())
    found = studies.study("x^4", start=1, steps=5)
    assert found.interrupted and found.run.steps == 5
    assert main(["x^4", "--steps", "5"]) == 130
    assert "0 s was no time to begin" in capsys.readouterr().out


def test_a_batch_stops_at_the_line_it_is_on(monkeypatch, tmp_path, capsys):
    from symdescent import studies

    walk_down, seen = studies.walk_down, []

    def pressed(setting, one):
        def watch(here):
            if len(seen) == 2:
                raise KeyboardInterrupt

        seen.append(setting)
        return walk_down(setting, one, watch)

    monkeypatch.setattr(studies, "walk_down", pressed)
    file = tmp_path / "three.txt"
    file.write_text("x^2\n(x-1)^2\n(x-2)^2\n", encoding="utf-8")
    assert main(["-f", str(file), "--x0", "5"]) == 130
    out = capsys.readouterr().out
    assert "line 2: (x-1)^2" in out and "line 3" not in out


@pytest.mark.slow
@pytest.mark.parametrize("words", [["x^2"], ["x^2", "--format", "csv"]], ids=["table", "csv"])
def test_a_closed_pipe_is_no_traceback(words):
    reading, writing = os.pipe()
    process = begin(*words, stdout=writing)
    os.close(writing)
    os.close(reading)
    _, err = process.communicate(timeout=60)
    assert err == b""
    assert process.returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_a_full_disk_is_one_line(form):
    with open("/dev/full", "wb") as full:
        process = begin("x^2", "--format", form, stdout=full)
        _, err = process.communicate(timeout=60)
    assert err == b"error: the output cannot be written: No space left on device\n"
    assert process.returncode == 1


def test_a_stop_while_it_loads_is_no_traceback():
    code = (
        "import sys, runpy\n"
        "class Pressed:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'symdescent.cli.main': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Pressed())\n"
        "runpy.run_module('symdescent', run_name='__main__')\n"
    )
    command = [begin.__globals__["COMMAND"][0], "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, "stopped\n")


@pytest.mark.slow
def test_head_is_satisfied():
    process = begin("x^2", "--format", "csv", "--every", "1", "--lr", "1e-6")
    first = process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert first == b"k,x,L,d/dx,exact x\n"
    assert err == b""
    assert process.wait(timeout=60) == 1


def test_a_command_on_a_terminal_without_a_formula_shows_its_help():
    status, sent = on_terminal("minimum")
    assert status == 2
    assert sent.startswith("usage: symdescent minimum ")


LIGHT = [["--help"], ["-h"], ["--version"], ["2x+sen(x)"], ["x", "--stesp", "1"], ["minimun"]]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("words", [*LIGHT, ["help", "al"]])
def test_what_needs_no_mathematics_loads_none(words):
    asked = (
        "import sys; from symdescent.cli.main import main\n"
        f"try: status = main({words!r})\n"
        "except SystemExit as end: status = end.code\n"
        "heavy = {'sympy', 'numpy', 'rich', 'mpmath'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else f'status {status}')"
    )
    command = [begin.__globals__["COMMAND"][0], "-c", asked]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr.splitlines()[-1] == f"status {2 if words[0][0] != '-' else 0}"


@pytest.mark.slow
def test_the_module_and_the_command_are_one():
    assert run("x^2", "-q") == (0, "0\n", "")
