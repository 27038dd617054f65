"""What the help says beside a command's options: examples, the list of commands, the one screen."""

from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final

WIDEST: Final = 100  # columns of any list
NARROWEST: Final = 40
ROOM: Final = 30  # what the right column needs, lest it stand below the left one
HELD: Final = "\0"  # a blank at which no line ends


def width(on_terminal: bool) -> int:
    """How wide a list is printed: as the terminal, within reason; at most 100."""
    return max(min(get_terminal_size().columns, WIDEST), NARROWEST) if on_terminal else WIDEST


def columns(pairs: Iterable[tuple[str, str]], column: int, width: int = WIDEST) -> Iterator[str]:
    """Lines with the second text of each pair from `column` on.

    It stands below the first one where that is too long or the screen too narrow.
    """
    for left, right in pairs:
        beside = len(left.rstrip()) < column and width - column >= ROOM
        indent = column if beside else 4
        lines = [line.replace(HELD, " ") for line in wrapped(right, width - indent)]
        if beside and lines:
            yield f"{left:<{column}}{lines.pop(0)}"
        else:
            yield left
        yield from (f"{'':<{indent}}{line}" for line in lines)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text; no word with a hyphen is broken."""
    return wrap(text, width, break_on_hyphens=False, break_long_words=False)


CALLS: Final = {  # each command: what follows its name, and what it does
    "minimum": ("FORMULA", "the exact minimum and its proof, no descent"),
    "gradient": ("FORMULA", "its exact gradient, and values at a point"),
    "hessian": ("FORMULA", "the same with the Hessian"),
    "example": ("FORMULA", "a worked example: LaTeX, Markdown, JSON"),
    "code": ("FORMULA", "the same descent as a script of its own"),
    "exercises": ("--kind KIND", "sheets of exercises, with solutions and key"),
    "compare": ("FORMULA", "several optimizers side by side"),
    "sweep": ("FORMULA", "one optimizer over a range of rates"),
    "plot": ("FORMULA", "a figure: SVG, PDF, PNG, LaTeX, or here"),
    "animate": ("FORMULA", "a film: GIF, MP4, SVG, or a strip for print"),
    "optimizers": ("[NAME]", "the best known, --all of them, or the rule of one"),
    "schedules": ("[NAME]", "schedules of the learning rate, or one"),
    "check": ("FORMULA", "a person's gradient, minimum, ...: right or wrong"),
    "verify": ("FILE", "check a proof that was saved with --save"),
    "tour": ("", "a guided run of two minutes"),
    "config": ("", "your own defaults for these options"),
    "completion": ("SHELL", "Tab for bash, zsh or fish"),
    "man": ("", "the manual page"),
    "help": ("[COMMAND]", "one screen, all options, or the help of a command"),
    "info": ("[TERM]", "a term explained: gradient, convex, ..."),
}
FRONT: Final = ("minimum", "compare", "plot", "check", "example", "optimizers")
OPTIONS: Final = {  # the ten that a newcomer needs
    "--x0 POINT": 'where to start: 14, "1,2" or "x=1, y=2"',
    "--lr RATE": "learning rate: 0.1, 1/10, auto, or a formula in the step t",
    "--steps N": "at most so many steps",
    "--optimizer NAME": "adam, momentum, newton, torch:Adam, ...",
    "--box BOUNDS": 'stay within "0<=x<=10, y>=0"',
    "--let NAME=VALUE": "a value for a letter that is no variable",
    "--plot [FILE]": "draw it here, or into FILE.svg, .pdf, .png, .tex",
    "--format FORMAT": "table, json, csv, md or tex",
    "-q, --quiet": "print the minimiser alone",
    "--explain": "say what each row, column and word of the answer means",
}
OVERVIEW: Final = """\
usage: symdescent FORMULA [OPTIONS]
       symdescent COMMAND [WORDS]

{summary}
Formulas are typed as you would write them, or pasted as LaTeX, in quotes.

