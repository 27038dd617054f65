"""Methods go in, the same Methods come out with optax's convention beside the others."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from symdescent.optimizers import averaging, optax_adam, optax_slopes
from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.optax_choices import muon
from symdescent.optimizers.optax_forms import MUON
from symdescent.optimizers.rule import Rule

CONVENTIONS: Mapping[str, Rule] = {
    "gradient descent": optax_slopes.DESCENT,
    "momentum": optax_slopes.MOMENTUM,
    "Nesterov momentum": optax_slopes.NESTEROV,
    "Adagrad": optax_slopes.ADAGRAD,
    "Adadelta": optax_slopes.ADADELTA,
    "RMSprop": optax_slopes.rmsprop(False, False, True, ""),
    "RMSprop with momentum": optax_slopes.rmsprop(False, False, True, "heavy"),
    "centred RMSprop": optax_slopes.rmsprop(True, False, True, ""),
    "Adam": optax_adam.ADAM,
    "AMSGrad": optax_adam.AMSGRAD,
    "AdamW": optax_adam.ADAMW,
    "Adamax": optax_adam.ADAMAX,
    "NAdam": optax_adam.NADAM,
    "RAdam": optax_adam.RADAM,
    "Rprop": optax_slopes.RPROP_LATE,
    "Adafactor": optax_slopes.adafactor(True, True, True, False),
    "Lion": optax_slopes.LION,
    "LAMB": optax_slopes.LAMB,
    "Muon": muon({**MUON, "layout": "matrix_1xn"}),
    "schedule-free AdamW": averaging.schedule_free_adamw(False),
}


def with_optax(
    methods: Iterable[Method[Rule | Algorithm]],
) -> tuple[Method[Rule | Algorithm], ...]:
    """Each method that optax has too, with optax's rule as its last convention."""
    return tuple(
        replace(method, rules={**method.rules, "optax": CONVENTIONS[method.name]})
        if method.name in CONVENTIONS
        else method
        for method in methods
    )
