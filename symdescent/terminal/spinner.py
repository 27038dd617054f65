"""A stream goes in; while work goes on, a sign of life comes out, on a terminal only."""

import os
import threading
import time
from typing import TextIO

from symdescent.terminal.ascii import is_ascii

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
PLAIN_FRAMES = "|/-\\"
PATIENCE = 0.4  # seconds before the first sign: most answers are quicker


class Spinner:
    """Draws a turning sign and the seconds on the last line, and wipes it out at the end."""

    def __init__(self, stream: TextIO, doing: str = "descending and proving") -> None:
        self.stream, self.doing = stream, doing
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.turn, daemon=True)

    def __enter__(self) -> "Spinner":
        if self.stream.isatty() and os.environ.get("TERM") != "dumb":
            self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        if self.thread.ident is not None:
            self.thread.join()

    def turn(self) -> None:
        """Draw until the work has ended."""
        begun, frame, drawn = time.monotonic(), 0, ""
        frames = PLAIN_FRAMES if is_ascii(self.stream) else FRAMES
        if self.ended.wait(PATIENCE):
            return
        while not self.ended.wait(0.1):
            seconds = time.monotonic() - begun
            drawn = f"{frames[frame % len(frames)]} {self.doing}, {seconds:.0f} s"
            self.stream.write(f"\r{drawn}")
            self.stream.flush()
            frame += 1
        self.stream.write(f"\r{'':{len(drawn)}}\r")  # no escape code: not all consoles know any
        self.stream.flush()
