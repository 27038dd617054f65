"""The options, in groups: each command takes those that it needs."""

import argparse
import math
import re
from collections.abc import Callable
from typing import Final

SHELLS: Final = ("bash", "zsh", "fish")


def add_everywhere(made: argparse.ArgumentParser) -> None:
    """What every command takes."""
    shown = made.add_argument_group("everywhere").add_argument
    either = argparse.BooleanOptionalAction
    shown("--ascii", action=either, default=False, help="print nothing but ASCII")
    shown("--no-config", action="store_true", help="without your file of defaults")


def add_explain(made: argparse.ArgumentParser) -> None:
    """What the output means."""
    words = "what each column, sign and word of this output means, below it"
    either = argparse.BooleanOptionalAction
    made.add_argument("--explain", action=either, default=False, help=words)


def add_shell(made: argparse.ArgumentParser) -> None:
    """For which shell."""
    made.add_argument("shell", choices=SHELLS, help="bash, zsh or fish")


def add_config(made: argparse.ArgumentParser) -> None:
    """What is done with the file of defaults."""
    what = made.add_mutually_exclusive_group().add_argument
    what("--path", action="store_true", help="where the file is looked for")
    what("--init", action="store_true", help="write one, with every key in a comment")
    made.add_argument("--force", action="store_true", help="with --init: replace the file")


def add_command_name(made: argparse.ArgumentParser) -> None:
    """The command whose help is wanted."""
    words = "one of the commands, or all"
    made.add_argument("name", nargs="?", default="", metavar="COMMAND", help=words)


def add_term(made: argparse.ArgumentParser) -> None:
    """A term of the glossary."""
    made.add_argument("term", nargs="*", help="one term, explained; without it, all are listed")


def add_names(made: argparse.ArgumentParser) -> None:
    """An optimizer to look up."""
    add = made.add_argument
    add("name", nargs="*", help="one optimizer, shown whole")
    add_extent(made)
    add("--rule", metavar="FILE", help="a file with your own rule")
    add("--lr", "--rate", dest="rate", metavar="RATE", help="the learning rate of that rule")
    add("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of that rule")
    add("--format", choices=("table", "tex"), default="table", help="tex: its rule")


def add_schedule_names(made: argparse.ArgumentParser) -> None:
    """A schedule to look up."""
    made.add_argument("name", nargs="*", help="one schedule, shown whole")
    add_extent(made)


def add_extent(made: argparse.ArgumentParser) -> None:
    """How much is listed."""
    which = made.add_mutually_exclusive_group().add_argument
    which("--all", action="store_true", help="all of them, not only the best known")
    words = "what torch, keras, optax or scipy has, by the names there"
    which("--framework", metavar="NAME", help=words)


KINDS = ("curve", "contours", "gap", "optimizers", "paths", "sweep", "basins")
SIZES = ("column", "wide", "screen")
COLORS = ("auto", "always", "never")
PROOFS = ("brief", "full")
WHOLE = re.compile(r"([0-9]{1,11})(?:[eE]\+?([0-9]))?")
DERIVATIVES = ("table", "json", "md", "tex")  # formats of what is no table
FORMATS = ("table", "json", "csv", "md", "tex")


def add_text(made: argparse.ArgumentParser) -> None:
    """A formula as typed."""
    add = made.add_argument
    add("formula", nargs="*", help="a formula; - or a pipe: one formula a line")
    add("--latex", action="store_true", help="it is LaTeX (known by itself with \\ or $...$)")
    add("--let", action="append", default=[], metavar="NAME=VALUE", help="a parameter's value")


def add_formula(made: argparse.ArgumentParser) -> None:
    """What is descended on."""
    add_text(made)
    made.add_argument(
        "--box", metavar="BOUNDS", help='"0<=x<=10, y>=0", or "[0,10]" for all variables'
    )


def add_derivatives(made: argparse.ArgumentParser) -> None:
    """What is differentiated, where the values are worked out, and how they are printed."""
    add_text(made)
    made.add_argument("--at", metavar="POINT", help='values at a point: "1,2" or "x=1, y=2"')
    shown = made.add_argument_group("output").add_argument
    shown("--format", choices=DERIVATIVES, default="table", help="how it is printed")
    add_color(made)


def add_file(made: argparse.ArgumentParser) -> None:
    """Many formulas at once."""
    add = made.add_argument
    add("-f", "--file", metavar="FILE", help="one formula a line, or a saved session")


def add_descent(made: argparse.ArgumentParser) -> None:
    """Where a descent starts, how fast it goes and when it stops."""
    words = "0.1, 1/10, auto, or a formula in the step t: 0.1/(1+t/50)"
    place(made)("--lr", "--rate", dest="rate", metavar="RATE", help=words)


