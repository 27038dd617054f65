"""The functions of optax as rules: how their arguments choose one, and optax's conventions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers import adam_variants, normalised_steps, parameter_free, wrappers
from symdescent.optimizers.frameworks import optax_rules
from symdescent.optimizers.frameworks.hyperparameters import Hyperparameters, demand, exact
from symdescent.optimizers.frameworks.script_names import IN_CHAINS
from symdescent.optimizers.rule import Algorithm, Method, Rule, before
from symdescent.optimizers.schedules import schedule
from symdescent.optimizers.search_methods import lbfgs_optax, zoom_optax


@dataclass(frozen=True)
class Form:
    """An optax function: its choice of a rule, by those arguments that are switches.

    `switches`: names and defaults; `renamed`: our names of settings, where they are not the usual;
    `silent`: what some of its rules have no use for.
    """

    choose: Callable[[Hyperparameters], Rule]
    switches: Hyperparameters = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()


def always(rule: Rule) -> Form:
    return Form(lambda _: rule)


def by(switch: str, usual: object, rules: Mapping[Any, Rule]) -> Form:
    """One switch, and a rule for each of its values."""
    return Form(lambda s: picked(rules, s[switch], switch), {switch: usual})


def picked(rules: Mapping[Any, Rule], value: object, switch: str) -> Rule:
    if value not in rules:
        message = f"no rule for {switch}={value}; there is {', '.join(map(str, rules))}"
        raise InputError("unsupported", message)
    return rules[value]


def sgd(switches: Hyperparameters) -> Rule:
    if switches["momentum"] is None:
        return optax_rules.DESCENT
    return optax_rules.NESTEROV if switches.get("nesterov") else optax_rules.MOMENTUM


def base(switches: Hyperparameters) -> Rule:
    """The rule inside a wrapper."""
    rules = {"sgd": sgd({"momentum": None, **switches}), "adam": optax_rules.ADAM}
    return picked(rules, switches["base"], "base")


def adadelta(switches: Hyperparameters) -> Rule:
    """Without a rate optax never turns the sign round: the step goes uphill."""
    uphill = {"lr": Fraction(-1)} if switches["learning_rate"] is None else {}
    return optax_rules.ADADELTA.with_settings(uphill)


def adafactor(switches: Hyperparameters) -> Rule:
    by_size = bool(switches["multiply_by_parameter_scale"])
    given = [switches[k] is not None for k in ("learning_rate", "clipping_threshold", "momentum")]
    return optax_rules.adafactor(given[0], by_size, given[1], given[2])


def amsgrad(switches: Hyperparameters) -> Rule:
    rules = {
        (True, True): optax_rules.AMSGRAD,
        (False, False): optax_rules.AMSGRAD_UNCORRECTED,
    }
    corrected = (switches["bias_correction_mu"], switches["bias_correction_nu"])
    return picked(rules, corrected, "bias_correction")


def rmsprop(switches: Hyperparameters) -> Rule:
    momentum = "nesterov" if switches["nesterov"] else "heavy"
    return optax_rules.rmsprop(
        bool(switches["centered"]),
        bool(switches["bias_correction"]),
        bool(switches["eps_in_sqrt"]),
        "" if switches["momentum"] is None else momentum,
    )


def optimistic_adam(switches: Hyperparameters) -> Rule:
    """The first version: both weights are rates, and equal unless told otherwise."""
    rule = adam_variants.ADAMS["v1", bool(switches["nesterov"])]
    return before(rule, "optimism = lr") if switches["optimism"] is None else rule


def adopt(switches: Hyperparameters) -> Rule:
    rules = {
        (True, False): adam_variants.ADOPT.rule(),
        (True, True): adam_variants.ADOPT_NESTEROV,
        (False, False): adam_variants.ADOPT_UNCLIPPED,
    }
    chosen = (switches["use_clipping"], switches["nesterov"])
    return picked(rules, chosen, "(use_clipping, nesterov)")


def dowg(switches: Hyperparameters) -> Rule:
    """Without a first distance it is eps."""
    rule = parameter_free.DOWG.rule()
    plain = switches["init_estim_sq_dist"] is None
    return before(rule, "init_estim_sq_dist = eps") if plain else rule


def prodigy(switches: Hyperparameters) -> Rule:
    safe, own = bool(switches["safeguard_warmup"]), switches["beta3"] is not None
    return parameter_free.PRODIGIES[safe, own]


def muon(switches: Hyperparameters) -> Rule:
    """Whatever is no matrix gets NAdamW."""
    layout = switches["layout"]
    return normalised_steps.muon(layout, switches) if layout.startswith("matrix") else MUON_VECTORS


MUON_VECTORS = before(
    optax_rules.NADAMW.with_settings({"weight_decay": Fraction(0)}),
    "beta1 = adam_b1\nbeta2 = adam_b2\nweight_decay = adam_weight_decay\neps_root = adam_eps_root",
    {
        "adam_b1": Fraction("0.9"),
        "adam_b2": Fraction("0.999"),
        "adam_eps_root": Fraction(0),
        "adam_weight_decay": Fraction(0),
    },
)


def sophia_by(switches: Hyperparameters) -> Rule:
    exact = switches["hessian_diagonal_fn"] == "exact"
    return (adam_variants.SOPHIA_EXACT if exact else adam_variants.SOPHIA).rule()


def schedule_free(switches: Hyperparameters) -> Rule:
    """Adam without its first moment is RMSprop without its bias."""
    rules = {
        "sgd": optax_rules.DESCENT,
        "rmsprop": optax_rules.rmsprop(False, False, True, ""),
        "adam": optax_rules.rmsprop(False, True, False, "").with_settings(
            {"decay": Fraction("0.999")}
        ),
    }
    return wrappers.schedule_free(picked(rules, switches["base"], "base"))


def limited_memory(switches: Hyperparameters) -> Rule:
    return wrappers.limited_memory(switches["memory_size"], bool(switches["scale_init_precond"]))


NESTEROV = "nesterov"
MOMENTUM = {"momentum": None}
MUON = {
    "layout": "vector",
    "nesterov": True,
    "adaptive": False,
    "consistent_rms": None,
    "ns_steps": 5,
    "ns_coeffs": None,
}
MUON_SILENT = frozenset(
    "a b c beta adam_b1 adam_b2 adam_eps_root adam_weight_decay adam_learning_rate "
    "preconditioning muon_weight_dimension_numbers".split()
)
FORMS: Mapping[str, Form] = {
    "sgd": Form(sgd, {"momentum": None, "nesterov": False}),
    "adabelief": by(
        NESTEROV,
        False,
        {False: adam_variants.ADABELIEF.rule("optax"), True: adam_variants.ADABELIEF_NESTEROV},
    ),
    "adadelta": Form(adadelta, {"learning_rate": None}),
    "adafactor": Form(
        adafactor,
        {
            "learning_rate": None,
            "multiply_by_parameter_scale": True,
            "clipping_threshold": 1.0,
            "momentum": None,
        },
    ),
    "adagrad": always(optax_rules.ADAGRAD),
    "adam": by(NESTEROV, False, {False: optax_rules.ADAM, True: optax_rules.NADAM}),
    "adamw": by(NESTEROV, False, {False: optax_rules.ADAMW, True: optax_rules.NADAMW}),
    "nadam": by(NESTEROV, True, {False: optax_rules.ADAM, True: optax_rules.NADAM}),
    "nadamw": by(NESTEROV, True, {False: optax_rules.ADAMW, True: optax_rules.NADAMW}),
    "adamax": always(optax_rules.ADAMAX),
    "adamaxw": always(optax_rules.ADAMAXW),
    "adan": always(adam_variants.ADAN.rule("optax")),
    "amsgrad": Form(amsgrad, {"bias_correction_mu": True, "bias_correction_nu": True}),
    "radam": by(NESTEROV, False, {False: optax_rules.RADAM, True: optax_rules.RADAM_NESTEROV}),
    "lion": always(optax_rules.LION),
    "lamb": always(optax_rules.LAMB),
    "lars": by(
        NESTEROV, False, {False: normalised_steps.LARS.rule(), True: normalised_steps.LARS_NESTEROV}
    ),
    "fromage": always(normalised_steps.FROMAGE.rule()),
    "noisy_sgd": always(normalised_steps.NOISY_SGD.rule()),
    "sign_sgd": always(normalised_steps.SIGN_SGD.rule()),
    "signum": always(normalised_steps.SIGNUM.rule()),
    "novograd": always(adam_variants.NOVOGRAD.rule()),
    "optimistic_gradient_descent": always(adam_variants.OPTIMISTIC.rule()),
    "optimistic_adam": Form(optimistic_adam, {"optimism": None, "nesterov": True}),
    "optimistic_adam_v2": by(
        NESTEROV,
        True,
        {nesterov: adam_variants.ADAMS["v2", nesterov] for nesterov in (False, True)},
    ),
    "rmsprop": Form(
        rmsprop,
        {
            "centered": False,
            "bias_correction": False,
            "eps_in_sqrt": True,
            "momentum": None,
            "nesterov": False,
        },
    ),
    "rprop": always(optax_rules.RPROP_LATE),
    "sm3": always(adam_variants.SM3.rule()),
    "yogi": always(adam_variants.YOGI.rule()),
    "polyak_sgd": by(
        "variant",
        "sps",
        {"sps": parameter_free.POLYAK_SGD.rule(), "sps+": parameter_free.POLYAK_PLUS.rule()},
    ),
    "lbfgs": Form(
        limited_memory,
        {"memory_size": 10, "scale_init_precond": True, "linesearch": "zoom"},
    ),
    "contrib.acprop": always(adam_variants.ACPROP.rule()),
    "contrib.ademamix": always(adam_variants.ADEMAMIX.rule()),
    "contrib.simplified_ademamix": always(adam_variants.SIMPLIFIED_ADEMAMIX.rule()),
    "contrib.adopt": Form(adopt, {"use_clipping": True, "nesterov": False}),
    "contrib.cocob": always(parameter_free.COCOB.rule()),
    "contrib.dadapt_adamw": always(parameter_free.DADAPT_ADAMW.rule()),
    "contrib.dog": by("first_step", "heuristic", parameter_free.DOGS),
    "contrib.dowg": Form(dowg, {"init_estim_sq_dist": None}),
    "scale_by_distance_over_gradients": always(parameter_free.LAYERED_DOG.rule()),
    "contrib.galore": always(normalised_steps.GALORE),
    "contrib.madgrad": always(adam_variants.MADGRAD.rule()),
    "contrib.mechanize": Form(
        lambda s: wrappers.mechanize(base(s), s["num_betas"]),
        {"base": "sgd", "num_betas": 6},
        {"eps": "mechanic_eps", "weight_decay": "mechanic_decay"},
    ),
    "contrib.momo": by(
        "adapt_lower_bound",
        False,
        {False: parameter_free.MOMO.rule(), True: parameter_free.MOMO_LEARNT.rule()},
    ),
    "contrib.momo_adam": by(
        "adapt_lower_bound",
        False,
        {False: parameter_free.MOMO_ADAM.rule(), True: parameter_free.MOMO_ADAM_LEARNT.rule()},
    ),
    "contrib.muon": Form(muon, MUON, silent=MUON_SILENT),
    "contrib.prodigy": Form(prodigy, {"safeguard_warmup": False, "beta3": None}),
    "contrib.sam": Form(
        lambda s: wrappers.sam(base(s), s["sync_period"] - 1),
        {"base": "sgd", "sync_period": 2},
    ),
    "contrib.schedule_free": Form(schedule_free, {"base": "sgd"}),
    "contrib.schedule_free_sgd": Form(
        lambda s: parameter_free.schedule_free_sgd(s["warmup_steps"] is not None),
        {"warmup_steps": None},
    ),
    "contrib.schedule_free_adamw": Form(
        lambda s: parameter_free.schedule_free_adamw(s["warmup_steps"] is not None),
        {"warmup_steps": None},
    ),
    "contrib.sophia": Form(sophia_by, {"hessian_diagonal_fn": None}),
    "lookahead": Form(
        lambda s: wrappers.lookahead(base(s), bool(s["reset_state"])),
        {"base": "sgd", "momentum": None, "reset_state": False},
    ),
    "chain(add_decayed_weights,sgd)": Form(lambda s: wrappers.decayed(sgd(s)), MOMENTUM),
    "chain(clip,sgd)": Form(lambda s: wrappers.clipped(sgd(s)), MOMENTUM),
    "chain(clip_by_global_norm,sgd)": Form(lambda s: wrappers.clipped_by_norm(sgd(s)), MOMENTUM),
    "chain(ema,scale)": Form(
        lambda s: wrappers.averaged(optax_rules.DESCENT, bool(s["debias"])), {"debias": True}
    ),
    "chain(normalize_by_update_norm,sgd)": always(wrappers.normalised(optax_rules.DESCENT)),
    "MultiSteps(sgd)": Form(lambda s: wrappers.multi_steps(sgd(s)), MOMENTUM),
    "chain(sgd,apply_every)": Form(
        lambda _: wrappers.apply_every(optax_rules.DESCENT), renamed={"k": "every_k"}
    ),
    "chain(sgd,reduce_on_plateau)": by(
        "accumulation_size", 1, {1: wrappers.reduce_on_plateau(optax_rules.DESCENT)}
    ),
    "chain(sgd,scale_by_backtracking_linesearch)": Form(
        lambda s: wrappers.backtracking(s["max_backtracking_steps"]),
        {"max_backtracking_steps": 15},
    ),
}


RENAMED = {
    "learning_rate": "lr",
    "base_lr": "lr",
    "b1": "beta1",
    "b2": "beta2",
    "b3": "beta3",
}
# What names a way of storing, seeding or sparing, and changes no number here.
SILENT = frozenset(
    "accumulator_dtype dtype_momentum mu_dtype state_dtype key seed mask weight_decay_mask "
    "trust_ratio_mask verbose print_win_rate_every_n_steps clip_value_fn min_dim_size_to_factor "
    "factored rank layout".split()
)
OPENED = {
    "betas": ("b1", "b2"),
    "init_step": ("first_step", "init_step"),
    "ns_coeffs": ("a", "b", "c"),
}
# What searches along a line; None stands for arguments without a search, which choose a rule.
SEARCHING: Mapping[str, Callable[[Hyperparameters], Algorithm | None]] = {
    "lbfgs": lbfgs_optax,
    "chain(sgd,scale_by_zoom_linesearch)": zoom_optax,
}
KNOWN = (*FORMS, *SEARCHING)
# What has a learning rate of its own; to all others optax wants one to be given.
RATED = frozenset(
    "adadelta adafactor lbfgs polyak_sgd contrib.cocob contrib.dadapt_adamw contrib.prodigy "
    "contrib.dog contrib.dowg contrib.momo contrib.momo_adam contrib.schedule_free_sgd "
    "contrib.schedule_free_adamw".split()
)


def from_optax(name: str, arguments: Hyperparameters) -> Rule | Algorithm:
    """The rule, or where it searches the algorithm, that walks as the optax function does.

    A learning rate may be a mapping with the name of a `schedule` and its settings. `arguments`
    may also have "layout", where the shape of the parameters matters: vector, matrix_1xn,
    matrix_nx1. Raises InputError for a name or an argument that is not known.
    """
    demand(name, KNOWN, f"optax has no '{name}' that is known here")
    algorithm = SEARCHING[name](arguments) if name in SEARCHING else None
    if algorithm:
        return algorithm
    form, given = FORMS[name], opened(arguments)
    switches = {name: value for name, value in given.items() if name in form.switches}
    rule = form.choose({**form.switches, **switches})
    rule = rule.with_settings(settings(form, rule, given))
    rate = given.get("learning_rate")
    return scheduled(rule, rate) if isinstance(rate, Mapping) else rule


def opened(arguments: Hyperparameters) -> dict[str, Any]:
    """The arguments, a list being several."""
    found: dict[str, Any] = {}
    for name, value in arguments.items():
        listed = name in OPENED and isinstance(value, list | tuple)
        found |= dict(zip(OPENED[name], value, strict=True)) if listed else {name: value}
    return found


def settings(form: Form, rule: Rule, given: Hyperparameters) -> dict[str, Fraction]:
    """The numbers among the arguments, under the rule's own names."""
    found = {}
    for name, value in given.items():
        own = {**RENAMED, **form.renamed}.get(name, name)
        if own not in rule.settings and name not in {*form.switches, *form.silent, *SILENT}:
            known = known_arguments(form, rule)
            message = f"{rule.name} has no argument '{name}'; it has {', '.join(known)}"
            raise InputError("unknown_name", message, did_you_mean(name, known), name)
        if own in rule.settings and is_number(value):
            found[own] = exact(value)
    return found