examples:
  symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100
  symdescent "(1-x)^2 + 100*(y-x^2)^2" --x0 -1.2,1 --optimizer adam --lr 0.1
  symdescent minimum "x^4 - 3x^3 + 2" --box "0<=x<=10"
  symdescent compare "x^2 + 25y^2" --x0 5,1 --tune
  symdescent tour                    a guided run of two minutes
  symdescent                         a session: formulas and settings stay

options:
{options}

commands (each with its own --help):
{commands}
{others}

  symdescent help all                every option, every command, exit statuses
"""
COLUMN, NARROW = 21, 80


def overview(summary: str) -> str:
    """The help of one screen: what a newcomer needs, and where the rest is."""
    others = ", ".join(name for name in CALLS if name not in FRONT)
    return OVERVIEW.format(
        summary=summary,
        options=in_two_columns(OPTIONS.items(), COLUMN),
        commands=in_two_columns(((called(name), CALLS[name][1]) for name in FRONT), COLUMN),
        others="\n".join(f"  {line}" for line in wrapped(f"and {others}", NARROW - 2)),
    )


def called(name: str) -> str:
    """A command with what follows it."""
    return f"{name} {CALLS[name][0]}".strip()


def in_two_columns(pairs: Iterable[tuple[str, str]], column: int) -> str:
    """Two columns, indented as argparse does."""
    return "\n".join(columns(((f"  {left}", right) for left, right in pairs), column))


COMMAND_LIST: Final = in_two_columns(
    ((f"symdescent {called(name)}", CALLS[name][1]) for name in CALLS), 37
)
EPILOG: Final = f"""\
commands (each with its own --help):
{COMMAND_LIST}

`symdescent` alone, on a terminal, is a session: formulas and settings stay.

examples:
  symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100
  symdescent "(1-x)^2 + 100*(y-x^2)^2" --x0 -1.2,1
  symdescent "x^4 - 3x^3 + 2" --box "0<=x<=10"
  symdescent "sum(i=1..n-1, (x[i+1]-x[i]^2)^2 + (1-x[i])^2)" --let n=4
  symdescent -f formulas.txt
  symdescent "x^4 + y^2" --optimizer adam --set beta1=0.8
  symdescent "x^2 + y^4" --rule my.rule --lr 0.1

exit status:
  0  done, and nothing speaks against the answer
  1  honest work whose verdict does not hold: diverged, stopped elsewhere than
     at the minimum, out of steps with --require-converged, no minimiser with
     -q; or the output cannot be written
  2  wrong input      3  an optional part is missing      130  stopped by Ctrl-C
  4  a descent came below a minimum that we gave: our bug, please report it
"""

MINIMUM = """\
examples:
  symdescent minimum "x^4 - 3x^3 + 2" --box "0<=x<=10"
  symdescent minimum "(1-x)^2 + 100*(y-x^2)^2" --methods
  symdescent minimum "x^4 + y^4 - 4x*y + 1" --critical
  symdescent minimum "L(x) = a*x^2 + b*x + c" --assume "a>=0"
  symdescent minimum "a*x^2 + 2b*x*y + c*y^2" --parameters a,b,c

Letters that a header L(x) = ... does not name, and those of --parameters, stay
letters where --let gives them no value: the answer is then a list of cases.

exit status:
  0  final: global, unbounded below, or an infimum that is not attained; called
     "proved" where an independent check has accepted it, else "derived"
  1  less than that: undecided, or only local; with -q: no minimiser
  2  wrong input      130  stopped by Ctrl-C, the best so far printed
"""
DERIVATIVES = """\
examples:
  symdescent gradient "x^2 + 3*x*y" --at 1,2
  symdescent hessian "(1-x)^2 + 100*(y-x^2)^2" --at 1,1

Values are exact where the formula has exact ones there, else rounded. At a kink
the middle of the two slopes is taken.
"""
INFO = """\
examples:
  symdescent info
  symdescent info condition number
"""
COMPARE = """\
examples:
  symdescent compare "(1-x)^2 + 100*(y-x^2)^2" --x0 -1.2,1 --tune
  symdescent compare "x^4/4 - x^2/2 + x/10" --optimizers gd@0.1,adam@0.05 \\
             --starts 100 --within "[-2,2]"

