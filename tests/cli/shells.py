"""A real shell on a terminal, with the completion script loaded; keys go in, its line comes out."""

import os
import pty
import re
import select
import shutil
import subprocess
import time
from pathlib import Path

from running import ESCAPE, environment, run

PATIENCE = 20.0  # seconds
SHOWS = {
    "bash": 'show() { echo "<<$READLINE_LINE>>"; READLINE_LINE=; }; bind -x \'"\\C-xp": show\'',
    "zsh": 'show() { print -r -- "<<$BUFFER>>"; BUFFER=; zle redisplay }; zle -N show; '
    "bindkey '^Xp' show",
}
STARTS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
}


def script(shell):
    """The completion script of a shell, as the command prints it."""
    status, printed, errors = run("completion", shell)
    assert (status, errors) == (0, "")
    return printed


class Terminal:
    """A shell in a folder; `line(keys)` is what stands on its line once they were typed."""

    def __init__(self, shell: str, folder: Path, *first: str) -> None:
        ours, theirs = pty.openpty()
        self.descriptor = ours
        place = environment(PATH=f"{folder}/bin:{os.environ['PATH']}", TERM="dumb", PS1="$ ")
        self.process = subprocess.Popen(
            [shutil.which(STARTS[shell][0]), *STARTS[shell][1:]],
            stdin=theirs, stdout=theirs, stderr=theirs,
            env=place, cwd=folder, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        for command in (*first, SHOWS[shell], "echo re''ady"):
            os.write(ours, f"{command}\n".encode())
        self.until("ready")

    def until(self, wanted: str) -> str:
        """What was written until that appears."""
        seen, deadline = "", time.monotonic() + PATIENCE
        while not re.search(wanted, seen):
            assert time.monotonic() < deadline, f"{wanted} never came: {seen[-500:]}"
            if select.select([self.descriptor], [], [], 0.1)[0]:
                seen += ESCAPE.sub("", os.read(self.descriptor, 65536).decode(errors="replace"))
        return seen

    def press(self, keys: str) -> None:
        os.write(self.descriptor, keys.encode())

    def line(self, keys: str) -> str:
        """The line after these keys (\\t is Tab)."""
        self.press(f"{keys}\x18p")
        found = re.search(r"<<(.*?)>>", self.until("<<.*?>>").replace("\r\n", ""))
        return found[1]

    def end(self) -> None:
        os.close(self.descriptor)
        self.process.kill()
        self.process.wait()
