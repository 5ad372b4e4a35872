# SPDX-License-Identifier: Apache-2.0
"""Rounds of a campaign, one JSON object a line on standard input, as a table."""

import json
import sys

HEAD = ["round", "fault", "leader", "whole after s", "gap s", "acknowledged", "lost", "doubled", "other", "open", "linearizable"]
WIDTHS = [5, 10, 10, 13, 6, 12, 5, 7, 5, 4, 12]


def row(cells: list[str]) -> str:
    return "  ".join(str(cell).rjust(width) for cell, width in zip(cells, WIDTHS))


def main() -> None:
    print(row(HEAD))
    for line in sys.stdin:
        one = json.loads(line)
        fault, verdict = one["fault"], one["verdict"]
        print(
            row(
                [
                    one["round"],
                    fault["kind"],
                    f"{fault['leader_before']}>{fault['leader_after']}",
                    fault["whole_after_s"],
                    verdict.get("longest_gap_s", "?"),
                    verdict.get("acknowledged_in_round", "?"),
                    verdict.get("lost", "?"),
                    verdict.get("doubled", "?"),
                    sum(verdict.get(kind, 0) for kind in ("unasked", "broken", "reordered")),
                    verdict.get("without_answer", "?"),
                    "no" if verdict.get("not_linearizable", 1) else "yes",
                ]
            )
        )
        for example in verdict.get("examples", []):
            print(f"       {example}")


if __name__ == "__main__":
    main()
