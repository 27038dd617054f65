"""The libraries that a script may be written for: what each calls functions, choices and norms."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from symdescent.errors import InputError, did_you_mean

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Target:
    """How a library spells what stands in a formula or in a rule.

    `functions`: its names for ours; `constants`: the module of e and pi; `choose`: a choice for
    each coordinate, of condition, value, else; `clip`: of value, low, high; `many`: max and min
    take any number of arguments; `lifted`: a plain number where it takes only arrays; `chosen`:
    one where a choice is between two; `over`: what is one number of all coordinates; `scalars`:
    who spells what no array stands in; `zeros`: what makes zeros of the shape of a point;
    `install`: what pip installs; `convention`: whose form of a rule its own optimizers have, None
    for what has no optimizers.
    """

    name: str
    title: str
    functions: Mapping[str, str]
    constants: str = "math"
    choose: str = ""
    clip: str = "min(max({}, {}), {})"
    many: bool = False
    lifted: str = "{}"
    chosen: str = "{}"
    over: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    scalars: "Target | None" = None
    zeros: str = ""
    install: str = ""
    convention: str | None = None

    @property
    def is_framework(self) -> bool:
        """Whether it differentiates by itself."""
        return self.convention is not None


def named(module: str, other: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """Our names of functions with a module before them, but for those that it calls otherwise."""
    return {name: f"{module}.{other.get(name, name)}" for name in (*PLAIN, *other)}


PLAIN: Final = (
    *("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2"),
    *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "floor"),
)
ARRAYS: Final = {
    **{f"a{name}": f"arc{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{"atan2": "arctan2", "abs": "abs", "sign": "sign", "log10": "log10", "log2": "log2"},
    **{"max": "maximum", "min": "minimum"},
}
ALIKE: Final = {name: name for name in ("abs", "sign")} | {"max": "maximum", "min": "minimum"}
LOGARITHMS: Final = {"log10": "log10", "log2": "log2"}

PYTHON: Final = Target(
    "python",
    "Python",
    {
        **named("math", {**LOGARITHMS, "cbrt": "cbrt", "hypot": "hypot", "pow": "pow"}),
        **{name: name for name in ("abs", "max", "min", "sign")},
    },
    many=True,
)
NUMPY: Final = Target(
    "numpy",
    "NumPy",
    named("np", {**ARRAYS, "cbrt": "cbrt"}),
    constants="np",
    choose="np.where({}, {}, {})",
    clip="np.clip({}, {}, {})",
    over={
        "norm": "np.linalg.norm({})",
        "dot": "np.dot({}, {})",
        "sum": "np.sum({})",
        "mean": "np.mean({})",
        "max_over": "np.max({})",
    },
    zeros="np.zeros_like",
    install="numpy",
)
TORCH: Final = Target(
    "torch",
    "PyTorch",
    named("torch", {**ALIKE, **LOGARITHMS, "sigmoid": "sigmoid"}),
    choose="torch.where({}, {}, {})",
    clip="torch.clamp({}, {}, {})",
    lifted="torch.tensor({})",
    over={
        "norm": "torch.linalg.norm({})",
        "dot": "torch.dot({}, {})",
        "sum": "torch.sum({})",
        "mean": "torch.mean({})",
        "max_over": "torch.max({})",
    },
    scalars=PYTHON,
    zeros="torch.zeros_like",
    install="torch",
    convention="torch",
)
JAX: Final = Target(
    "jax",
    "JAX",
    named("jnp", {**ARRAYS, "cbrt": "cbrt"}) | {"sigmoid": "jax.nn.sigmoid"},
    choose="jnp.where({}, {}, {})",
    clip="jnp.clip({}, {}, {})",
    over={
        "norm": "jnp.linalg.norm({})",
        "dot": "jnp.dot({}, {})",
        "sum": "jnp.sum({})",
        "mean": "jnp.mean({})",
        "max_over": "jnp.max({})",
    },
    scalars=PYTHON,
    zeros="jnp.zeros_like",
    install="jax optax",
    convention="optax",
)
KERAS: Final = replace(
    JAX,  # keras.ops falls back to single precision there
    name="keras",
    title="Keras",
    install="keras jax",
    convention="keras",
)
TENSORFLOW: Final = Target(
    "tensorflow",
    "TensorFlow",
    named("tf.math", {**ALIKE, "sigmoid": "sigmoid"}),
    choose="tf.where({}, {}, {})",
    chosen="tf.constant({}, tf.float64)",
    clip="tf.clip_by_value({}, {}, {})",
    over={
        "norm": "tf.norm({})",
        "dot": "tf.tensordot({}, {}, 1)",
        "sum": "tf.reduce_sum({})",
        "mean": "tf.reduce_mean({})",
        "max_over": "tf.reduce_max({})",
    },
    scalars=PYTHON,
    zeros="tf.zeros_like",
    install="tensorflow",
    convention="keras",
)
TARGETS: Final = {each.name: each for each in (PYTHON, NUMPY, TORCH, KERAS, JAX, TENSORFLOW)}


ALSO: Final = {  # what people call them besides
    "py": "python",
    "python3": "python",
    "np": "numpy",
    "pytorch": "torch",
    "jnp": "jax",
    "tf": "tensorflow",
    "tf.keras": "keras",
    "tensorflow.keras": "keras",
}


def meant(name: str) -> str:
    """Our own name of a target that has another; else the same."""
    return ALSO.get(name.strip().lower(), name)


def target(name: object) -> Target:
    """The target of a name; InputError with the nearest for one that there is not."""
    if not isinstance(name, str):
        raise InputError("type", f"a target is a name, not {type(name).__name__}")
    found = TARGETS.get(meant(name).strip().lower())
    if found is None:
        message = f"there is no target '{name[:40]}'; there are {', '.join(TARGETS)}"
        raise InputError("unknown_name", message, did_you_mean(name, TARGETS))
    return found
