"""No test reads a person's own defaults; of long tables the first cases are quick."""

import os
from collections import Counter

import pytest

os.environ["SYMDESCENT_CONFIG"] = ""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark as slow, or as long, the cases beyond the first of a test that says from where on."""
    seen: Counter[str] = Counter()
    for item in items:
        name = item.nodeid.partition("[")[0]
        seen[name] += 1
        for level in ("slow", "long"):
            beyond = item.get_closest_marker(f"{level}_beyond")
            if beyond is not None and seen[name] > beyond.args[0]:
                item.add_marker(level)
