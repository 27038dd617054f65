"""Optimizers and schedules under the names and arguments of PyTorch, Keras, optax, scipy."""