def add_place(made: argparse.ArgumentParser) -> None:
    """The same without the rate, for a command that has its own."""
    place(made)


def add_script(made: argparse.ArgumentParser) -> None:
    """Where a script starts, how fast it goes, for what it is written, and where it goes itself."""
    descent = made.add_argument_group("descent").add_argument
    descent("--x0", "--start", dest="start", metavar="POINT", help='"1,2" or "x=1, y=2"')
    words = "0.1, 1/10, auto, or a formula in the step t: 0.1/(1+t/50)"
    descent("--lr", "--rate", dest="rate", metavar="RATE", help=words)
    words = "exactly so many (default: as many as symdescent would make)"
    descent("--steps", type=whole, metavar="N", help=words)
    script = made.add_argument_group("script").add_argument
    words = "python (default), numpy, torch, keras, jax or tensorflow"
    script("--to", dest="target", default="python", metavar="TARGET", help=words)
    script("-o", "--output", metavar="FILE", help="write it there: gd.py (default: printed)")
    script("--force", action="store_true", help="replace the file if it is there")
    made.set_defaults(tol=None, time_limit=None)  # a script stops at no gradient and proves nothing


def place(made: argparse.ArgumentParser) -> Callable[..., argparse.Action]:
    """The options of start and end; what adds another to their group."""
    descent = made.add_argument_group("descent").add_argument
    descent("--x0", "--start", dest="start", metavar="POINT", help='"1,2" or "x=1, y=2"')
    descent("--steps", type=whole, metavar="N", help="most steps (default 10000, at most 2 s)")
    descent("--tol", type=float, default=1e-10, metavar="G", help="gradient norm to stop at")
    return descent


def add_rule(made: argparse.ArgumentParser) -> None:
    """The update rule."""
    rule = made.add_argument_group("rule").add_argument
    rule("--optimizer", metavar="NAME", help='adam, "Nesterov momentum", torch.optim.Adam, ...')
    rule("--convention", metavar="NAME", help="torch, keras, optax or paper, where they differ")
    rule(
        "--schedule",
        metavar="NAME",
        help="cosine:T=100, torch:StepLR:step_size=30, StepLR(opt, 30)",
    )
    rule("--clip-norm", metavar="C", help="the gradient's norm is at most C")
    rule("--clip-value", metavar="C", help="each slope is within -C and C")
    rule("--weight-decay", metavar="D", help="D times the point joins the gradient")
    rule("--average", metavar="B", help="answer with a running mean of the points: 0.99")
    words = "a file with your own rule: lines such as  x = x - lr*g  and  settings: lr = 0.1"
    rule("--rule", metavar="FILE", help=words)
    rule("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the rule")


def add_proof(made: argparse.ArgumentParser) -> None:
    """The search for the exact minimum."""
    proof = made.add_argument_group("proof").add_argument
    proof("--time-limit", type=seconds, default=5.0, metavar="S", help="seconds (default 5)")


def add_detail(made: argparse.ArgumentParser) -> None:
    """How much of a proof is told."""
    told = made.add_argument_group("telling").add_argument
    words = "its first step, or every step on a line of its own (default)"
    told("--proof", choices=PROOFS, default="full", help=words)
    told("--methods", action="store_true", help="every method that was tried, with its time")
    told("--critical", action="store_true", help="every critical point found, and what it is")
    told("-q", "--quiet", action="store_true", help="the exact minimiser alone")


def add_symbols(made: argparse.ArgumentParser) -> None:
    """Letters that stay letters."""
    kept = made.add_argument_group("letters").add_argument
    kept("--parameters", metavar="NAMES", help="a,b: not minimised over, without a value")
    kept("--assume", metavar="CONDITIONS", help='on them: "a>0, b!=0"; also >= < <= =')


def add_save(made: argparse.ArgumentParser) -> None:
    """Where the proof is kept."""
    words = "keep the proof, for  symdescent verify FILE"
    made.add_argument("--save", metavar="FILE", help=words)


def add_saved_proof(made: argparse.ArgumentParser) -> None:
    """A saved proof, and the time for checking it."""
    made.add_argument("proof", metavar="FILE", help="a proof written by --save")
    words = "seconds (default 60)"
    made.add_argument("--time-limit", type=seconds, default=60.0, metavar="S", help=words)


