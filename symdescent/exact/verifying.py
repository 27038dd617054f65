"""A saved proof goes in; the judgement of the check comes out, in a process that can be killed."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict

from symdescent.exact.check import Checked, check
from symdescent.exact.problem import Minimum, Problem
from symdescent.exact.process import FORKS, Deadline, fork


def verified(problem: Problem, minimum: Minimum, seconds: float) -> Checked:
    """Check the certificate within so many seconds; out of time is a refusal."""
    if not FORKS:
        return check(problem, minimum)

    def work(asked: Problem, send: Callable[[str], None]) -> None:
        send(json.dumps(asdict(check(asked, minimum))))

    child = fork(problem, work)
    try:
        for line in child.lines(Deadline(seconds, time.perf_counter())):
            return Checked(**json.loads(line))
    finally:
        child.end()
    return Checked(False, reason=f"the check did not end within {seconds:g} s, or broke off")
