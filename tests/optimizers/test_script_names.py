"""The names and calls of a training script, against the frameworks' recorded walks and by hand."""

import random
from fractions import Fraction

import pytest

import symdescent
from symdescent.cli.main import main
from symdescent.errors import InputError, SymdescentError
from symdescent.optimizers.catalogue import FRAMEWORKS, find, from_framework, known_to
from symdescent.optimizers.frameworks.script_names import key, split_names

ALIKE = {  # what scripts write, and what it is in a framework's own words
    ("torch", "Adam"): "torch.optim.Adam|optim.Adam|torch:Adam|torch:adam|Torch.Optim.Adam|"
    "pytorch:Adam|opt = torch.optim.Adam(params)|torch.optim.Adam( model.parameters() );",
    ("keras", "Adam"): "keras.optimizers.Adam|tf.keras.optimizers.Adam|keras:Adam|tensorflow:Adam|"
    "tensorflow.keras.optimizers.Adam|keras.optimizers.legacy.Adam|optimizers.Adam()",
    ("optax", "adam"): "optax.adam|optax:adam|optax.Adam",
    ("optax", "contrib.prodigy"): "optax.contrib.prodigy|optax:contrib.prodigy|optax.prodigy",
    ("optax", "chain(clip,sgd)"): "optax:chain(clip,sgd)",
    ("torch", "LBFGS"): "torch.optim.LBFGS|torch:L-BFGS",
    ("keras", "Nadam"): "keras.optimizers.NAdam|keras:Nadam",
    ("scipy", "L-BFGS-B"): "scipy:L-BFGS-B|scipy:l-bfgs-b",
}
CALLS = {  # a call, and its settings as `from_framework` takes them
    "torch.optim.SGD(params, lr=0.1, momentum=0.9)": ("torch", "SGD", {"lr": 0.1, "momentum": 0.9}),
    "torch.optim.SGD(net.parameters(), 0.1, nesterov=True, momentum=.9)": (
        *("torch", "SGD"),
        {"lr": 0.1, "momentum": 0.9, "nesterov": True},
    ),
    "optim.Adam([w, b], lr=1e-3, betas=(0.8, 0.99), eps=1e-8,)": (
        *("torch", "Adam"),
        {"lr": 0.001, "betas": [0.8, 0.99]},
    ),
    "torch.optim.Adam([{'params': net.parameters()}], lr=3*10**-4)": (
        *("torch", "Adam"),
        {"lr": Fraction(3, 10**4)},
    ),
    "keras.optimizers.Adam(learning_rate=1/8, name='Adam')": (
        *("keras", "Adam"),
        {"learning_rate": Fraction(1, 8)},
    ),
    "tf.keras.optimizers.SGD(0.05, momentum=0.5)": (
        *("keras", "SGD"),
        {"learning_rate": 0.05, "momentum": 0.5},
    ),
    "optax.adam(learning_rate=0.1)": ("optax", "adam", {"learning_rate": 0.1}),
    "optax.sgd(1e-1, momentum=None)": ("optax", "sgd", {"learning_rate": 0.1, "momentum": None}),
    "keras.optimizers.Adam(0.1, 0.8)": ("keras", "Adam", {"learning_rate": 0.1, "beta_1": 0.8}),
    "keras.optimizers.AdamW(0.1, 0.02)": (
        *("keras", "AdamW"),
        {"learning_rate": 0.1, "weight_decay": 0.02},
    ),
    "keras.optimizers.Adam(lr=0.1)": ("keras", "Adam", {"learning_rate": 0.1}),
    "optax.sgd(0.1, 0.9, True)": (
        *("optax", "sgd"),
        {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True},
    ),
    "torch.optim.SGD(params, 0.1, 0.9)": ("torch", "SGD", {"lr": 0.1, "momentum": 0.9}),
    "torch.optim.Adam(params, 0.1, (0.8, 0.99), 1e-6)": (
        *("torch", "Adam"),
        {"lr": 0.1, "betas": [0.8, 0.99], "eps": 1e-6},
    ),
    "optax.chain(optax.clip(0.5), optax.sgd(0.1))": (
        *("optax", "chain(clip,sgd)"),
        {"learning_rate": 0.1, "max_delta": 0.5},
    ),
    "opt = optax.chain(optax.clip_by_global_norm(2), optax.sgd(0.1, 0.9))": (
        *("optax", "chain(clip_by_global_norm,sgd)"),
        {"learning_rate": 0.1, "max_norm": 2, "momentum": 0.9},
    ),
    "optax.adam(optax.cosine_decay_schedule(0.1,100))": (
        *("optax", "adam"),
        {
            "learning_rate": {
                "schedule": "cosine_decay_schedule",
                "init_value": 0.1,
                "decay_steps": 100,
            }
        },
    ),
    "optax.adam(optax.exponential_decay(init_value=0.1, transition_steps=9, decay_rate=0.5))": (
        *("optax", "adam"),
        {
            "learning_rate": {
                "schedule": "exponential_decay",
                "init_value": 0.1,
                "transition_steps": 9,
                "decay_rate": 0.5,
            }
        },
    ),
}
WRONG = {  # what cannot be meant, the part under the caret, and a word of the hint or the message
    "torch.optim.Adm": ("Adm", "did you mean  Adam ?"),
    "keras.optimizers.RMSProb()": ("RMSProb", "did you mean  RMSprop ?"),
    "optax.adan_w": ("adan_w", "did you mean  adan ?"),
    "torch.optim.SGD(params, momentun=0.9)": ("momentun", "did you mean  momentum ?"),
    "keras.optimizers.Adam(rate=0.1)": ("rate", "Keras' Adam has no setting 'rate'"),
    "keras.optimizers.Adam(lr=0.1, learning_rate=0.2)": ("learning_rate=0.2", "given twice"),
    "torch.optim.SGD(params, lr=rate)": ("rate", "a value is a number"),
    "torch.optim.SGD(0.1)": ("0.1", "write  lr=0.1"),
    "torch.optim.SGD(params, lr=0.1": ("(", "never closed"),
    "torch.optim.SGD(params], lr=0.1)": ("]", "closes none"),
    "torch.optim.SGD(params, lr=0.1, lr=0.2)": ("lr=0.2", "given twice"),
    "torch.optim.Rprop(params, 1, (0.5, 2), (0, 9), 3)": ("3", "no more than params, lr, etas"),
    "torch.optim.SGD(params, lr=0.1, 0.9)": ("0.9", "behind one with it"),
    "torch.optim.Adam(params, 0.1, 0.9)": ("0.9", "betas takes 2 numbers"),
    "optax.lookahead(optax.adam(0.1), 5)": ("optax.adam(0.1)", "this argument has no name"),
    "optax.adam(optax.cosine_decay(0.1, 9))": (
        "optax.cosine_decay(0.1, 9)",
        "cosine_decay_schedule",
    ),
    "optax.chain(optax.adam(0.1), optax.clip(1))": ("optax.adam", "--clip-norm"),
    "optax.chain(optax.scale_by_adam(), optax.scale(-1))": ("optax.scale_by_adam", "in a chain"),
    "optax.chain(optax.clip(), optax.sgd(0.1))": ("optax.clip()", "takes one number"),
    "optax.chain(optax.clip(1), adam)": ("adam", "is an optimizer"),
    "optax.chain(optax.add_decayed_weights(1), optax.adamw(0.1))": (
        "adamw",
        "another weight_decay",
    ),
    "torch.optim.SGD(params, lr=1/0)": ("1/0", "divides by zero"),
    "torch.optim.SGD(params, lr=10**-999)": ("10**-999", "power"),
    "torch.optim.SGD(params, lr=__import__('os').system('id'))": (
        "__import__('os').system('id')",
        "a value is a number",
    ),
    "torch.optim.SGD(params, lr=0.1).step()": (".step()", "nothing more is read"),
    "torch.optim.SGD([{'params': a, 'lr': 1}], lr=0.1)": ("[{'params': a, 'lr': 1}]", "groups"),
    "SGD(params, lr=0.1)": ("SGD", "torch.optim.SGD(...)"),
}


