# SPDX-License-Identifier: Apache-2.0
"""What clients saw of custody, one operation a line, and how it is written down.

An operation is what one client asked and what came of it, however often it had to ask under the same key. Times are
nanoseconds of the machine's monotonic clock, which all processes of a machine share.
"""

import json
from dataclasses import asdict, dataclass
from typing import Iterable, Iterator, Optional

HAND_OVER = "hand_over"
READ = "read"

RECORDED = "recorded"  # acknowledged: it is in the log, at `seq`
REFUSED = "refused"  # acknowledged: the giver did not have it, and nothing was recorded
SEEN = "seen"  # of a read: `receiver` is who had it
UNKNOWN = "unknown"  # no answer ever came: it may have happened at any time since it was asked, or never


@dataclass
class Operation:
    kind: str
    material: str
    giver: str  # who asks; of a read: nobody, ""
    receiver: str  # who shall have it; of a read: who has it
    outcome: str
    invoked: int
    returned: Optional[int]  # None: never
    key: str = ""
    seq: int = 0  # of what was recorded
    record: str = ""  # its id, where the door tells one
    tries: int = 1


@dataclass
class Entry:
    """One hand-over as the log has it in the end."""

    seq: int
    key: str  # the idempotency key, or the record's id where the log does not tell keys
    material: str
    giver: str
    receiver: str


def write(operations: Iterable[Operation], path: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        for operation in operations:
            file.write(json.dumps(asdict(operation)) + "\n")


def read(path: str) -> Iterator[Operation]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield Operation(**json.loads(line))
