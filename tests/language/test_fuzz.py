"""Any text at all: a Sentence or a FormulaError comes out, and its caret is in the text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from symdescent.errors import KINDS, FormulaError
from symdescent.language import assignments, parse, plain, pretty
from symdescent.language.tree import nodes

WORDS = (
    "x y x1 x_i i n e E pi I j xy sin log max sum prod where piecewise if else and or not norm "
    "sum_ min minimize L f np. True for in lambda gamma clip 1 2 0 10 0.5 1e3 1e400 3.1.4 007 . "
    ".. ^ ** * / // + - ( ) [ ] { } , = := < <= > >= != ! | || √ ∛ ½ ² ⁻¹ ₁ · × − – θ λ π ∑ ∑_ % "
    "& ; : ' # _ i=1..3 (x,y)= x_{ \n \t é ∞ x[i] log_{ min_{"
).split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=24).flatmap(
    lambda words: st.sampled_from(["".join(words), " ".join(words)])
)
PIECES = (
    r"\frac \frac12 \sqrt \sqrt[3] \left( \right) \left| \right| \left. \lvert \rvert \| { } "
    r"( ) [ ] ^ _ ^{2} _{1} x y e i \alpha \pi \sin \cos^2 \log_2 \ln \max \min "
    r"\sum_{i=1}^{3} \prod \binom \over \begin{cases} \end{cases} \begin{align} \end{align} & "
    r"\\ \text{if} \text{otherwise} \mathrm{e} \mathbf{x} \operatorname{sech} \hat{y} "
    r"\underset{x} \underbrace \boxed \hspace{1} \, \; ~ $ $$ \( \) \[ \] = := , . ; : ' ! < "
    r"\le \ne \cdot \times / + - 1 12 1{,}5 0.5 \% % \foo \def \input \pm \to \dots \langle "
    r"\rangle \lfloor cos theta if x1 f(x)= \mathcal{L}"
).split(" ")
LATEX = st.lists(st.sampled_from(PIECES), max_size=20).flatmap(
    lambda words: st.sampled_from(["".join(words), " ".join(words)])
)
BYTES = st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")) | st.binary(max_size=60).map(
    lambda raw: raw.decode("utf-8", errors="replace")
)


def check(read, text):
    try:
        return read(text)
    except FormulaError as error:
        assert error.kind in KINDS
        assert 0 <= error.start <= len(text)
        assert len(str(error)) < 2_000
        return None


@pytest.mark.slow
@settings(derandomize=True, max_examples=800, deadline=None)
@example("x[i]")
@example("sum_")
@example("np.")
@example("sum(i=1..3, x_{i})")
@given(TEXTS)
def test_words_in_any_order(text):
    sentence = check(parse, text)
    if sentence is not None:
        assert pretty(sentence.tree)
        assert plain(parse(plain(sentence.tree), variables=list(sentence.names)).tree)


@pytest.mark.slow
@settings(derandomize=True, max_examples=800, deadline=None)
@example(r"\underset{x}{\underset{y}{z}}")
@example(r"\underbrace{x^2}_")
@given(LATEX)
def test_latex_in_any_order(text):
    sentence = check(lambda typed: parse(typed, notation="latex"), text)
    if sentence is not None:
        assert pretty(sentence.tree)
        assert all(0 <= node.start <= node.end <= len(text) for node in nodes(sentence.tree))


@pytest.mark.slow
@settings(derandomize=True, max_examples=400, deadline=None)
@given(BYTES | st.text(max_size=40))
def test_any_characters(text):
    check(parse, text)
    check(lambda typed: parse(typed, notation="latex"), text)


@pytest.mark.slow
@settings(derandomize=True, max_examples=200, deadline=None)
@given(TEXTS)
def test_any_rule(text):
    check(lambda rule: assignments(rule, ["x", "y", "e"]), f"x = {text}")
