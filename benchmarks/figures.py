"""The classic figure, beside matplotlib's import and its own pyplot; a film of 100 steps, beside
matplotlib's FuncAnimation. Targets: a figure in 1 s beyond the import, a GIF in 3 s."""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from timing import in_turn, machine, ratio

import symdescent
from symdescent.lessons.figures.films import film
from symdescent.lessons.figures.landscapes import curve

ROUNDS = 5
FIRST = """
import pickle, sys, time
from symdescent.render import svg  # whatever of ours does without matplotlib
plot = pickle.load(sys.stdin.buffer)
begin = time.process_time()
import matplotlib.figure, matplotlib.backends.backend_agg, matplotlib.backends.backend_pdf
imported = time.process_time()
from symdescent.render.picture import picture
picture(plot, {form!r})
drawn = time.process_time()
picture(plot, {form!r})
print(imported - begin, drawn - imported, time.process_time() - drawn)
"""


def study() -> symdescent.Study:
    """The classic descent."""
    return symdescent.study("1/2*(x-4)^2", start=14, rate="0.1", steps=100)


def first_figure(form: str, sent: bytes) -> tuple[float, ...]:
    """The seconds of matplotlib's import, of the first figure after it and of a second one.

    Of the processor, in a process of its own.
    """
    command = [sys.executable, "-c", FIRST.format(form=form)]
    told = subprocess.run(command, input=sent, capture_output=True, check=True).stdout.split()
    return tuple(map(float, told))


def by_pyplot(done: symdescent.Study) -> Callable[[], object]:
    """What a person would write by hand for the same film."""
    from matplotlib import pyplot
    from matplotlib.animation import FuncAnimation, PillowWriter

    def run() -> None:
        figure, axes = pyplot.subplots(figsize=(4.8, 3.33), dpi=100)
        xs = [3.2 + 0.02 * i for i in range(581)]
        axes.plot(xs, [0.5 * (x - 4) ** 2 for x in xs], "k")
        (path,) = axes.plot([], [], "o-", ms=3)

        def update(k: int) -> tuple[object, ...]:
            path.set_data(done.run.points[: k + 1, 0], done.run.values[: k + 1])
            return (path,)

        made = FuncAnimation(figure, update, frames=101, blit=True)
        with tempfile.TemporaryDirectory() as folder:
            made.save(Path(folder) / "film.gif", writer=PillowWriter(fps=12))
        pyplot.close(figure)

    return run


def figures(sent: bytes) -> None:
    """The first figure of each form, against the import."""
    for form in ("pdf", "png", "svg"):
        pairs = [first_figure(form, sent) for _ in range(ROUNDS)]
        imports, drawn, again = (median(column) for column in zip(*pairs, strict=True))
        print(
            f"first figure, {form:4}{drawn:7.2f} s, the next {again:.2f} s; matplotlib's import "
            f"{imports:.2f} s   ratio {drawn / imports:.2f}   target 1 s"
        )


def films(done: symdescent.Study) -> None:
    """A GIF of 101 frames, and an animated SVG."""
    from symdescent.render.animation import gif
    from symdescent.render.svg import animated

    jobs = {
        "GIF of 101 frames": lambda: gif(film(done)),
        "animated SVG": lambda: animated(film(done)),
        "FuncAnimation": by_pyplot(done),
    }
    times = in_turn(jobs, ROUNDS)
    theirs = times["FuncAnimation"]
    for name, seconds in times.items():
        print(f"{name:20}{median(seconds):8.2f} s   ratio {ratio(seconds, theirs):.3f}")
    sizes = len(gif(film(done))) / 1024, len(animated(film(done))) / 1024
    print(f"sizes: GIF {sizes[0]:.0f} KiB, SVG {sizes[1]:.1f} KiB; target 3 s, 140 and 11 KiB")


def main() -> None:
    import pickle

    print(machine())
    done = study()
    held = io.BytesIO()
    pickle.dump(curve(done), held)
    figures(held.getvalue())
    films(done)


if __name__ == "__main__":
    main()
