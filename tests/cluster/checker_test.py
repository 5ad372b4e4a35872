# SPDX-License-Identifier: Apache-2.0
"""The judge of the cluster's campaigns, tried on histories of which one knows what they are."""

import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../scripts/cluster/campaign"))
from history import HAND_OVER, READ, RECORDED, REFUSED, SEEN, UNKNOWN, Entry, Operation  # noqa: E402
import linear  # noqa: E402
import oracle  # noqa: E402

FIRST = {"bag": "ann"}


def gave(giver, receiver, seq, invoked, returned, key=None, material="bag"):
    return Operation(HAND_OVER, material, giver, receiver, RECORDED, invoked, returned, key or f"k{seq}", seq)


def refused(giver, receiver, invoked, returned):
    return Operation(HAND_OVER, "bag", giver, receiver, REFUSED, invoked, returned, f"r{invoked}")


def silent(giver, receiver, invoked, key="u1"):
    return Operation(HAND_OVER, "bag", giver, receiver, UNKNOWN, invoked, None, key)


def saw(holder, invoked, returned):
    return Operation(READ, "bag", "", holder, SEEN, invoked, returned)


def log_of(operations):
    return [Entry(one.seq, one.key, one.material, one.giver, one.receiver) for one in operations if one.outcome == RECORDED]


def judged(operations, log=None):
    log = log_of(operations) if log is None else log
    return oracle.judge(operations, log, FIRST, [entry.seq for entry in log])


def explained(operations):
    return not linear.check(operations, FIRST)


class GoodHistories(unittest.TestCase):
    def test_one_after_the_other(self):
        history = [gave("ann", "bob", 1, 0, 5), saw("bob", 6, 7), refused("ann", "cid", 8, 9), gave("bob", "ann", 2, 10, 11)]
        self.assertTrue(explained(history))
        self.assertTrue(judged(history).sound())

    def test_of_two_at_once_either_may_be_first(self):
        for winner, loser in (("bob", "cid"), ("cid", "bob")):
            history = [gave("ann", winner, 1, 0, 10), refused("ann", loser, 0, 10), saw(winner, 11, 12)]
            self.assertTrue(explained(history))

    def test_a_read_during_a_hand_over_may_see_both(self):
        history = [gave("ann", "bob", 1, 0, 10), saw("ann", 1, 2), saw("bob", 3, 4)]
        self.assertTrue(explained(history))

    def test_what_had_no_answer_may_have_happened_late_or_never(self):
        self.assertTrue(explained([silent("ann", "bob", 0), saw("ann", 5, 6), saw("bob", 7, 8)]))
        self.assertTrue(explained([silent("ann", "bob", 0), saw("ann", 5, 6), gave("ann", "cid", 1, 7, 8)]))
        entry = Entry(1, "u1", "bag", "ann", "bob")
        self.assertTrue(judged([silent("ann", "bob", 0)], [entry]).sound())
        self.assertTrue(judged([silent("ann", "bob", 0)], []).sound())

    def test_the_histories_of_a_right_store_pass_however_they_overlap(self):
        for seed in range(200):
            chance = random.Random(seed)
            history = []
            holder, now, seq = "ann", 0, 0
            for _ in range(60):
                now += chance.randrange(1, 4)
                giver, receiver = chance.sample(["ann", "bob", "cid", "dan"], 2)
                began, ended = now - chance.randrange(0, 12), now + chance.randrange(0, 12)
                if chance.random() < 0.2:
                    history.append(saw(holder, began, ended))
                elif giver == holder:
                    seq += 1
                    history.append(gave(giver, receiver, seq, began, ended))
                    holder = receiver
                else:
                    history.append(refused(giver, receiver, began, ended))
            self.assertTrue(explained(history), f"seed {seed}")
            self.assertTrue(judged(history).sound(), f"seed {seed}")


class BadHistories(unittest.TestCase):
    """Each is what one kind of broken store would show."""

    def test_lost(self):
        first, second = gave("ann", "bob", 1, 0, 5), gave("bob", "cid", 2, 6, 9)
        self.assertFalse(explained([first, second, saw("bob", 20, 21)]))
        self.assertEqual(len(judged([first, second], log_of([first])).lost), 1)
        # Somebody else's fact stands where it was acknowledged.
        other = Entry(2, "other", "bag", "bob", "dan")
        verdict = judged([first, second], log_of([first]) + [other])
        self.assertEqual((len(verdict.lost), len(verdict.unasked)), (1, 1))

    def test_stale(self):
        self.assertFalse(explained([gave("ann", "bob", 1, 0, 5), saw("ann", 6, 7)]))
        self.assertFalse(explained([gave("ann", "bob", 1, 0, 5), refused("bob", "cid", 6, 7)]))
        self.assertFalse(explained([silent("ann", "bob", 0), saw("bob", 2, 3), saw("ann", 4, 5)]))

    def test_doubled(self):
        there, back = gave("ann", "bob", 1, 0, 5, "k"), gave("bob", "ann", 2, 6, 7)
        again = Entry(3, "k", "bag", "ann", "bob")
        verdict = judged([there, back], log_of([there, back]) + [again])
        self.assertEqual((len(verdict.doubled), len(verdict.unasked)), (1, 1))
        self.assertFalse(explained([there, back, saw("bob", 8, 9)]))
        # Two commands that are both told of one fact.
        twin = gave("ann", "bob", 1, 0, 6, "twin")
        self.assertTrue(judged([there, twin], log_of([there])).doubled)

    def test_reordered(self):
        bags = {"bag": "ann", "box": "ann"}
        early, late = gave("ann", "bob", 2, 0, 5), gave("ann", "bob", 1, 6, 9, material="box")
        verdict = oracle.judge([early, late], log_of([early, late]), bags, [1, 2])
        self.assertEqual(len(verdict.reordered), 1)
        # Of one material no order of the two is left at all.
        self.assertFalse(explained([gave("bob", "cid", 1, 0, 5), gave("ann", "bob", 2, 6, 9)]))

    def test_two_holders(self):
        history = [gave("ann", "bob", 1, 0, 10), gave("ann", "cid", 2, 0, 10)]
        self.assertFalse(explained(history))
        self.assertTrue(judged(history).broken)

    def test_a_gap_in_the_positions(self):
        history = [gave("ann", "bob", 1, 0, 5), gave("bob", "ann", 3, 6, 7)]
        self.assertTrue(judged(history).broken)

    def test_a_store_that_forgets_now_and_then_is_found_out(self):
        found = 0
        for seed in range(100):
            chance = random.Random(seed)
            history, holder, told, now, seq = [], "ann", "ann", 0, 0
            forget = chance.randrange(5, 25)
            for step in range(30):
                now += 10
                receiver = chance.choice([who for who in ("ann", "bob", "cid") if who != holder])
                seq += 1
                history.append(gave(holder, receiver, seq, now, now + chance.randrange(1, 9)))
                told, holder = receiver, holder if step == forget else receiver
            found += not explained(history + [saw(holder, now + 20, now + 21)])
            self.assertIsNotNone(told)
        self.assertEqual(found, 100)


if __name__ == "__main__":
    unittest.main()
