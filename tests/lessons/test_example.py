"""A worked example says what is so: its numbers against hand arithmetic, its words against ends."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

import pytest

from symdescent.errors import InputError
from symdescent.lessons.blocks import Derivation, Environment, Figure, Provenance, Table
from symdescent.printing.text import text
from symdescent.render.documents import example
from tests.lessons.classic import NAMES, blocks, told, typed

getcontext().prec = 400
MODES = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN}


def plain(words):
    return "".join(part if isinstance(part, str) else text(part) for part in words)


def prose(document):
    """All the running text."""
    return " ".join(plain(b.text) for b in blocks(document) if hasattr(b, "text"))


def lines(document):
    """All displayed lines, as text, with their reasons."""
    shown = (line for b in blocks(document) if isinstance(b, Derivation) for line in b.lines)
    return [(text(line.written), plain(line.reason)) for line in shown]


def table(document):
    """The cells of the table of iterates by heading, the first two columns being k and x_k."""
    found = next(b for b in blocks(document) if isinstance(b, Table) and b.foot)
    return {plain(c.heading): [plain(cell) for cell in c.cells] for c in found.columns}


def four_digits(value, mode):
    """By the decimal module: as many digits as Decimal's context keeps."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - 3), MODES[mode])


def test_the_classic_example_reads_as_a_textbook_does():
    document = told("gd-parabola").document
    assert lines(document)[:7] == [
        ("L′(x) = 1/2·2·(x − 4)·1", "chain rule"),
        ("= x − 4", "simplify"),
        ("L′(x) = 0 ⇔ x* = 4", "the only critical point"),
        ("L′′(x) = 1 > 0", "unique global minimum"),
        ("xₖ₊₁ = xₖ − 1/10·(xₖ − 4) = 9/10·xₖ + 2/5", "one step"),
        ("xₖ₊₁ − 4 = 9/10·(xₖ − 4)", "subtract the fixed point"),
        ("xₖ = 4 + 10(9/10)ᵏ", "since x₀ − 4 = 10"),
    ]
    assert "0 < η < 2" in prose(document)
    assert "first holds at k = 153." in prose(document)
    assert Fraction(9, 10) ** 153 * 10 <= Fraction(1, 10**6) < Fraction(9, 10) ** 152 * 10


@pytest.mark.parametrize("mode", MODES)
def test_the_table_is_rounded_from_exact_values(mode):
    words = ["1/2*(x-4)^2", "--x0", "14", "--lr", "1/10", "--steps", "100"]
    cells = table(typed(words, rounding=mode).document)
    for row, k in enumerate((0, 1, 2, 3, 4, 5, 10, 20, 50, 100)):
        gap = 10 * Fraction(9, 10) ** k
        assert cells["k"][row] == str(k)
        assert Decimal(cells["xₖ"][row]) == round(
            Decimal((4 + gap).numerator) / Decimal((4 + gap).denominator), 9
        )
        assert Decimal(cells["L(xₖ)"][row]) == four_digits(gap**2 / 2, mode)
        assert Decimal(cells["xₖ − x*"][row]) == four_digits(gap, mode)
    assert cells["L(xₖ)"][2] == {"half-up": "32.81", "half-even": "32.80"}[mode]
    assert [c[-1] for c in cells.values()] == ["exact", "4", "4", "0", "0"]


def test_two_variables_have_the_closed_form_of_their_eigenvectors():
    words = ["(17x^2 - 24x y + 10y^2)/2", "--x0", "2,11", "--lr", "1/20"]
    shown = dict(lines(typed(words).document))
    wanted = "𝐱ₖ = 2·(3, 4)ᵀ·(19/20)ᵏ + (−4, 3)ᵀ·(−3/10)ᵏ"
    assert shown[wanted] == "along the eigenvectors of the Hessian"
    x, y = Fraction(2), Fraction(11)
    for k in range(1, 4):
        x, y = x - (17 * x - 12 * y) / 20, y - (10 * y - 12 * x) / 20
        wanted = f"𝐱{'₀₁₂₃'[k]} = ", f"({x}, {y})ᵀ"
        assert any(line.startswith(wanted[0]) and line.endswith(wanted[1]) for line in shown)


def test_the_gradient_is_a_column_and_the_point_has_a_letter_of_its_own():
    """x is a coordinate; the point of several variables is a bold x, and told to be one."""
    done = example("x_1^2 + 3*w_0^2 + theta_1^2 - theta_1*x_1", start="1,2,3", rate="1/10", steps=4)
    shown = [line for line, _ in lines(done.document)]
    assert "∇L(θ₁, w₀, x₁) = (∂L/∂θ₁, ∂L/∂w₀, ∂L/∂x₁)ᵀ = (2θ₁ − x₁, 6w₀, −θ₁ + 2x₁)ᵀ" in shown
    assert "Here 𝐱 = (θ₁, w₀, x₁)ᵀ is the vector of all variables." in prose(done.document)
    heads = list(table(done.document))
    assert heads[:4] == ["k", "θ₁,ₖ", "w₀,ₖ", "x₁,ₖ"] and heads[4] == "L(𝐱ₖ)"
    alone = example("(x-4)^2", start="1", rate="1/10", steps=4)
    assert "𝐱" not in prose(alone.document) + "".join(line for line, _ in lines(alone.document))


