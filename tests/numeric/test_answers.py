"""Rules that answer with an average: against a loop by hand."""

import numpy as np
import pytest

from symdescent import study


def test_the_running_mean_is_the_answer():
    found = study("(x-4)^2 + y^2", start=[14, 2], rate="0.3", average="0.8", steps=12)
    x = mean = np.array([14.0, 2.0])
    for _ in range(found.run.steps):
        x = x - 0.3 * 2 * (x - [4, 0])
        mean = 0.8 * mean + 0.2 * x
    assert found.run.points[-1] == pytest.approx(x, abs=1e-12)
    assert found.answer.points[-1] == pytest.approx(mean, abs=1e-12)
    assert found.answer.values[-1] == pytest.approx((mean[0] - 4) ** 2 + mean[1] ** 2, abs=1e-12)
    away = float(np.linalg.norm(mean - [4, 0]))
    assert f"{away:.3e}" in found.verdict.finding.sentence


def test_other_rules_answer_with_the_point():
    found = study("(x-4)^2", start=14, rate="0.1", steps=12)
    assert found.answer is found.run


@pytest.mark.parametrize("optimizer", ["averaged SGD", "schedule-free SGD", "lookahead"])
def test_averages_of_the_catalogue(optimizer):
    found = study("(x-4)^2", start=14, rate="0.1", steps=200, optimizer=optimizer)
    assert found.answer is not found.run
    assert len(found.answer.points) == len(found.run.points)
    assert np.isfinite(found.answer.values).all()
