"""`symdescent code`: a descent as a script, printed or kept in a file."""

import gc
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from symdescent.render.scripts.code import code
from symdescent.terminal.files import demand_free, write_whole
from symdescent.terminal.output import wishes
from symdescent.terminal.rule_file import ruled


def answer(text: str, options: Namespace) -> int:
    """Write one formula's descent as a script; 0 once that is done."""
    gc.freeze()
    gc.enable()
    path = None if options.output is None else Path(options.output)
    if path is not None:
        demand_free(path, options.force)
    script = scripted(text, options)
    if path is None:
        sys.stdout.write(script)
    else:
        write_whole(path, script.encode())
    return 0


def scripted(text: str, options: Namespace) -> str:
    """The script that the options ask for."""
    ruled(options)
    given: Any = {name: value for name, value in wishes(options).items() if value is not None}
    return code(text, options.target, **given)
