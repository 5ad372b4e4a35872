# SPDX-License-Identifier: Apache-2.0
"""The verdict on a campaign's rounds so far, as one line of JSON.

    judge.py DOOR --histories FOLDER --from-round N ARGUMENT...

Every history of the folder is judged again each time: what a round lost may have been acknowledged rounds ago. The longest
gap is that of the newest round alone.
"""

import argparse
import glob
import importlib
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import history  # noqa: E402
import linear  # noqa: E402
import oracle  # noqa: E402
from history import HAND_OVER, READ, RECORDED, REFUSED, SEEN, Operation  # noqa: E402


def longest_gap(operations: list[Operation]) -> float:
    """Seconds between two answers, of whatever client, with no answer in between; writes and refusals alike."""
    answers = sorted(one.returned for one in operations if one.outcome in (RECORDED, REFUSED))
    return max((later - before for before, later in zip(answers, answers[1:])), default=0) / 1e9


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("door", choices=["sql", "http"])
    parser.add_argument("--histories", required=True)
    parser.add_argument("--round", required=True)
    known, rest = parser.parse_known_args()
    door = importlib.import_module(f"{known.door}_door")
    operations, newest, materials = [], [], set()
    for path in sorted(glob.glob(os.path.join(known.histories, "*.history"))):
        its = list(history.read(path))
        operations += its
        if os.path.basename(path).startswith(known.round + "."):
            newest += its
    materials = sorted({one.material for one in operations})
    first = door.first_holders_of(rest, materials)
    log, dense, holders = door.final_log(rest, materials)
    now = time.monotonic_ns()
    last_look = [Operation(READ, material, "", holder, SEEN, now, now + 1) for material, holder in holders.items()]
    verdict = oracle.judge(operations, log, first, dense)
    impossible = linear.check(operations + last_look, first)
    inside = [one for one in newest if one.kind == HAND_OVER and one.outcome == RECORDED]
    answer = {
        "acknowledged": verdict.acknowledged,
        "acknowledged_in_round": len(inside),
        "refused_in_round": sum(one.outcome == REFUSED for one in newest),
        "read_in_round": sum(one.outcome == SEEN for one in newest),
        "asked_again_in_round": sum(one.tries - 1 for one in newest),
        "longest_gap_s": round(longest_gap(newest), 2),
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "unasked": len(verdict.unasked),
        "broken": len(verdict.broken),
        "reordered": len(verdict.reordered),
        "not_linearizable": len(impossible),
        "without_answer": verdict.unknown,
        "examples": (verdict.lost + verdict.doubled + verdict.unasked + verdict.broken + verdict.reordered + impossible)[:8],
    }
    for path in glob.glob(os.path.join(known.histories, known.round + ".*.log")):
        with open(path, encoding="utf-8") as file:
            answer["examples"] += [line.strip() for line in file if line.startswith("broken:")]
    answer["sound"] = verdict.sound() and not impossible and not any(one.startswith("broken:") for one in answer["examples"])
    print(json.dumps(answer))
    return 0 if answer["sound"] else 1


if __name__ == "__main__":
    sys.exit(main())
