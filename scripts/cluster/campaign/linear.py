# SPDX-License-Identifier: Apache-2.0
"""Is a history of custody linearizable? Each material by itself, since they share nothing.

The search is that of Wing and Gong, in the order of Lowe: events are taken in the order of time, and every possible
world is kept, a world being who has the material and which open operations have taken effect in it already. When an
operation returns, only worlds go on in which it has taken effect before. With none left, no order explains what the
clients saw, and the operation that returned is where it shows.
"""

from collections import defaultdict
from typing import Iterable, Optional

from history import HAND_OVER, READ, RECORDED, REFUSED, SEEN, UNKNOWN, Operation

WORLDS_MAX = 200_000


class TooMany(Exception):
    """There are more worlds than this machine should keep: too many operations without an answer at once."""


def effect(operation: Operation, holder: str) -> Optional[str]:
    """Who has it afterwards, or None where the operation could not have ended so."""
    if operation.kind == READ:
        return holder if operation.receiver == holder else None
    has_it = operation.giver == holder
    if operation.outcome == REFUSED:
        return None if has_it else holder
    return operation.receiver if has_it and operation.receiver != holder else None


def events_of(operations: list[Operation]) -> list[tuple[int, int, int]]:
    """(time, 0 for asked and 1 for answered, index); at one instant asking comes first, which allows more."""
    events = []
    for index, operation in enumerate(operations):
        events.append((operation.invoked, 0, index))
        if operation.outcome != UNKNOWN:
            events.append((operation.returned, 1, index))
    return sorted(events)


def reached(worlds: set, operations: list[Operation], open_now: set[int]) -> set:
    """All worlds that more of the open operations lead to."""
    found, todo = set(worlds), list(worlds)
    while todo:
        holder, done = todo.pop()
        for index in open_now - done:
            after = effect(operations[index], holder)
            if after is None:
                continue
            world = (after, done | {index})
            if world not in found:
                found.add(world)
                todo.append(world)
        if len(found) > WORLDS_MAX:
            raise TooMany()
    return found


def first_impossible(operations: list[Operation], holder: str) -> Optional[Operation]:
    """The first answer that no order explains; None for a linearizable history. All are of one material."""
    worlds = {(holder, frozenset())}
    open_now: set[int] = set()
    for _, answered, index in events_of(operations):
        if not answered:
            open_now.add(index)
            continue
        if not all(index in done for _, done in worlds):
            worlds = reached(worlds, operations, open_now)
        worlds = {(at, done - {index}) for at, done in worlds if index in done}
        open_now.discard(index)
        if not worlds:
            return operations[index]
    return None


def check(operations: Iterable[Operation], first_holders: dict[str, str]) -> list[str]:
    """What cannot be explained, a sentence for each material; empty is linearizable."""
    by_material: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        assert operation.kind in (HAND_OVER, READ) and operation.outcome in (RECORDED, REFUSED, SEEN, UNKNOWN)
        if operation.kind == READ and operation.outcome == UNKNOWN:
            continue  # nobody saw anything
        by_material[operation.material].append(operation)
    findings = []
    for material, its in sorted(by_material.items()):
        try:
            wrong = first_impossible(its, first_holders[material])
        except TooMany:
            findings.append(f"{material}: too many operations without an answer; not decided")
            continue
        if wrong is not None:
            findings.append(
                f"{material}: no order explains {wrong.kind} {wrong.key} ({wrong.giver} to {wrong.receiver}:"
                f" {wrong.outcome}, seq {wrong.seq})"
            )
    return findings
