"""No test reads a person's own defaults; of long tables the first cases are quick."""

import os
from collections import Counter

import pytest

os.environ["SYMDESCENT_CONFIG"] = ""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark as slow what lies beyond the first cases of a test with `slow_beyond`."""
    seen: Counter[str] = Counter()
    for item in items:
        beyond = item.get_closest_marker("slow_beyond")
        if beyond is not None:
            name = item.nodeid.partition("[")[0]
            seen[name] += 1
            if seen[name] > beyond.args[0]:
                item.add_marker(pytest.mark.slow)