def test_a_name_of_a_script_is_the_framework_s_own():
    for (framework, name), written in ALIKE.items():
        own = from_framework(framework, name, {}).rule
        for text in written.split("|"):
            assert find(text).rule == own, text


def test_every_optimizer_of_every_framework_is_found_in_its_own_spelling_and_in_others():
    owners = {"torch": "torch.optim", "keras": "keras.optimizers", "optax": "optax"}
    for framework in FRAMEWORKS:
        names = known_to(framework)
        assert len({key(name) for name in names}) == len(set(names))
        for name in (name for name in names if (framework, name) != ("torch", "Muon")):  # matrices
            own = from_framework(framework, name, {}).rule
            texts = [f"{framework}:{name}"]
            if framework in owners and "(" not in name:
                texts += [f"{owners[framework]}.{name}", f"{owners[framework]}.{name.upper()}"]
            assert all(find(text).rule == own for text in texts), (framework, name)


def test_the_settings_of_a_call_are_those_of_the_framework():
    for text, (framework, name, settings) in CALLS.items():
        found, own = find(text).rule, from_framework(framework, name, settings).rule
        assert found.text == own.text, text
        kept = {n: v for n, v in own.settings.items() if n in found.settings}
        assert found.settings == kept and {*own.settings} - {*kept} <= {"lr"}, text


