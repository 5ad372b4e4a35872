# SPDX-License-Identifier: Apache-2.0
"""What was acknowledged, held against the log as it is in the end: nothing lost, nothing twice, nothing unasked."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from history import HAND_OVER, RECORDED, UNKNOWN, Entry, Operation


@dataclass
class Verdict:
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # positions with gaps, chains whose giver is not the holder
    reordered: list[str] = field(default_factory=list)
    unknown: int = 0

    def sound(self) -> bool:
        return not (self.lost or self.doubled or self.unasked or self.broken or self.reordered)


def same(operation: Operation, entry: Entry) -> bool:
    return (operation.material, operation.giver, operation.receiver) == (entry.material, entry.giver, entry.receiver)


def name_of(operation: Operation) -> str:
    """What the log calls it: its record where the door told one, else its key."""
    return operation.record or operation.key


def lost_and_unasked(operations: list[Operation], log: list[Entry], verdict: Verdict) -> None:
    at = {entry.seq: entry for entry in log}
    explained = set()
    for operation in operations:
        if operation.outcome != RECORDED:
            continue
        verdict.acknowledged += 1
        entry = at.get(operation.seq)
        if entry is None or entry.key != name_of(operation) or not same(operation, entry):
            verdict.lost.append(f"{operation.key} was acknowledged at {operation.seq}")
        else:
            explained.add(entry.seq)
    # What nobody was told of may still have been asked: by somebody who got no answer.
    open_ones = Counter(
        (operation.material, operation.giver, operation.receiver)
        for operation in operations
        if operation.outcome == UNKNOWN
    )
    verdict.unknown = sum(open_ones.values())
    for entry in log:
        if entry.seq in explained:
            continue
        wanted = (entry.material, entry.giver, entry.receiver)
        if open_ones[wanted] > 0:
            open_ones[wanted] -= 1
        else:
            verdict.unasked.append(f"{entry.seq} is of nobody who asked")


def chain(log: list[Entry], first_holders: dict[str, str], verdict: Verdict) -> None:
    holders = dict(first_holders)
    for entry in sorted(log, key=lambda one: one.seq):
        if holders.get(entry.material) != entry.giver:
            verdict.broken.append(f"{entry.seq}: {entry.giver} gave {entry.material} without having it")
        holders[entry.material] = entry.receiver


def order(operations: list[Operation], verdict: Verdict) -> None:
    """Who was answered before another asked stands before it in the log."""
    recorded = [one for one in operations if one.outcome == RECORDED]
    by_start = sorted(recorded, key=lambda one: one.invoked)
    by_end = sorted(recorded, key=lambda one: one.returned)
    done, highest = 0, None
    for operation in by_start:
        while done < len(by_end) and by_end[done].returned < operation.invoked:
            if highest is None or by_end[done].seq > highest.seq:
                highest = by_end[done]
            done += 1
        if highest is not None and operation.seq < highest.seq:
            verdict.reordered.append(f"{operation.key} at {operation.seq} was asked after {highest.seq} was answered")


def judge(operations: list[Operation], log: list[Entry], first_holders: dict[str, str], dense: list[int]) -> Verdict:
    """`dense`: every position of the log, of whatever fact; `log`: the hand-overs of these materials among them."""
    verdict = Verdict()
    asked = [one for one in operations if one.kind == HAND_OVER]
    for key, count in Counter(entry.key for entry in log).items():
        if count > 1:
            verdict.doubled.append(f"{key} stands {count} times in the log")
    by_seq = defaultdict(set)
    for one in asked:
        if one.outcome == RECORDED:
            by_seq[one.seq].add(one.key)
    for seq, keys in by_seq.items():
        if len(keys) > 1:
            verdict.doubled.append(f"{seq} was acknowledged to {len(keys)} commands")
    if sorted(dense) != list(range(dense[0], dense[0] + len(dense))) if dense else False:
        verdict.broken.append("the positions of the log have gaps, or are there twice")
    lost_and_unasked(asked, log, verdict)
    chain(log, first_holders, verdict)
    order(asked, verdict)
    return verdict