Steps are counted until L - L* is at most --gap and stays so (where |L*| > 1, at
most that share of it).
--tune takes, of some seventy rates between 1e-6 and 100, the one that needs the
fewest. Starts are spread over a box: a Latin hypercube from a seed.
"""
SWEEP = """\
examples:
  symdescent sweep "(17x^2 - 24x y + 10y^2)/2" --lr 1e-3..1
  symdescent sweep "x^4 + y^2" --optimizer momentum --lr 0.01..1:12 \\
             --over "momentum=0, 0.5, 0.9"

A range whose ends are ten times apart, or more, is cut by equal ratios, another
by equal steps. All descents are made at once, as arrays.
"""
PLOT = """\
examples:
  symdescent plot "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100
  symdescent plot "x^2 + 10y^2" --x0 5,2 --lr 0.09 -o path.pdf
  symdescent plot "x^4 - 3x^3 + 2" --kind gap --lr 0.01 -o gap.tex
  symdescent plot "(1-x)^2 + 100*(y-x^2)^2" --optimizers gd@0.001,adam@0.1 \\
             -o two.svg
  symdescent plot "(17x^2 - 24x*y + 10y^2)/2" --lr 1e-3..1 -o rates.svg
  symdescent plot "x^4/4 - x^2/2 + x/10" --lr 0.1 --within "[-2,2]" \\
             -o basins.png

Kinds: curve (one variable), contours (two), gap (any number): the value above
the minimum, step by step, beside the derived rate; optimizers: the gaps of
several; paths: theirs on the graph or on a map (one or two variables); sweep:
the steps that each of several rates needs; basins: the minimum that each start
comes to.

.pdf and .png need matplotlib: pip install "symdescent[plot]". In black and
white every line is still told from every other.
"""
ANIMATE = """\
examples:
  symdescent animate "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100 -o gd.gif
  symdescent animate "x^2 + 10y^2" --x0 5,2 --lr 0.09 -o gd.svg
  symdescent animate "x^2 + 10y^2" --x0 5,2 --lr 0.09 --panels 6 -o strip.pdf
  symdescent animate "1 - cos(x) + x^2/20" --x0 12 --lr 0.8 \\
             --optimizers gd,adam -o race.svg

.gif, .mp4, .pdf and .png need matplotlib: pip install "symdescent[plot]"; .mp4
needs the program ffmpeg as well. An .svg plays once, for five seconds, and not
for those who ask for reduced motion.
"""
EXERCISES = """\
examples:
  symdescent exercises --kind quadratic --count 20 --seed 7 -o sheet.tex
  symdescent exercises --kind momentum --variants 3 --solutions apart -o a.tex
  symdescent exercises --kind polynomial --choices --language de --to md
  symdescent exercises --check 500

Numbers that are given or asked for have at most 6 characters (-12/25), those of
polynomial 5. In solutions, numerators and denominators are below 10000, those
of polynomial below 2000. Every key is verified exactly before a sheet is
written. The same command gives the same sheet on every machine, and exercise 3
of a seed is the same however many are asked for. -o sheet.pdf needs TeX.
"""
CHECK = """\
examples:
  symdescent check "1/2*(x-4)^2" --gradient "x-4" --minimum 4 --value 0
  symdescent check "x^2*y + y^3" --gradient "2x*y, x^2 + 3y^2"
  symdescent check "x^2 + 2y^2" --hessian "2, 0; 0, 4" --minimum "(0, 0)"
  symdescent check "1/2*(x-4)^2" --iterates table.csv --x0 14 --lr 0.1
  symdescent check "1/2*(x-4)^2" --closed-form "4 + 10*(9/10)^k" --x0 14 \\
             --lr 0.1
  symdescent check --batch claims.csv -o verdicts.csv

exit status:
  0  every claim is proved right, or agrees wherever it was looked at
  1  some claim is wrong, or undecided
  2  wrong input; of a batch: a row that could not be read
  3  scipy is missing      130  stopped by Ctrl-C
"""
VERIFY = """\
examples:
  symdescent "x^4 - 3x^3 + 2" --save proof.json
  symdescent verify proof.json

