"""The options of `exercises` go in; sheets are printed, or kept in files, or checked."""

import gc
import shlex
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from symdescent.errors import InputError
from symdescent.lessons.exercises.drawing import KINDS, Findings, Source, examined
from symdescent.lessons.exercises.sheet import LETTERS, SheetRequest, demand, sheets
from symdescent.render.documents import written
from symdescent.terminal.documents import (
    demand_form,
    files,
    form,
    keep,
    manner,
    told,
    told_form,
)
from symdescent.terminal.files import demand_free
from symdescent.terminal.printing import print_page
from symdescent.version import VERSION


def answer(options: Namespace) -> int:
    """Print a sheet, or write files; with --check, say what a look at many exercises finds."""
    gc.freeze()
    gc.enable()
    if options.rest:
        word = options.rest[0][:40]
        raise InputError("syntax", f"'{word}' belongs to no option", f"write  --kind {word}")
    if options.check is not None:
        return check(options)
    wanted = wish(options)
    demand(wanted)
    paths = list(places(options))
    for path in paths:
        demand_free(path, options.force)
    by = demand_form(paths[0] if paths else None, options)
    documents = [document for sheet in sheets(wanted) for document in sheet.documents]
    if not paths:
        page = written(documents[0], form(None, options), manner(None, options))
        print_page(page.text, form(None, options))
        return 0
    made: dict[Path, bytes] = {}
    for path, document in zip(paths, documents, strict=True):
        made |= files(document, path, options, by)
    keep(made, options.force)
    return 0


def wish(options: Namespace) -> SheetRequest:
    """The sheets that were asked for."""
    if options.kind is None:
        raise InputError("empty", "--kind is needed", f"there are {', '.join(KINDS)}")
    return SheetRequest(
        options.kind,
        options.count,
        options.seed,
        options.variants,
        options.solutions,
        options.choices,
        options.language,
        command(options),
        VERSION,
    )


def command(options: Namespace) -> str:
    """The command that makes the same sheets again; of several sheets, with the name of a file."""
    name, *words = told(options.words)
    several = options.variants > 1 or options.solutions == "apart"
    file = ["-o", Path(options.output).name] if several and options.output else []
    where = file or told_form(options)
    return shlex.join(["symdescent", name, *words, *where])


def places(options: Namespace) -> Iterator[Path]:
    """The files: name, name-solutions; of several variants name-a, name-b-solutions, ..."""
    apart = options.solutions == "apart"
    if options.output is None:
        if apart or options.variants > 1:
            hint = "-o sheet.tex  names them"
            raise InputError("syntax", "several files are made, so -o is needed", hint)
        return
    path = Path(options.output)
    if not path.name:
        raise InputError("empty", "-o needs the name of a file", "-o sheet.tex")
    letters = [f"-{letter}" for letter in LETTERS[: options.variants]]
    for middle in letters if options.variants > 1 else [""]:
        for end in ("", "-solutions") if apart else ("",):
            yield path.with_name(f"{path.stem}{middle}{end}{path.suffix}")


def check(options: Namespace) -> int:
    """Three lines a kind."""
    demand(SheetRequest("quadratic", options.check))
    kinds = list(KINDS) if options.kind is None else [options.kind]
    for kind in kinds:
        for line in lines(examined(Source(kind, options.seed), options.check)):
            print(line, flush=True)
    return 0


def lines(found: Findings) -> Iterator[str]:
    """What was found, in words."""
    twice = f"{found.doubles} twice" if found.doubles else "none twice"
    yield f"{found.kind}: {found.count} exercises, every key verified, {twice}"
    yield f"  numbers of at most {found.longest} characters; in solutions up to {found.largest:,}"
    share, places = 100 * found.commonest / found.count, ", ".join(map(str, found.places))
    yield f"  the commonest answer: {share:.1f}%; the right one at each place: {places}"
