"""A comparison or a sweep as plain data for strict JSON."""

from itertools import product
from typing import Any

from symdescent.experiments.comparison import Comparison, Contender
from symdescent.experiments.goal import Goal
from symdescent.experiments.many_starts import Shares
from symdescent.experiments.sweep import Sweep
from symdescent.problem.setting import Setting
from symdescent.serialise import both, derivation_to_dict, finite, minimum_to_dict, verdict_to_dict
from symdescent.verdict import Verdict

VERSION = 1  # of the layouts described in symdescent/experiments.schema.json


def compared(done: Comparison) -> dict[str, Any]:
    """The whole comparison; every number a finite float or null."""
    rows = zip(done.contenders, done.verdicts, strict=True)
    return {
        **common("comparison", done.setting, done.goal),
        "tuned": done.contest.tune,
        "seed": done.contest.seed,
        "contenders": [contender(entry, verdict, done.goal) for entry, verdict in rows],
        "shares": [share(one) for one in done.shares],
        "interrupted": done.interrupted,
    }


def common(kind: str, setting: Setting, goal: Goal) -> dict[str, Any]:
    return {
        "version": VERSION,
        "kind": kind,
        "formula": derivation_to_dict(setting),
        "start": [both(x) for x in setting.start],
        "steps": setting.stop.steps,
        "minimum": minimum_to_dict(goal.minimum),
        "goal": {"value": finite(goal.value), "slack": goal.slack, "word": str(goal.word)},
    }


def contender(entry: Contender, verdict: Verdict, goal: Goal) -> dict[str, Any]:
    rule, run = entry.setting.rule, entry.run
    return {
        "label": entry.label,
        "rule": {"name": rule.name, "text": rule.text},
        "settings": {name: both(value) for name, value in rule.settings.items()},
        "steps_until_near": goal.first(run),
        "steps": run.steps,
        "gap": finite(goal.gap(entry.setting.derivation, run)),
        "distance": finite(goal.distance(run)),
        "point": run.points[-1].tolist(),
        "calls": {name: entry.calls[name] for name in ("value", "gradient", "hessian")},
        "seconds": entry.seconds,
        "ending": str(run.outcome.ending),
        "verdict": verdict_to_dict(verdict),
    }


def share(found: Shares) -> dict[str, Any]:
    return {
        "label": found.label,
        "starts": found.many,
        "reached": len(found.reached),
        "places": [
            {
                "point": basin.point.tolist(),
                "value": finite(basin.value),
                "starts": len(basin.members),
                "shape": str(basin.shape),
            }
            for basin in found.basins
        ],
        "lost": found.lost,
        "under_way": found.under_way,
    }


def swept(done: Sweep) -> dict[str, Any]:
    """The whole sweep: one entry a descent, in the order of the axes, the last fastest."""
    ends, rule = done.ends, done.setting.rule
    return {
        **common("sweep", done.setting, done.goal),
        "rule": {"name": rule.name, "text": rule.text},
        "axes": [
            {"name": axis.name, "values": [both(value) for value in axis.values]}
            for axis in done.axes
        ],
        "steps_until_near": [
            k if near else None
            for k, near in zip(ends.reached.tolist(), done.near.tolist(), strict=True)
        ],
        "gaps": [finite(gap) for gap in done.gaps.tolist()],
        "endings": [str(ends.ending(i)) for i in range(len(ends.values))],
        "best": done.best,
    }


def rows(told: dict[str, Any]) -> list[list[str]]:
    """The table of either in full precision, its heading first; empty where there is no number."""
    made = contender_rows(told) if told["kind"] == "comparison" else sweep_rows(told)
    return [[written(cell) for cell in row] for row in made]


def contender_rows(told: dict[str, Any]) -> list[list[Any]]:
    names = ("steps_until_near", "gap", "distance", "seconds")
    calls = ("value", "gradient", "hessian")
    heading = ["optimizer", "lr", "outcome", *names, *(f"{name}_calls" for name in calls)]
    return [heading] + [
        [
            entry["label"],
            entry["settings"].get("lr", {"float": None})["float"],
            entry["verdict"]["standing"],
            *(entry[name] for name in names),
            *(entry["calls"][name] for name in calls),
        ]
        for entry in told["contenders"]
    ]


def sweep_rows(told: dict[str, Any]) -> list[list[Any]]:
    axes = told["axes"]
    combined = product(*[[value["float"] for value in axis["values"]] for axis in axes])
    measured = zip(told["steps_until_near"], told["gaps"], told["endings"], strict=True)
    heading = [*(axis["name"] for axis in axes), "steps_until_near", "gap", "ending"]
    return [heading] + [[*at, *row] for at, row in zip(combined, measured, strict=True)]


def written(cell: object) -> str:
    return "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell)
