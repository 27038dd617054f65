"""A row comes in as a line of JSON on standard input; its result goes out as another."""

import json
import signal
import sys
from importlib import import_module

from symdescent.proofs.process import limit_memory


def main() -> None:
    """Grade one row and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task = json.loads(sys.stdin.readline())
    limit_memory()
    sys.stdout.write(json.dumps(import_module(sys.argv[1]).grade(task)) + "\n")


if __name__ == "__main__":
    main()
