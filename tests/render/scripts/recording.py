"""A script, run as it stands in an interpreter of its own; its point is looked at in each epoch.

`python recording.py NAME < SCRIPT` prints one line of JSON: the values of NAME before each epoch
and after the last, and what the script printed. Only `range` is another one: it looks, then counts.
This file needs nothing but Python, so that it runs where the frameworks are installed.
"""

import builtins
import contextlib
import io
import json
import subprocess
import sys

MODULES = {
    "python": "math",
    "numpy": "numpy",
    "torch": "torch",
    "keras": "keras jax",
    "jax": "jax optax",
    "tensorflow": "tensorflow",
}


def numbers(x):
    """A point of any library as a list of floats."""
    if type(x).__module__.startswith("keras"):
        x = x.value
    for name in ("detach", "numpy", "tolist"):
        x = getattr(x, name)() if hasattr(x, name) else x
    return [float(u) for u in x] if isinstance(x, list | tuple) else [float(x)]


def record(text, name):
    """(the point before each epoch and after the last, what was printed)."""
    space, seen, inside = {"__name__": "__main__"}, [], []

    def looking(*ends):
        if inside:  # a loop over coordinates
            return builtins.range(*ends)
        inside.append(True)
        return epochs(*ends)

    def epochs(*ends):
        for epoch in builtins.range(*ends):
            seen.append(numbers(space[name]))
            yield epoch
        seen.append(numbers(space[name]))

    space["range"] = looking
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, "script", "exec"), space)
    return seen, printed.getvalue()


def ran(text, name, python=sys.executable):
    """The same in a fresh interpreter; an AssertionError with its last words where it fails."""
    done = subprocess.run(
        [python, __file__, name], input=text, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{text}\n{done.stderr[-2000:]}"
    told = json.loads(done.stdout.splitlines()[-1])
    return told["points"], told["printed"]


def installed(target, python=sys.executable):
    """Whether an interpreter has what a script for the target imports."""
    find = "import sys; from importlib.util import find_spec as f; sys.exit(not all(map(f, {})))"
    command = [python, "-c", find.format(MODULES[target].split())]
    return subprocess.run(command, capture_output=True).returncode == 0


if __name__ == "__main__":
    points, said = record(sys.stdin.read(), sys.argv[1])
    print(json.dumps({"points": points, "printed": said}))
