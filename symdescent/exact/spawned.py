"""A problem comes in as a line of JSON on standard input; the worker's messages go out as lines."""

import signal
import sys
from importlib import import_module

from symdescent.exact import codec
from symdescent.exact.process import limit_memory


def main() -> None:
    """Serve one problem and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    problem = codec.read_problem(sys.stdin.readline())
    limit_memory()
    import_module(sys.argv[1]).serve(problem, _send)


def _send(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