def test_what_cannot_be_meant_has_a_caret():
    for text, (part, words) in WRONG.items():
        with pytest.raises(InputError) as caught:
            find(text)
        begin, end = caught.value.span
        assert text[begin:end] == part, text
        assert words in str(caught.value), text
        assert "^" in str(caught.value)


@pytest.mark.slow
def test_no_text_makes_it_stumble():
    """Texts put together at random from pieces of calls: found, or refused in words."""
    chance = random.Random(7)
    pieces = (
        "torch.optim. Adam SGD ( ) [ ] { } , = lr 0.1 ' \" ** / 1e-3 params : @ optax. é \n".split(
            " "
        )
    )
    refused = 0
    for _ in range(2_000):
        text = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 12)))
        try:
            find(text)
        except SymdescentError as mistake:
            assert str(mistake)
            refused += 1
    assert 400 < refused < 2_000


def test_names_in_a_list_may_have_calls():
    text = "gd, torch.optim.SGD(params, lr=0.1)@0.2,optax.adam"
    assert split_names(text) == ["gd", "torch.optim.SGD(params, lr=0.1)@0.2", "optax.adam"]


def test_another_convention_beside_a_framework_s_name_is_refused(capsys):
    assert main(["x^2", "--optimizer", "torch.optim.Adam", "--convention", "keras"]) == 2
    assert "torch.optim.Adam is torch's own, not keras's" in capsys.readouterr().err


def rates(**given):
    run = symdescent.descend("(x-4)^2/2", start=14, steps=1, **given)
    return (14 - run.points[1, 0]) / 10


def test_a_rate_is_obeyed_however_it_is_given():
    """From 14 the gradient of (x-4)^2/2 is 10, so one step of gradient descent shows the rate."""
    sgd = {"lr": 0.1}
    ways = (
        {"rate": 0.1},
        {"optimizer": "gd", "settings": {"lr": 0.1}},
        {"settings": {"lr": "1/10"}},
        {"optimizer": from_framework("torch", "SGD", sgd)},
        {"optimizer": from_framework("torch", "SGD", sgd).rule},
        {"optimizer": "torch.optim.SGD(params, lr=0.1)"},
        {"optimizer": "keras.optimizers.SGD(0.1)"},
        {"optimizer": "optax.sgd(0.1)", "rate": 0.1},
    )
    for given in ways:
        assert rates(**given) == pytest.approx(0.1, rel=1e-12), given
    assert rates(optimizer="torch.optim.SGD") == pytest.approx(0.001)
    assert rates(optimizer="keras.optimizers.SGD") == pytest.approx(0.01)
    assert rates(optimizer="gd") == rates(optimizer="optax.sgd") == rates() == 0.5  # chosen
    slow = from_framework("optax", "lookahead", {"base_lr": 0.1, "sync_period": 6})
    assert rates(optimizer=slow) == pytest.approx(0.1, rel=1e-12)


def test_two_rates_are_refused(capsys):
    for given in (["--set", "lr=0.1"], ["--optimizer", "torch.optim.SGD(p, lr=0.1)"]):
        for rate in ("0.2", "auto", "0.2/t"):
            assert main(["x^2", *given, "--lr", rate]) == 2
            assert "given twice" in capsys.readouterr().err
        assert main(["x^2", *given, "--lr", "1/10", "--x0", "1", "-q"]) == 0


def test_a_rate_that_is_none_is_refused(capsys):
    for given in (["--set", "lr=0"], ["--optimizer", "optax.adam(learning_rate=-0.1)"]):
        assert main(["x^2", *given]) == 2
        assert "the learning rate must be above 0" in capsys.readouterr().err


def test_a_contest_takes_the_names_of_scripts(capsys):
    names = "torch.optim.SGD(params, lr=0.1, momentum=0.9),keras.optimizers.Adam@0.1,optax:adam,gd"
    words = ["compare", "x^2+y^2", "--optimizers", names, "--lr", "0.2", "--format", "csv"]
    assert main([*words, "--x0", "1,2", "--no-time"]) == 0
    rows = [line.rpartition('"')[2].split(",") for line in capsys.readouterr().out.splitlines()[1:]]
    assert [row[1] for row in rows] == ["0.1", "0.1", "0.2", "0.2"]


def test_a_name_of_a_script_is_looked_up(capsys):
    assert main(["optimizers", "tf.keras.optimizers.Adam"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Adam: ") and "arXiv:1412.6980" in told
    assert "[tf.keras.optimizers.Adam]  lr = 0.001, beta1 = 0.9, beta2 = 0.999, eps = 1e-07" in told
    assert main(["optimizers", "optax.adam(1e-1)", "--format", "tex"]) == 0
    assert r"\eta = 0.1" in capsys.readouterr().out
