"""The order in which the frameworks' optimizers and schedules take arguments without a name.

As inspect.signature tells it of torch 2.13, Keras 3.15 and optax 0.2.8; what comes behind the names
here must be named there as well, or changes no number.
"""

from collections.abc import Mapping
from typing import Final

MODEL: Final = ("params", "parameters")  # what a script optimises: here that is the formula
WALKER: Final = "optimizer"  # what a schedule of torch moves: here that is --optimizer
ADAM_TORCH: Final = "params lr betas eps weight_decay"
BETAS_KERAS: Final = "learning_rate beta_1 beta_2 epsilon"
BEHIND: Final = " weight_decay clipnorm clipvalue global_clipnorm use_ema ema_momentum"
BETAS_OPTAX: Final = "learning_rate b1 b2 eps"
DECAY_KERAS: Final = "initial_learning_rate decay_steps decay_rate staircase name"
PLAIN: Final = {"torch": "params lr", "keras": "learning_rate", "optax": "learning_rate"}
OPTIMIZERS: Final[Mapping[str, Mapping[str, str]]] = {
    "torch": {
        "SGD": "params lr momentum dampening weight_decay nesterov",
        "ASGD": "params lr lambd alpha t0 weight_decay",
        "Adagrad": "params lr lr_decay weight_decay initial_accumulator_value eps",
        "Adadelta": "params lr rho eps weight_decay",
        "RMSprop": "params lr alpha eps weight_decay momentum centered",
        "Rprop": "params lr etas step_sizes",
        "Adam": f"{ADAM_TORCH} amsgrad",
        "AdamW": f"{ADAM_TORCH} amsgrad",
        "SparseAdam": "params lr betas eps maximize",
        "Adamax": ADAM_TORCH,
        "NAdam": f"{ADAM_TORCH} momentum_decay decoupled_weight_decay",
        "RAdam": f"{ADAM_TORCH} decoupled_weight_decay",
        "Adafactor": "params lr beta2_decay eps d weight_decay",
        "Muon": "params lr weight_decay momentum nesterov ns_coefficients eps ns_steps",
        "LBFGS": "params lr max_iter max_eval tolerance_grad tolerance_change history_size "
        "line_search_fn",
    },
    "keras": {
        "SGD": f"learning_rate momentum nesterov{BEHIND}",
        "Adagrad": f"learning_rate initial_accumulator_value epsilon{BEHIND}",
        "Adadelta": f"learning_rate rho epsilon{BEHIND}",
        "RMSprop": f"learning_rate rho momentum epsilon centered{BEHIND}",
        "Adam": f"{BETAS_KERAS} amsgrad{BEHIND}",
        "AdamW": "learning_rate weight_decay beta_1 beta_2 epsilon amsgrad",
        "Adamax": f"{BETAS_KERAS}{BEHIND}",
        "Nadam": f"{BETAS_KERAS}{BEHIND}",
        "Ftrl": "learning_rate learning_rate_power initial_accumulator_value "
        "l1_regularization_strength l2_regularization_strength "
        f"l2_shrinkage_regularization_strength beta{BEHIND}",
        "Lion": f"learning_rate beta_1 beta_2{BEHIND}",
        "Lamb": f"{BETAS_KERAS}{BEHIND}",
        "Adafactor": "learning_rate beta_2_decay epsilon_1 epsilon_2 clip_threshold relative_step"
        + BEHIND,
        "ScheduleFreeAdamW": f"{BETAS_KERAS} warmup_steps{BEHIND}",
        "Muon": f"learning_rate adam_beta_1 adam_beta_2 adam_weight_decay epsilon{BEHIND}",
    },
    "optax": {
        "sgd": "learning_rate momentum nesterov",
        "adabelief": f"{BETAS_OPTAX} eps_root",
        "adadelta": "learning_rate rho eps weight_decay",
        "adagrad": "learning_rate initial_accumulator_value eps",
        "adam": f"{BETAS_OPTAX} eps_root mu_dtype",
        "adamw": f"{BETAS_OPTAX} eps_root mu_dtype weight_decay",
        "nadam": f"{BETAS_OPTAX} eps_root mu_dtype",
        "nadamw": f"{BETAS_OPTAX} eps_root mu_dtype weight_decay",
        "adamax": BETAS_OPTAX,
        "adamaxw": f"{BETAS_OPTAX} weight_decay",
        "adan": "learning_rate b1 b2 b3 eps eps_root weight_decay",
        "amsgrad": f"{BETAS_OPTAX} eps_root mu_dtype",
        "radam": f"{BETAS_OPTAX} eps_root threshold",
        "lion": "learning_rate b1 b2 mu_dtype weight_decay",
        "lamb": f"{BETAS_OPTAX} eps_root weight_decay",
        "lars": "learning_rate weight_decay weight_decay_mask trust_coefficient eps "
        "trust_ratio_mask momentum nesterov",
        "fromage": "learning_rate min_norm",
        "noisy_sgd": "learning_rate eta gamma",
        "signum": "learning_rate beta",
        "novograd": f"{BETAS_OPTAX} eps_root weight_decay",
        "optimistic_gradient_descent": "learning_rate alpha beta",
        "optimistic_adam": "learning_rate optimism b1 b2 eps eps_root",
        "rmsprop": "learning_rate decay eps initial_scale eps_in_sqrt centered momentum nesterov",
        "rprop": "learning_rate eta_minus eta_plus min_step_size max_step_size",
        "sm3": "learning_rate momentum",
        "yogi": BETAS_OPTAX,
        "polyak_sgd": "max_learning_rate scaling f_min eps variant",
        "lbfgs": "learning_rate memory_size scale_init_precond linesearch",
        "contrib.ademamix": "learning_rate b1 b2 b3 alpha eps eps_root mu_dtype weight_decay",
        "contrib.adopt": BETAS_OPTAX,
        "contrib.dadapt_adamw": "learning_rate betas eps estim_lr0 weight_decay",
        "contrib.madgrad": "learning_rate momentum weight_decay eps",
        "contrib.prodigy": "learning_rate betas beta3 eps estim_lr0 estim_lr_coef weight_decay",
        "contrib.mechanize": "",
        "contrib.sam": "",
        "contrib.schedule_free": "",
        "contrib.schedule_free_sgd": "learning_rate warmup_steps b1 weight_decay",
        "contrib.schedule_free_adamw": "learning_rate warmup_steps b1 b2 eps weight_decay",
        "lookahead": "",
        "scale_by_distance_over_gradients": "",
    },
}
SCHEDULES: Final[Mapping[str, str]] = {
    "LambdaLR": "optimizer lr_lambda",
    "MultiplicativeLR": "optimizer lr_lambda",
    "StepLR": "optimizer step_size gamma",
    "MultiStepLR": "optimizer milestones gamma",
    "ConstantLR": "optimizer factor total_iters",
    "LinearLR": "optimizer start_factor end_factor total_iters",
    "ExponentialLR": "optimizer gamma",
    "PolynomialLR": "optimizer total_iters power",
    "CosineAnnealingLR": "optimizer T_max eta_min",
    "CosineAnnealingWarmRestarts": "optimizer T_0 T_mult eta_min",
    "CyclicLR": "optimizer base_lr max_lr step_size_up step_size_down mode gamma",
    "OneCycleLR": "optimizer max_lr total_steps epochs steps_per_epoch pct_start anneal_strategy",
    "SequentialLR": "optimizer schedulers milestones",
    "ChainedScheduler": "schedulers optimizer",
    "SWALR": "optimizer swa_lr anneal_epochs anneal_strategy",
    "ReduceLROnPlateau": "optimizer mode factor patience threshold threshold_mode cooldown min_lr "
    "eps",
    "ExponentialDecay": DECAY_KERAS,
    "InverseTimeDecay": DECAY_KERAS,
    "PolynomialDecay": "initial_learning_rate decay_steps end_learning_rate power cycle name",
    "CosineDecay": "initial_learning_rate decay_steps alpha name warmup_target warmup_steps",
    "CosineDecayRestarts": "initial_learning_rate first_decay_steps t_mul m_mul alpha name",
    "PiecewiseConstantDecay": "boundaries values name",
    "callbacks.ReduceLROnPlateau": "monitor factor patience verbose mode min_delta cooldown min_lr",
    "constant_schedule": "value",
    "linear_schedule": "init_value end_value transition_steps transition_begin",
    "polynomial_schedule": "init_value end_value power transition_steps transition_begin",
    "exponential_decay": "init_value transition_steps decay_rate transition_begin staircase "
    "end_value",
    "cosine_decay_schedule": "init_value decay_steps alpha exponent",
    "piecewise_constant_schedule": "init_value boundaries_and_scales",
    "piecewise_interpolate_schedule": "interpolate_type init_value boundaries_and_scales",
    "linear_onecycle_schedule": "transition_steps peak_value pct_start pct_final div_factor "
    "final_div_factor",
    "cosine_onecycle_schedule": "transition_steps peak_value pct_start div_factor final_div_factor",
    "warmup_constant_schedule": "init_value peak_value warmup_steps",
    "warmup_cosine_decay_schedule": "init_value peak_value warmup_steps decay_steps end_value "
    "exponent",
    "warmup_exponential_decay_schedule": "init_value peak_value warmup_steps transition_steps "
    "decay_rate transition_begin staircase end_value",
    "sgdr_schedule": "cosine_kwargs",
    "join_schedules": "schedules boundaries",
    "contrib.reduce_on_plateau": "factor patience rtol atol cooldown accumulation_size min_scale",
}


def optimizer_order(framework: str, name: str) -> list[str]:
    """The names of an optimizer's arguments, in the framework's order."""
    usual = PLAIN.get(framework, "")
    return OPTIMIZERS.get(framework, {}).get(name, usual).split()


def schedule_order(name: str) -> list[str]:
    """The names of a schedule's arguments, in the framework's order; none for an unknown one."""
    return SCHEDULES.get(name, "").split()
