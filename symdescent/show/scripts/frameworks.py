"""A framework's own optimizer in a script: the point, the optimizer, and what a step of it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Framework:
    """How a framework is used, as lines with names in braces.

    `heading`: its import; `derive`: dL by its automatic differentiation; `variable`: the point as
    its optimizer moves it, `constant`: as a formula does; `optimizer`: its constructor; `turned`:
    what sets the rate anew; `differentiate`, `step`, `assign`: what a step does; `rate`: its name
    of the learning rate; `rounded`: arguments that it rounds to single precision where they are
    plain numbers; `begin`: what follows the constructor; `gradient`: what lines before the step
    call the gradient; `read`: a variable's numbers, `copied`: a copy of them, `shown`: as printed.
    """

    heading: tuple[str, ...]
    derive: tuple[str, ...]
    variable: str
    constant: str
    optimizer: str
    turned: str
    differentiate: tuple[str, ...]
    step: tuple[str, ...]
    assign: tuple[str, ...]
    rate: str
    rounded: frozenset[str] = frozenset()
    begin: tuple[str, ...] = ()
    gradient: str = "{g}"
    read: str = "{x}"
    copied: str = "{x}"
    shown: str = "{x}"


TORCH: Final = Framework(
    ("import torch", "", "torch.set_default_dtype(torch.float64)  # double precision"),
    ("{d} = torch.func.grad({L})  # the gradient of {title}, by automatic differentiation",),
    "torch.tensor({start}, requires_grad=True)",
    "torch.tensor({start})",
    "torch.optim.{name}([{x}]",
    'optimizer.param_groups[0]["lr"] = lr',
    ("optimizer.zero_grad()", "{L}({x}).backward()  # {x}.grad is now the gradient of {title}"),
    ("optimizer.step()",),
    ("with torch.no_grad():", "    {x}.copy_({value})"),
    "lr",
    gradient="{x}.grad",
    read="{x}.detach()",
    copied="{x}.detach().clone()",
)
JAX: Final = Framework(
    (
        "import jax",
        "import jax.numpy as jnp",
        "import optax",
        "",
        'jax.config.update("jax_enable_x64", True)  # double precision',
    ),
    ("{d} = jax.grad({L})  # the gradient of {title}, by automatic differentiation",),
    "jnp.array({start})",
    "jnp.array({start})",
    "optax.{name}(",
    'state.hyperparams["learning_rate"] = lr',
    ("{g} = {d}({x})",),
    (
        "updates, state = optimizer.update({g}, state, {x})",
        "{x} = optax.apply_updates({x}, updates)",
    ),
    ("{x} = {value}",),
    "learning_rate",
    begin=("state = optimizer.init({x})",),
)
KERAS: Final = Framework(
    (
        "import os",
        "",
        'os.environ["KERAS_BACKEND"] = "jax"  # before keras is imported',
        "",
        "import jax",
        "import jax.numpy as jnp  # keras.ops has sin, cos, ... in single precision only",
        "import keras",
        "",
        'jax.config.update("jax_enable_x64", True)  # double precision',
        'keras.config.set_floatx("float64")',
    ),
    JAX.derive,
    'keras.Variable({start}, dtype="float64")',
    "jnp.array({start})",
    "keras.optimizers.{name}(",
    "optimizer.learning_rate = lr",
    ("{g} = {d}({x}.value)",),
    ("optimizer.apply([{g}], [{x}])",),
    ("{x}.assign({value})",),
    "learning_rate",
    read="{x}.value",
    copied="{x}.value",
    shown="{x}.value",
)
TENSORFLOW: Final = Framework(
    (
        "import numpy as np  # plain numbers would be rounded to single precision",
        "import tensorflow as tf",
        "",
        'tf.keras.backend.set_floatx("float64")  # double precision',
    ),
    (
        "def {d}({x}):",
        "    # the gradient of {title}, by automatic differentiation",
        "    with tf.GradientTape() as tape:",
        "        tape.watch({x})",
        "        value = {L}({x})",
        "    return tape.gradient(value, {x})",
    ),
    "tf.Variable({start}, dtype=tf.float64)",
    "tf.constant({start}, dtype=tf.float64)",
    "tf.keras.optimizers.{name}(",
    "optimizer.learning_rate = lr",
    (
        "with tf.GradientTape() as tape:",
        "    value = {L}({x})",
        "{g} = tape.gradient(value, {x})  # the gradient of {title}",
    ),
    ("optimizer.apply_gradients([({g}, {x})])",),
    ("{x}.assign({value})",),
    "learning_rate",
    read="{x}",
    copied="tf.identity({x})",
    rounded=frozenset(
        {
            "momentum",
            "beta_1",
            "beta_2",
            "learning_rate_power",
            "weight_decay",
            "initial_accumulator_value",
        }
    ),
    shown="{x}.numpy()",
)
FRAMEWORKS: Final[Mapping[str, Framework]] = {
    "torch": TORCH,
    "jax": JAX,
    "keras": KERAS,
    "tensorflow": TENSORFLOW,
}
# Where an optimizer computes with numbers of single precision, whatever it is given.
SINGLE: Final[Mapping[tuple[str, str], str]] = {
    ("jax", "adafactor"): "optax computes its decay",
    ("jax", "contrib.madgrad"): "optax computes cube roots",
    ("keras", "Adafactor"): "Keras computes its decay",
    ("tensorflow", "Nadam"): "TensorFlow rounds its constant 0.96",
}
