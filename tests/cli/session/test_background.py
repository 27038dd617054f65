"""The gradient beside the preview: what it says, and that it gives up in time."""

import threading
import time

import pytest

from symdescent.cli.session import gradient_line
from symdescent.cli.session.background import BROKEN, FORKS, STOPPED, Background
from symdescent.cli.session.gradient_line import gradient

LONG_SLOPES = "(x+y)^70*(x-1)^99*(y-1)^99"
GRADIENTS = [
    ("(x-4)^2", {}, "∇L = 2x − 8"),
    ("f(x) = a*x^2", {"a": "3"}, "∇f = 6x"),
    ("x^2 + x*y", {}, "∇L = (2x + y, x)ᵀ"),
    ("x/(x-x)", {}, "mistake: division by zero"),
    ("sum(i=1..9, x[i]^2)", {}, "∇L = (2x₁, 2x₂, 2x₃, 2x₄, …, 2x₉)ᵀ"),
    (f"{LONG_SLOPES}*(1/(x^2+y^2+1)+x*y+x^3-3x*y^9)", {}, "2 slopes, too long to show"),
    ("(x+1)^100*(x-1)^100/(x^2+1)^50", {}, "too long to show"),
]


@pytest.mark.parametrize("text, let, said", GRADIENTS)
def test_a_gradient(text, let, said):
    assert gradient(text, let) == said


@pytest.fixture
def background(monkeypatch):
    at_once = gradient_line.gradient

    def slow(text, let):
        time.sleep(60 if "slow" in text else 0)
        return at_once(text, let)

    monkeypatch.setattr(gradient_line, "gradient", slow)

    def run(message):
        words = message["words"]
        if words == ["fails"]:
            raise ValueError("planted")
        if words == ["waits"]:
            time.sleep(60)
        return len(words)

    opened = Background(run)
    yield opened
    opened.close()


needs_fork = pytest.mark.skipif(not FORKS, reason="needs fork")


@needs_fork
def test_a_command_gives_its_status(background):
    assert background.work({"words": []}) == 0
    assert background.work({"words": ["a", "b"]}) == 2


@needs_fork
def test_one_that_breaks_is_survived(background):
    assert background.work({"words": ["fails"]}) == BROKEN
    assert background.work({"words": []}) == 0


@needs_fork
def test_a_background_that_has_died_is_opened_anew(background):
    import os
    import signal

    os.kill(background.pid, signal.SIGKILL)
    assert background.work({"words": ["a"]}) in (BROKEN, 1)  # it may die before, or while it works
    assert background.work({"words": ["a"]}) == 1


def looked(background, text):
    """What the background says of a formula, and after how many seconds."""
    heard, said = threading.Event(), []
    background.saw = lambda message: (said.append(message["told"]), heard.set())
    begun = time.monotonic()
    background.send({"look": 1, "text": text, "let": {}})
    assert heard.wait(30)
    return said[0], time.monotonic() - begun


@needs_fork
def test_a_gradient_that_takes_long_is_given_up(background):
    looked(background, "x")  # the mathematics is loaded
    assert looked(background, "x^2")[0] == "∇L = 2x"
    told, seconds = looked(background, "slow^2")
    assert told is None and seconds < 5
    assert looked(background, "x^3")[0] == "∇L = 3x²"
    assert background.work({"words": ["a"]}) == 1


@needs_fork
def test_the_third_ctrl_c_kills_what_does_not_stop(background):
    import os
    import signal

    def press():
        time.sleep(1)
        for _ in range(3):
            os.kill(background.pid, signal.SIGINT)
            time.sleep(0.1)

    background.work({"words": []})
    threading.Thread(target=press).start()
    begun = time.monotonic()
    assert background.work({"words": ["waits"]}) == STOPPED
    assert time.monotonic() - begun < 20
