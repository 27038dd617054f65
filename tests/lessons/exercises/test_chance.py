"""Chance is the same on every machine: pinned numbers, and every order equally likely."""

import random
from collections import Counter
from hashlib import sha256

from symdescent.lessons.exercises.problems import Chance


def test_it_is_random_of_a_hash_and_nothing_else():
    digest = sha256(b"quadratic/7/0/3/0").digest()
    reference = random.Random(int.from_bytes(digest[:8], "big"))
    chance = Chance("quadratic", 7, 0, 3, 0)
    expected = [int(reference.random() * 1_000) for _ in range(5)]
    assert [chance.below(1_000) for _ in range(5)] == expected == PINNED


PINNED = [132, 970, 65, 850, 175]


def test_ranges_hold_their_ends():
    chance = Chance("ends")
    drawn = Counter(chance.between(-2, 2) for _ in range(500))
    assert set(drawn) == {-2, -1, 0, 1, 2}
    drawn = Counter(chance.nonzero(2) for _ in range(500))
    assert set(drawn) == {-2, -1, 1, 2}
    assert min(drawn.values()) > 80


def test_orders_are_equally_likely():
    orders = Counter(Chance("order", i).shuffled("abc") for i in range(1_200))
    assert len(orders) == 6
    assert all(140 < count < 260 for count in orders.values())  # 200 expected, sigma 13
