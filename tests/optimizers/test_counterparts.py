"""Each framework's optimizer is found again from the rule that it makes, and from no other."""

from dataclasses import replace
from fractions import Fraction

from symdescent.optimizers import Rule
from symdescent.optimizers.catalogue import find, from_framework, methods
from symdescent.optimizers.frameworks.counterparts import counterpart
from symdescent.optimizers.rule import after, before, coupled_decay

FOUND = [  # by hand, from the pages of the frameworks
    ("torch", "SGD", {"lr": 0.1}),
    ("torch", "SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ("torch", "Adam", {"lr": 0.1, "betas": (0.9, 0.99), "eps": 1e-6}),
    ("torch", "Adam", {"lr": 0.1, "betas": (0.9, 0.99), "eps": 1e-6, "amsgrad": True}),
    ("torch", "AdamW", {"lr": 0.1, "betas": (0.9, 0.99), "eps": 1e-6, "weight_decay": 0.1}),
    ("torch", "RMSprop", {"lr": 0.1, "alpha": 0.9, "eps": 1e-6, "centered": True}),
    ("torch", "Rprop", {"lr": 0.3, "etas": (0.5, 1.2), "step_sizes": (1e-6, 50)}),
    ("torch", "Adagrad", {"lr": 0.1, "initial_accumulator_value": 0.5, "eps": 1e-10}),
    ("torch", "Adam", {"lr": 0.1, "weight_decay": 0.2, "betas": (0.9, 0.999), "eps": 1e-8}),
    ("keras", "SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    ("keras", "Adam", {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-7}),
    ("keras", "Nadam", {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-7}),
    ("keras", "RMSprop", {"learning_rate": 0.1, "rho": 0.9, "epsilon": 1e-7, "weight_decay": 0.1}),
    ("optax", "adam", {"learning_rate": 0.1, "b1": 0.8, "b2": 0.9, "eps": 1e-8}),
    ("optax", "sgd", {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True}),
    ("optax", "lion", {"learning_rate": 0.1, "b1": 0.9, "b2": 0.99, "weight_decay": 0.01}),
]


def exact(value):
    """A number as the tables have it."""
    if isinstance(value, tuple):
        return tuple(map(exact, value))
    return value if isinstance(value, bool) else Fraction(str(value))


def test_a_name_and_its_arguments_are_found_again():
    for framework, name, given in FOUND:
        rule = from_framework(framework, name, given).rule
        made = counterpart(rule, framework)
        assert made is not None, (framework, name)
        assert (made.name, made.before, made.after) == (name, (), ())
        assert dict(made.arguments) == {key: exact(value) for key, value in given.items()}


def test_what_is_found_makes_the_rule():
    """Whatever the catalogue has in a framework's convention."""
    known = 0
    for title, method in methods().items():
        for framework in ("torch", "keras", "optax"):
            rule = method.rules.get(framework)
            made = counterpart(rule, framework) if isinstance(rule, Rule) else None
            if made:
                again = from_framework(framework, made.name, made.arguments).rule
                assert (again.text, again.settings) == (rule.text, rule.settings), title
                assert again.memory == rule.memory and again.answer == rule.answer == "x"
                known += 1
    assert known > 50


def test_a_rule_that_is_a_little_different_has_none():
    adam = find("adam").rule
    assert counterpart(adam, "torch").name == "Adam"
    moved = adam.text.replace("sqrt(v/(1 - beta2^t)) + eps", "sqrt(v/(1 - beta2^t) + eps)")
    assert moved != adam.text and counterpart(replace(adam, text=moved), "torch") is None
    other = {**adam.memory, "v": Fraction(1)}
    assert counterpart(replace(adam, memory=other), "torch") is None
    assert counterpart(adam, "keras") is None  # whose eps stands elsewhere


def test_lines_around_it_are_told():
    adam = find("adam").rule
    clipped = before(adam, "g = clip(g, -c, c)", {"c": Fraction(1)})
    made = counterpart(clipped, "torch")
    assert [line.name for line in made.before] == ["g"] and not made.sets_rate
    timed = counterpart(before(adam, "k = t - 1\nlr = 0.1/(1 + k)"), "torch")
    assert timed.sets_rate and [line.name for line in timed.before] == ["k", "lr"]
    mean = after(adam, "mean = 0.9*mean + 0.1*x", memory={"mean": "x"})
    made = counterpart(replace(mean, answer="mean"), "torch")
    assert [line.name for line in made.after] == ["mean"]
    assert counterpart(coupled_decay(adam, Fraction(1, 10)), "torch").arguments["weight_decay"]


def test_lines_that_reach_into_it_are_not():
    adam = find("adam").rule
    for line in ("beta1 = 0.5", "x = 2*x", "m = 0*m", "g = g*L", "g = slope(x)", "t = 1"):
        assert counterpart(before(adam, line), "torch") is None, line
    for line in ("x = x/2", "v = 0*v", "w = m"):
        assert counterpart(after(adam, line), "torch") is None, line
