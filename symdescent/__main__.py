"""python -m symdescent, and the command: the same, and quiet when stopped while it loads."""

import sys

try:
    from symdescent.cli.main import run
except KeyboardInterrupt:
    sys.stderr.write("stopped\n")
    sys.exit(130)

if __name__ == "__main__":
    run()
