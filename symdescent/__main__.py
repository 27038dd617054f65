"""python -m symdescent: the same as the command."""

from symdescent.terminal.cli import run

if __name__ == "__main__":
    run()