def add_rows(made: argparse.ArgumentParser) -> None:
    """How a descent is printed."""
    shown = made.add_argument_group("output").add_argument
    quoted = "csv of many: a formula that begins with = + - @ gets a ' before it"
    shown("--format", choices=FORMATS, default="table", help=quoted)
    shown("-q", "--quiet", action="store_true", help="the minimiser alone: exact where proved")
    shown("--every", type=whole, metavar="N", help="show every N-th iterate")
    shown("--rows", type=whole, default=24, metavar="N", help="most rows of the table (24)")
    words = "the iterates as fractions too, where there is little room or many variables"
    shown("--exact", action="store_true", help=words)
    add_color(made)
    made.add_argument(
        "--require-converged", action="store_true", help="out of steps is exit status 1"
    )


def add_picture(made: argparse.ArgumentParser) -> None:
    """A picture beside what is printed."""
    shown = made.add_argument_group("picture").add_argument
    words = "draw it larger below the answer, or into FILE.svg, .pdf, .png, .tex"
    shown("--plot", nargs="?", const="", metavar="FILE", help=words)
    words = "no picture between the table and the verdict, where a terminal has room"
    shown("--no-plot", action="store_true", help=words)
    shown("--force", action="store_true", help="replace the file if it is there")


def add_plot(made: argparse.ArgumentParser) -> None:
    """What a figure shows, and where it goes."""
    shown = made.add_argument_group("figure").add_argument
    words = f"{', '.join(KINDS[:-1])} or {KINDS[-1]} (default: what the options ask)"
    shown("--kind", choices=KINDS, metavar="KIND", help=words)
    shown("--critical", action="store_true", help="mark other critical points too")
    shown("--optimizers", metavar="NAMES", help="gd,adam@0.1: all of them in one figure")
    shown("--within", metavar="BOUNDS", help='the starts whose basins are shown: "[-2,2]"')
    shown("--resolution", type=whole, default=120, metavar="N", help="starts a side (120)")
    add_target(shown, "FILE.svg, .pdf, .png or .tex (default: drawn in the terminal)")


def add_animation(made: argparse.ArgumentParser) -> None:
    """How a film is shown, and where it goes."""
    shown = made.add_argument_group("film").add_argument
    shown("--optimizers", metavar="NAMES", help="gd,adam@0.1: all of them in one film")
    shown("--critical", action="store_true", help="mark other critical points too")
    shown("--frames", type=whole, default=101, metavar="N", help="most frames (101)")
    shown("--panels", type=whole, metavar="N", help="so many pictures side by side (6 in a .pdf)")
    add_target(shown, "FILE.gif, .mp4 or .svg; a strip of panels: .pdf, .png")


def add_target(shown: Callable[..., argparse.Action], kinds: str) -> None:
    """A file, the size and the language of what is in it."""
    shown("-o", "--output", metavar="FILE", help=kinds)
    shown("--force", action="store_true", help="replace the file if it is there")
    shown("--size", choices=SIZES, help="column: 84 mm, wide: 174 mm, screen: 480 px")
    shown("--language", choices=("en", "de"), default="en", help="of words in the figure")


def add_open(made: argparse.ArgumentParser) -> None:
    """A page in the browser."""
    words = "make the page with its sliders, and open it in a browser or say where it is"
    made.add_argument_group("page").add_argument("--open", action="store_true", help=words)


def add_color(made: argparse.ArgumentParser) -> None:
    """Colour, before NO_COLOR and what the terminal is."""
    words = "comes before NO_COLOR and FORCE_COLOR"
    made.add_argument("--color", choices=COLORS, default="auto", help=words)


def add_contest(made: argparse.ArgumentParser) -> None:
    """Which optimizers are compared, and how."""
    contest = made.add_argument_group("comparison").add_argument
    usual = "gd,momentum,nesterov,adam"
    contest("--optimizers", default=usual, metavar="NAMES", help=f"{usual}; adam@0.1: its rate")
    contest("--lr", "--rate", dest="rate", metavar="RATE", help="the same rate for all")
    contest("--rule", metavar="FILE", help="your own rule as well; --set gives its open settings")
    contest("--set", action="append", default=[], metavar="NAME=VALUE", help="of that rule")
    contest("--tune", action="store_true", help="each at its own best rate")
    contest("--starts", type=whole, default=0, metavar="N", help="from N other starts as well")
    contest("--within", metavar="BOUNDS", help="the box of these starts (default: --box, else 10)")
    contest("--seed", type=whole, default=0, metavar="N", help="of these starts (default 0)")
    contest("--gap", type=size, default=1e-6, metavar="D", help="near enough, above the minimum")
    contest("--no-time", action="store_true", help="without times: the same output each time")


def add_sweep(made: argparse.ArgumentParser) -> None:
    """Which settings are swept, and over what."""
    swept = made.add_argument_group("sweep").add_argument
    swept(
        "--lr", "--rate", dest="rates", metavar="RANGE", help='"1e-4..10", "0.1..1:50", "0.1,0.2"'
    )
    swept("--over", action="append", default=[], metavar="NAME=RANGE", help="any other setting")


