"""Nothing goes in, a table comes out: how each optax function's arguments choose a rule."""

from collections.abc import Mapping

from symdescent.optimizers import (
    averaging,
    belief,
    links,
    momenta,
    optax_adam,
    optax_matrices,
    optimistic,
    parameter_free,
    polyak,
    signs,
    trust,
    wrappers,
)
from symdescent.optimizers import optax_choices as choices
from symdescent.optimizers import optax_slopes as slopes
from symdescent.optimizers.optax_choices import Form, always, by

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
    "sgd": Form(choices.sgd, {"momentum": None, "nesterov": False}),
    "adabelief": by(
        NESTEROV, False, {False: belief.ADABELIEF.rule("optax"), True: belief.ADABELIEF_NESTEROV}
    ),
    "adadelta": Form(choices.adadelta, {"learning_rate": None}),
    "adafactor": Form(
        choices.adafactor,
        {
            "learning_rate": None,
            "multiply_by_parameter_scale": True,
            "clipping_threshold": 1.0,
            "momentum": None,
        },
    ),
    "adagrad": always(slopes.ADAGRAD),
    "adam": by(NESTEROV, False, {False: optax_adam.ADAM, True: optax_adam.NADAM}),
    "adamw": by(NESTEROV, False, {False: optax_adam.ADAMW, True: optax_adam.NADAMW}),
    "nadam": by(NESTEROV, True, {False: optax_adam.ADAM, True: optax_adam.NADAM}),
    "nadamw": by(NESTEROV, True, {False: optax_adam.ADAMW, True: optax_adam.NADAMW}),
    "adamax": always(optax_adam.ADAMAX),
    "adamaxw": always(optax_adam.ADAMAXW),
    "adan": always(momenta.ADAN.rule("optax")),
    "amsgrad": Form(choices.amsgrad, {"bias_correction_mu": True, "bias_correction_nu": True}),
    "radam": by(NESTEROV, False, {False: optax_adam.RADAM, True: optax_adam.RADAM_NESTEROV}),
    "lion": always(slopes.LION),
    "lamb": always(slopes.LAMB),
    "lars": by(NESTEROV, False, {False: trust.LARS.rule(), True: trust.LARS_NESTEROV}),
    "fromage": always(trust.FROMAGE.rule()),
    "noisy_sgd": always(signs.NOISY_SGD.rule()),
    "sign_sgd": always(signs.SIGN_SGD.rule()),
    "signum": always(signs.SIGNUM.rule()),
    "novograd": always(belief.NOVOGRAD.rule()),
    "optimistic_gradient_descent": always(optimistic.OPTIMISTIC.rule()),
    "optimistic_adam": Form(choices.optimistic_adam, {"optimism": None, "nesterov": True}),
    "optimistic_adam_v2": by(
        NESTEROV, True, {nesterov: optimistic.ADAMS["v2", nesterov] for nesterov in (False, True)}
    ),
    "rmsprop": Form(
        choices.rmsprop,
        {
            "centered": False,
            "bias_correction": False,
            "eps_in_sqrt": True,
            "momentum": None,
            "nesterov": False,
        },
    ),
    "rprop": always(slopes.RPROP_LATE),
    "sm3": always(belief.SM3.rule()),
    "yogi": always(belief.YOGI.rule()),
    "polyak_sgd": by(
        "variant",
        "sps",
        {"sps": polyak.POLYAK_SGD.rule(), "sps+": polyak.POLYAK_PLUS.rule()},
    ),
    "lbfgs": Form(
        choices.limited_memory,
        {"memory_size": 10, "scale_init_precond": True, "linesearch": "zoom"},
    ),
    "contrib.acprop": always(belief.ACPROP.rule()),
    "contrib.ademamix": always(momenta.ADEMAMIX.rule()),
    "contrib.simplified_ademamix": always(momenta.SIMPLIFIED_ADEMAMIX.rule()),
    "contrib.adopt": Form(choices.adopt, {"use_clipping": True, "nesterov": False}),
    "contrib.cocob": always(parameter_free.COCOB.rule()),
    "contrib.dadapt_adamw": always(parameter_free.DADAPT_ADAMW.rule()),
    "contrib.dog": by("first_step", "heuristic", parameter_free.DOGS),
    "contrib.dowg": Form(choices.dowg, {"init_estim_sq_dist": None}),
    "scale_by_distance_over_gradients": always(parameter_free.LAYERED_DOG.rule()),
    "contrib.galore": always(optax_matrices.GALORE),
    "contrib.madgrad": always(belief.MADGRAD.rule()),
    "contrib.mechanize": Form(
        lambda s: wrappers.mechanize(choices.base(s), s["num_betas"]),
        {"base": "sgd", "num_betas": 6},
        {"eps": "mechanic_eps", "weight_decay": "mechanic_decay"},
    ),
    "contrib.momo": by(
        "adapt_lower_bound", False, {False: polyak.MOMO.rule(), True: polyak.MOMO_LEARNT.rule()}
    ),
    "contrib.momo_adam": by(
        "adapt_lower_bound",
        False,
        {False: polyak.MOMO_ADAM.rule(), True: polyak.MOMO_ADAM_LEARNT.rule()},
    ),
    "contrib.muon": Form(choices.muon, MUON, silent=MUON_SILENT),
    "contrib.prodigy": Form(choices.prodigy, {"safeguard_warmup": False, "beta3": None}),
    "contrib.sam": Form(
        lambda s: wrappers.sam(choices.base(s), s["sync_period"] - 1),
        {"base": "sgd", "sync_period": 2},
    ),
    "contrib.schedule_free": Form(choices.schedule_free, {"base": "sgd"}),
    "contrib.schedule_free_sgd": Form(
        lambda s: averaging.schedule_free_sgd(s["warmup_steps"] is not None),
        {"warmup_steps": None},
    ),
    "contrib.schedule_free_adamw": Form(
        lambda s: averaging.schedule_free_adamw(s["warmup_steps"] is not None),
        {"warmup_steps": None},
    ),
    "contrib.sophia": Form(choices.sophia_by, {"hessian_diagonal_fn": None}),
    "lookahead": Form(
        lambda s: wrappers.lookahead(choices.base(s), bool(s["reset_state"])),
        {"base": "sgd", "momentum": None, "reset_state": False},
    ),
    "chain(add_decayed_weights,sgd)": Form(lambda s: links.decayed(choices.sgd(s)), MOMENTUM),
    "chain(clip,sgd)": Form(lambda s: links.clipped(choices.sgd(s)), MOMENTUM),
    "chain(clip_by_global_norm,sgd)": Form(
        lambda s: links.clipped_by_norm(choices.sgd(s)), MOMENTUM
    ),
    "chain(ema,scale)": Form(
        lambda s: links.averaged(slopes.DESCENT, bool(s["debias"])), {"debias": True}
    ),
    "chain(normalize_by_update_norm,sgd)": always(links.normalised(slopes.DESCENT)),
    "MultiSteps(sgd)": Form(lambda s: wrappers.multi_steps(choices.sgd(s)), MOMENTUM),
    "chain(sgd,apply_every)": Form(
        lambda _: wrappers.apply_every(slopes.DESCENT), renamed={"k": "every_k"}
    ),
    "chain(sgd,reduce_on_plateau)": by(
        "accumulation_size", 1, {1: wrappers.reduce_on_plateau(slopes.DESCENT)}
    ),
    "chain(sgd,scale_by_backtracking_linesearch)": Form(
        lambda s: links.backtracking(s["max_backtracking_steps"]),
        {"max_backtracking_steps": 15},
    ),
}