exit status: 0 accepted, 1 refused, 2 the file is no saved proof. The check
takes nothing on trust but the formula and the claim; what it cannot follow, it
refuses.
"""
EXAMPLE = """\
examples:
  symdescent example "1/2*(x-4)^2" --x0 14 --lr 1/10 --to tex -o gd.tex
  symdescent example "100(y-x^2)^2 + (1-x)^2" --x0 -1.2,1 --optimizer adam \\
             --lr 0.01 --to myst -o adam.md
  symdescent example "x^2*exp(-x)" --x0 1/2 --detail full --language de
  symdescent example "x^2 + 10y^2" --x0 5,2 --lr 0.09 -o gd.pdf

LaTeX is a part of a document to \\input, whose first lines name what the
preamble needs; --standalone makes it a whole file. A PDF is set by the TeX that
is installed: latexmk, pdflatex, lualatex, xelatex or tectonic. Files appear
whole or not at all.
"""
CODE = """\
examples:
  symdescent code "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100
  symdescent code "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100 | python
  symdescent code "(1-x)^2 + 100*(y-x^2)^2" --x0 -1.2,1 --optimizer adam \\
             --lr 0.05 --steps 300 --to torch -o rosenbrock.py

python and numpy have a function dL, the gradient that is derived here, and the
rule in formulas. torch, keras, jax and tensorflow differentiate by themselves
and step with their own optimizer, in their own convention where --convention
asks for no other; what they have none for is written in formulas too. All
compute in double precision, and make the iterates that symdescent makes.
"""
CONFIG = """\
examples:
  symdescent config            every key: its value, where that comes from
  symdescent config --init     write a file in which every key is a comment
  symdescent config --path     the file's name

A key is the name of an option without its --, and takes what the option takes:

  lr = 0.05
  optimizer = "adam"
  language = "de"

The command line comes before the environment (NO_COLOR, FORCE_COLOR), and that
before the file. SYMDESCENT_CONFIG names another file; where it is empty, or
with --no-config, there is none.
"""
COMPLETION = """\
examples:
  symdescent completion bash \\
             > ~/.local/share/bash-completion/completions/symdescent
  symdescent completion zsh > ~/.zfunc/_symdescent
  symdescent completion fish > ~/.config/fish/completions/symdescent.fish

or, for this one session:
  source <(symdescent completion bash)
  source <(symdescent completion zsh)
  symdescent completion fish | source

The script is plain text of the shell: no Python is started when Tab is pressed.
~/.zfunc must stand in fpath before compinit is called.
"""
MAN = """\
examples:
  symdescent man | man -l -
  symdescent man > ~/.local/share/man/man1/symdescent.1
"""
HELP = """\
examples:
  symdescent help            one screen, as symdescent --help
  symdescent help all        every option of symdescent FORMULA, every command
  symdescent help plot       as symdescent plot --help
"""
OPTIMIZERS = """\
examples:
  symdescent optimizers                    the best known
  symdescent optimizers --all              all of them, by family
  symdescent optimizers --framework keras  what Keras has, by its own names
  symdescent optimizers adam               its rule in each convention, source
  symdescent optimizers adam --format tex  its equations
"""
SCHEDULES = """\
examples:
  symdescent schedules                     those with a short name
  symdescent schedules --all               those of PyTorch, Keras, optax too
  symdescent schedules cosine              its settings, the lines of its rule
"""

EXAMPLES: Final = {  # below the options of each command; of that without a name more
    "": EPILOG,
    "minimum": MINIMUM,
    "gradient": DERIVATIVES,
    "hessian": DERIVATIVES,
    "compare": COMPARE,
    "sweep": SWEEP,
    "plot": PLOT,
    "animate": ANIMATE,
    "example": EXAMPLE,
    "code": CODE,
    "exercises": EXERCISES,
    "schedules": SCHEDULES,
    "check": CHECK,
    "verify": VERIFY,
    "info": INFO,
    "optimizers": OPTIMIZERS,
    "config": CONFIG,
    "completion": COMPLETION,
    "man": MAN,
    "help": HELP,
}