def known_arguments(form: Form, rule: Rule) -> list[str]:
    """What may be given, under optax's names."""
    theirs = {own: name for name, own in {**RENAMED, **form.renamed}.items() if name != "base_lr"}
    return [*(theirs.get(own, own) for own in rule.settings), *form.switches]


def is_number(value: object) -> bool:
    return isinstance(value, int | float | Fraction) and not isinstance(value, bool)


def scheduled(rule: Rule, rate: Mapping[str, Any]) -> Rule:
    """The rule with a rate that changes from step to step."""
    given = {name: value for name, value in rate.items() if name != "schedule"}
    return schedule("optax", rate["schedule"], given).around(rule)


def chained(rule: Rule, steps: Iterable[tuple[str, Fraction]]) -> Rule:
    """The rule behind the transformations of a chain, the first of which sees the gradient first.

    Raises InputError where the rule has the name of a bound, or of the decay, for itself.
    """
    for name, value in reversed([*steps]):
        own, wrapped = IN_CHAINS[name], CHAINED[name]
        if own in rule.settings:
            message = f"beside {name} there is another {own}: that is not read"
            raise InputError("not_allowed", message, "leave one of them out")
        rule = wrapped(rule).with_settings({own: value})
    return rule


CHAINED: Mapping[str, Callable[[Rule], Rule]] = {
    "clip": wrappers.clipped,
    "clip_by_global_norm": wrappers.clipped_by_norm,
    "add_decayed_weights": wrappers.decayed,
}
assert CHAINED.keys() == IN_CHAINS.keys()
CONVENTIONS: Mapping[str, Rule] = {
    "gradient descent": optax_rules.DESCENT,
    "momentum": optax_rules.MOMENTUM,
    "Nesterov momentum": optax_rules.NESTEROV,
    "Adagrad": optax_rules.ADAGRAD,
    "Adadelta": optax_rules.ADADELTA,
    "RMSprop": optax_rules.rmsprop(False, False, True, ""),
    "RMSprop with momentum": optax_rules.rmsprop(False, False, True, "heavy"),
    "centred RMSprop": optax_rules.rmsprop(True, False, True, ""),
    "Adam": optax_rules.ADAM,
    "AMSGrad": optax_rules.AMSGRAD,
    "AdamW": optax_rules.ADAMW,
    "Adamax": optax_rules.ADAMAX,
    "NAdam": optax_rules.NADAM,
    "RAdam": optax_rules.RADAM,
    "Rprop": optax_rules.RPROP_LATE,
    "Adafactor": optax_rules.adafactor(True, True, True, False),
    "Lion": optax_rules.LION,
    "LAMB": optax_rules.LAMB,
    "Muon": muon({**MUON, "layout": "matrix_1xn"}),
    "schedule-free AdamW": parameter_free.schedule_free_adamw(False),
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
