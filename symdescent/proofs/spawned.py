"""The worker's other end, where a process cannot be forked: JSON lines in, JSON lines out."""

import signal
import sys
from importlib import import_module

from symdescent.proofs import codec
from symdescent.proofs.process import limit_memory


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
