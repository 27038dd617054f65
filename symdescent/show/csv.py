"""A study goes in, comma-separated rows of every iterate come out, in full precision."""

from collections.abc import Iterator, Sequence

from symdescent.studies import Study


def rows(study: Study, steps: Sequence[int]) -> Iterator[list[str]]:
    """The heading, then step, point, value, slopes and the exact point where it is known."""
    run, names = study.run, study.run.names
    yield [
        "k",
        *names,
        study.setting.formula.title,
        *(f"d/d{name}" for name in names),
        *(f"exact {name}" for name in names),
    ]
    for k in steps:
        known = k < len(study.iterates)
        exact = [str(x) for x in study.iterates[k]] if known else [""] * len(names)
        numbers = (*run.points[k], run.values[k], *run.gradients[k])
        yield [str(k), *(repr(float(x)) for x in numbers), *exact]
