"""The guided run: whole where it is piped, by keys on a terminal, and left well."""

import codecs
import fcntl
import os
import pty
import re
import select
import shlex
import struct
import subprocess
import termios
import time

import pytest
from running import COMMAND, ROOT, environment, run, shown

from symdescent.cli.arguments import COMMANDS, read
from symdescent.cli.commands.tour import STOPS
from symdescent.cli.main import main

PROMPT = "Enter goes on, q leaves: "


@pytest.mark.slow
def test_piped_it_is_told_whole_without_waiting():
    status, out, err = run("tour")
    assert (status, err) == (0, "")
    titles = re.findall(r"^── (\d) of 8: (.*?) ─+$", out, re.MULTILINE)
    assert titles == [(str(i), stop.title) for i, stop in enumerate(STOPS, 1)]
    assert PROMPT not in out and "\x1b" not in out
    facts = (
        "x* = 4, L* = 0   unique, global (proved",
        "unknown function 'sen'\n  x^2 + sen(x)\n        ^^^\n  did you mean  sin ?",
        "x* = 9/4, L* = −1675/256   unique, global, proved",
        "✗ diverged",
        "✗ stopped at a local minimum",
        "fewest steps: newton",
        "Minimise $L(x) = ",
    )
    assert [fact for fact in facts if fact not in out] == []


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("stop", [s for s in STOPS if s.command], ids=lambda s: s.title)
def test_what_is_shown_is_what_the_command_prints(stop, capsys):
    main(shlex.split(stop.command)[1:])
    alone = capsys.readouterr()
    assert main(["tour"]) == 0
    out = capsys.readouterr().out
    lines = (alone.out + alone.err).splitlines()
    assert "\n".join(lines[: stop.most or None]) in out
    if stop.most:
        assert f"... and {len(lines) - stop.most} more lines" in out


@pytest.mark.slow
def test_nobodys_defaults_change_it(tmp_path, monkeypatch, capsys):
    main(["tour"])
    plain = capsys.readouterr().out
    (tmp_path / "config.toml").write_text('steps = 3\noptimizer = "adam"\nrows = 2\n')
    monkeypatch.setenv("SYMDESCENT_CONFIG", str(tmp_path / "config.toml"))
    main(["tour"])
    assert capsys.readouterr().out == plain


def test_the_words_name_what_there_is():
    for stop in STOPS:
        told = " ".join((stop.words, stop.after, *stop.lines))
        for command in re.findall(r"symdescent ([a-z]+)", told):
            assert command in COMMANDS
        if stop.command:
            read(shlex.split(stop.command)[1:])
        sentences = re.findall(r"[.:](?: |$)", stop.words)
        assert 1 <= len(sentences) <= 5


@pytest.mark.slow
def test_in_ascii(capsys):
    assert main(["tour", "--ascii"]) == 0
    out, err = capsys.readouterr()
    assert (out + err).isascii() and "?" not in out.replace("How far may a step go?", "").replace(
        "did you mean  sin ?", ""
    ).replace("where do many starts\nend?", "")


class Visit:
    """The tour on a terminal of some width."""

    def __init__(self, columns, **variables):
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        self.process = subprocess.Popen(
            [*COMMAND, "tour"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment(**variables),
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        self.sent = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")()  # a read may end within a sign

    def until(self, wanted):
        """What was sent until that appears, or the end."""
        begun, deadline = len(self.sent), time.monotonic() + 30
        while wanted not in self.sent[begun:]:
            if time.monotonic() > deadline:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"{wanted} never came: {self.sent[-500:]}")
            if select.select([self.ours], [], [], 0.1)[0]:
                try:
                    self.sent += self.decoder.decode(os.read(self.ours, 65536))
                except OSError:
                    break
        return self.sent[begun:]

    def press(self, keys):
        os.write(self.ours, keys.encode())

    def end(self):
        """The exit status, once all was read."""
        try:
            self.until("\0")
            return self.process.wait(timeout=20)
        finally:
            self.process.kill()
            self.process.wait()
            os.close(self.ours)


@pytest.mark.long_beyond(1)
@pytest.mark.slow
@pytest.mark.parametrize("columns", [60, 80])
def test_enter_goes_on_to_the_end(columns):
    visit = Visit(columns, NO_COLOR="1")
    for number in range(1, len(STOPS)):
        assert f"── {number} of 8: " in visit.until(PROMPT)
        visit.press("\n" if number % 2 else " ")
    assert visit.end() == 0
    assert "── 8 of 8: Where to go on" in visit.sent
    assert "\x1b" not in visit.sent
    long = [line for line in shown(visit.sent) if len(line) > columns]
    assert [line for line in long if "$" not in line and "\\" not in line] == []  # the Markdown


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize(
    "keys, status", [("q", 0), ("?xQ", 0), ("\x04", 0), ("\x1b[Aq", 0), ("\x03", 130)]
)
def test_it_can_be_left(keys, status):
    visit = Visit(80)
    visit.until(PROMPT)
    visit.press("\n")
    visit.until(PROMPT)
    visit.press(keys)
    assert visit.end() == status
    assert "2 of 8" in visit.sent
    assert "3 of 8" not in visit.sent and "Traceback" not in visit.sent


@pytest.mark.slow
def test_in_a_dumb_terminal_there_is_no_escape_code():
    visit = Visit(80, TERM="dumb")
    visit.until(PROMPT)
    visit.press("q")
    assert visit.end() == 0 and "\x1b" not in visit.sent


@pytest.mark.long
@pytest.mark.slow
def test_colour_is_handed_on():
    assert "\x1b[" in run("tour", "--color", "always")[1]
    assert "\x1b[" not in run("tour", FORCE_COLOR="1", NO_COLOR="1")[1]
    assert "\x1b[" in run("tour", FORCE_COLOR="1")[1]