def add_format(made: argparse.ArgumentParser) -> None:
    """How a table that is no descent is printed."""
    shown = made.add_argument_group("output").add_argument
    shown("--format", choices=FORMATS, default="table", help="for people (table), or machines")
    add_color(made)


def add_claims(made: argparse.ArgumentParser) -> None:
    """What is claimed of the formula."""
    claimed = made.add_argument_group("claims").add_argument
    claimed("--gradient", metavar="G", help='"x-4"; in several variables "2x, 4y"')
    claimed("--hessian", metavar="H", help='"1"; in several variables "2, 0; 0, 4"')
    words = '"x=4", "(1,2), (-1,2)", or none, unbounded'
    claimed("--minimum", metavar="POINT", help=words)
    claimed("--value", metavar="V", help="the least value")
    claimed("--iterates", metavar="FILE", help="a table k,x,... with --x0 and --lr")
    words = 'of the iterates: "4 + 10*(9/10)^k", with --x0 and --lr'
    claimed("--closed-form", metavar="X_K", help=words)
    words = "scipy: its solvers beside our descent and the exact minimum"
    claimed("--against", metavar="SCIPY", help=words)


def add_batch(made: argparse.ArgumentParser) -> None:
    """Many claims in one file."""
    batch = made.add_argument_group("batch").add_argument
    words = "a CSV with the columns formula, claim kind, claim; or formula and a column a kind"
    batch("--batch", metavar="FILE", help=words)
    batch("-o", "--output", metavar="FILE", help="where the verdicts go, as a CSV")
    batch("--force", action="store_true", help="replace the file if it is there")
    words = "seconds for one row (default 10)"
    batch("--row-limit", type=seconds, default=10.0, metavar="S", help=words)


def add_document(made: argparse.ArgumentParser) -> None:
    """How a document is told."""
    told = made.add_argument_group("document").add_argument
    words = "tex, md, myst, quarto, html, ipynb, json, pdf (default: by -o's ending, else tex)"
    told("--to", metavar="FORMAT", help=words)
    told("--detail", metavar="HOW", default="normal", help="brief, normal (default) or full")
    told("--language", metavar="CODE", default="en", help="en (default) or de")
    told("--rounding", metavar="HOW", default="half-up", help="half-up (default) or half-even")
    told("--title", metavar="WORDS", default="", help="a title of your own")
    told("--label", metavar="NAME", default="", help="what labels end with: gd-parabola")
    told("--standalone", action="store_true", help="a whole file, not a part of one")


def add_exercises(made: argparse.ArgumentParser) -> None:
    """Which exercises are made, and how they are laid out."""
    asked = made.add_argument_group("exercises").add_argument
    made.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    kinds = "quadratic, quadratic-2d, momentum, polynomial, convergence or gradient"
    asked("--kind", metavar="KIND", help=kinds)
    asked("--count", type=whole, default=20, metavar="N", help="how many (default 20; 1 to 500)")
    asked("--seed", type=whole, default=0, metavar="N", help="other numbers (default 0)")
    words = "sheets alike with other numbers, 1 to 9: FILE-a, FILE-b, ..."
    asked("--variants", type=whole, default=1, metavar="N", help=words)
    asked("--choices", action="store_true", help="answers to choose from")
    words = "end (default), inline, or apart: in FILE-solutions"
    asked("--solutions", metavar="WHERE", default="end", help=words)
    asked("--check", type=whole, metavar="N", help="no sheet: check N of the kind, or of each")
    told = made.add_argument_group("document").add_argument
    words = "tex, md, myst, quarto, html, ipynb, json, pdf (default: by -o's ending, else tex)"
    told("--to", metavar="FORMAT", help=words)
    told("--language", metavar="CODE", default="en", help="en (default) or de")
    told("--standalone", action="store_true", help="a whole file, not a part of one")


def add_file_made(made: argparse.ArgumentParser) -> None:
    """Where the output goes."""
    kept = made.add_argument_group("file").add_argument
    kept("-o", "--output", metavar="FILE", help="write it there; pictures beside it")
    kept("--force", action="store_true", help="also where there is such a file already")


def whole(text: str) -> int:
    """A whole number from 0 on: 1000 or 1e3."""
    found = WHOLE.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is not a whole number from 0 on")
    return int(found[1] + "0" * int(found[2] or 0))


def seconds(text: str) -> float:
    """A number of seconds from 0 on."""
    return size(text, "a number of seconds")


def size(text: str, what: str = "a number from 0 on") -> float:
    """A number from 0 on."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not value >= 0:
        raise argparse.ArgumentTypeError(f"must be {what}, not '{text[:40]}'")
    return value