@pytest.mark.slow
def test_a_vector_of_a_rule_is_no_variable_of_the_same_letter():
    """v is a coordinate here, and the momentum a bold v."""
    done = example("u^2 + v^2 + u*v", start="2,1", optimizer="momentum", rate="1/10", steps=4)
    shown = [line for line, _ in lines(done.document)]
    assert "𝐯ₖ₊₁ = μ·𝐯ₖ − η·(∇L(𝐱ₖ))" in shown and "𝐱ₖ₊₁ = 𝐱ₖ + 𝐯ₖ₊₁" in shown
    assert "Here 𝐱 = (u, v)ᵀ is the vector of all variables." in prose(done.document)


def test_momentum_is_told_with_points_put_in():
    document = told("momentum-quadratic").document
    x, v = (Fraction(2), Fraction(11)), (Fraction(0), Fraction(0))
    shown = [line for line, _ in lines(document)]
    for _ in range(3):
        g = (17 * x[0] - 12 * x[1], 10 * x[1] - 12 * x[0])
        v = tuple(Fraction(2, 5) * a - b / 10 for a, b in zip(v, g, strict=True))
        x = tuple(a + b for a, b in zip(x, v, strict=True))
        end = f"({x[0]}, {x[1]})ᵀ".replace("-", "−")
        assert any(line.endswith(end) for line in shown), end
    assert "0 < η < 7/65" in prose(document)  # 2(1 + 2/5)/26


def test_adam_claims_no_rate():
    assert "no rate of convergence is claimed" in prose(told("adam-rosenbrock").document)


@pytest.mark.slow
def test_a_local_minimum_is_said_to_be_one():
    said = prose(told("two-minima").document)
    assert "rests at x ≈ 1.131, a local minimum only" in said
    assert "above the proved global minimum at x* ≈ −1.30084" in said


ENDS = (
    (["x^2", "--x0", "0"], "the iterate is the proved minimiser x* = 0"),
    (["x^2", "--x0", "1", "--lr", "2"], "The iterates diverge"),
    (["x^2", "--x0", "1", "--lr", "1/100", "--steps", "5"], "more steps are needed"),
    (
        ["-x^2", "--x0", "1", "--lr", "1/10", "--steps", "9"],
        "the values keep falling, as they must",
    ),
    (
        ["exp(-x)", "--x0", "0", "--lr", "1", "--steps", "50"],
        "the values keep falling, as they must",
    ),
    (["x^3 - 3x", "--x0", "2", "--lr", "1/20"], "elsewhere the function falls below any number"),
)


@pytest.mark.slow_beyond(4)
@pytest.mark.parametrize(("words", "said"), ENDS, ids=[e[0][0] for e in ENDS])
def test_other_ends_are_told(words, said):
    assert said in prose(typed(words).document)


def test_no_minimum_is_claimed_where_there_is_none():
    titles = [
        plain(b.title)
        for b in blocks(typed(["-x^2", "--x0", "1"]).document)
        if isinstance(b, Environment)
    ]
    assert "There is no minimum" in titles


@pytest.mark.parametrize("name", NAMES)
def test_every_example_has_its_parts(name):
    found = blocks(told(name).document)
    kinds = [b.kind for b in found if isinstance(b, Environment)]
    assert kinds == ["example", "solution", "proof", "exercise", "solution"]
    assert all(b.alternative for b in found if isinstance(b, Figure))
    assert isinstance(found[-1], Provenance)


@pytest.mark.slow
def test_brief_is_shorter_and_full_is_longer():
    sizes = [len(lines(told("two-minima", detail=d).document)) for d in ("brief", "normal", "full")]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


@pytest.mark.parametrize(
    "wish", [{"language": "fr"}, {"detail": "some"}, {"rounding": "down"}, {"label": "a}b"}]
)
def test_a_wish_that_there_is_not_is_refused(wish):
    with pytest.raises(InputError):
        example("x^2", start="1", steps=1, **wish)


def test_many_variables_and_boxes_are_told_too():
    many = typed(["sum(i=1..8, (x[i]-i)^2)", "--lr", "1/4"]).document
    assert "x stands" not in prose(many)
    assert list(table(many)) == ["k", *(f"x{i},ₖ" for i in "₁₂₃"), "…", "L(𝐱ₖ)", "‖𝐱ₖ − 𝐱*‖"]
    assert "Of 8 coordinates the first 3 are shown." in prose(many)
    boxed = prose(typed(["(x-4)^2", "--x0", "1", "--box", "0<=x<=2"]).document)
    assert "0 ≤ x ≤ 2" in boxed


NUMBERED = [
    ({"optimizer": "nesterov"}, ["gₖ = L′(xₖ)", "g₀ = 2·3 = 6", "b₁ = 9/10·0 + 6 = 6"]),
    (
        {"rate": "1/(2+t)"},
        ["ηₖ₊₁ = 1/(2 + (k + 1))", "η₁ = 1/(2 + 1) = ⅓", "η₂ = 1/(2 + 2) = ¼"],
    ),
]


@pytest.mark.parametrize(("asked", "expected"), NUMBERED, ids=["nesterov", "schedule"])
def test_numbers_bear_the_letters_and_indices_of_the_rule(asked, expected):
    document = example("x^2", start="3", **{"rate": "1/10", "steps": 20, **asked}).document
    shown = [line for line, _ in lines(document)]
    assert [line for line in expected if line not in shown] == []
