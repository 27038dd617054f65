"""The gallery, built by one command:  python examples/gallery/build.py

Every file here is what its command writes, as EXAMPLES and PICTURES say. With --check nothing is
written, and the names of the files that would change are printed.
"""

import os
import shlex
import sys
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from symdescent.cli.main import main

os.environ["SYMDESCENT_CONFIG"] = ""  # nobody's own defaults
HERE = Path(__file__).parent
EXAMPLES = {
    "gd-parabola": '"1/2*(x-4)^2" --x0 14 --lr 1/10 --steps 100',
    "momentum-quadratic": '"(17x^2 - 24x y + 10y^2)/2" --x0 2,11 --lr 1/10 '
    "--optimizer momentum --set momentum=2/5 --convention keras",
    "adam-rosenbrock": '"100(y-x^2)^2 + (1-x)^2" --x0=-1.2,1 --lr 1/100 --optimizer adam',
    "two-minima": '"x^4 - 3x^2 + x" --x0 2 --lr 1/20',
}
ENDINGS = {
    "tex": ".tex",
    "md": ".md",
    "myst": ".myst.md",
    "quarto": ".qmd",
    "html": ".html",
    "ipynb": ".ipynb",
    "json": ".json",
}
GERMAN = "gd-parabola"  # told in German as well
PARABOLA, VALLEY = '"1/2*(x-4)^2" --x0 14 --lr 0.1', '"(1-x)^2 + 100*(y-x^2)^2"'
PICTURES = {
    "curve": f"plot {PARABOLA} --steps 100",
    "gap": f"plot {PARABOLA} --steps 100 --kind gap",
    "contours": 'plot "(17x^2 - 24x y + 10y^2)/2" --x0 2,11 --lr 1/20 --kind contours',
    "optimizers": f"plot {VALLEY} --x0 -1.2,1 --optimizers gd@0.001,adam@0.1 --kind optimizers",
    "paths": f"plot {VALLEY} --x0 -1.2,1 --optimizers gd@0.001,adam@0.1 --kind paths",
    "sweep": 'plot "(17x^2 - 24x y + 10y^2)/2" --lr 1e-3..1 --kind sweep --steps 200',
    "basins": 'plot "x^4 + y^4 - 4x*y + x/5" --lr 0.02 --kind basins --within "[-2,2]"',
    "descent": f"animate {PARABOLA} --steps 60",
    "film": f"animate {PARABOLA} --steps 40 --panels 6",
    "race": 'animate "1 - cos(x) + x^2/20" --x0 12 --lr 0.7 '
    '--optimizers "gradient descent,Adam" --frames 60',
}
DARK = "race"  # drawn for a dark page as well: the README's film
BRIGHT = 'fill="currentColor" style="color:#e6edf3;--sd-blue:#58a6ff;--sd-vermilion:#f0883e">'


def commands():
    """The file of each command, and its words."""
    for name, words in EXAMPLES.items():
        for form, ending in ENDINGS.items():
            yield f"{name}{ending}", ["example", *shlex.split(words), "--to", form]
    german = [*shlex.split(EXAMPLES[GERMAN]), "--to", "tex", "--language", "de"]
    yield f"{GERMAN}.de.tex", ["example", *german]
    for name, words in PICTURES.items():
        yield f"{name}.svg", shlex.split(words)


def build(folder):
    """All files in a folder, written by the program itself."""
    for file, words in commands():
        with redirect_stdout(StringIO()):
            status = main([*words, "-o", str(folder / file), "--force"])
        if status:
            raise SystemExit(f"{file}: status {status}")
    drawn = (folder / f"{DARK}.svg").read_text("utf-8")
    bright = drawn.replace('fill="currentColor">', BRIGHT, 1)
    (folder / f"{DARK}-dark.svg").write_text(bright, "utf-8")


def changed():
    """The files that would not be as they are."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        made = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    kept = {name: (HERE / name).read_bytes() for name in made if (HERE / name).exists()}
    return sorted(name for name in made if kept.get(name) != made[name])


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        names = changed()
        print("\n".join(names))
        sys.exit(bool(names))
    build(HERE)
