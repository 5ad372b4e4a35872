# SPDX-License-Identifier: Apache-2.0
"""Clients that hand materials over and over, and write down what they were told.

    load.py DOOR OUT --seed S [--clients N] [--name NAME] ARGUMENT...

DOOR is `sql` or `http`; the arguments are the door's own. It goes on until SIGTERM, then asks again for whatever had no
answer, under the same key, and leaves OUT, one operation a line. A door has `materials()` and `hand_over(client, ...)`,
which raises NoAnswer when nobody knows what became of it.
"""

import argparse
import importlib
import os
import random
import signal
import sys
import threading
import time
import uuid
from dataclasses import replace

import history
from history import HAND_OVER, READ, RECORDED, REFUSED, SEEN, UNKNOWN, Operation

SETTLE_SECONDS = 60  # how long what had no answer is asked for after the end
PAUSE_SECONDS = 0.1  # before the same is asked again


class NoAnswer(Exception):
    """It may have been done or not. The text is a word to count it by."""


class Unexpected(NoAnswer):
    """An answer that no client should get, so the round is bad; what became of the command is as open as without one."""


class Load:
    def __init__(self, door, seed: int, clients: int, name: str):
        self.door, self.seed, self.clients, self.name = door, seed, clients, name
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.done: list[Operation] = []
        self.no_answers: dict[str, int] = {}
        self.broken: list[str] = []  # what no client should ever be told, or a mistake here
        self.believed = dict(door.first_holders)  # who has what, as far as these clients were told

    def choose(self, chance: random.Random) -> tuple[str, str, str]:
        material = chance.choice(self.door.materials)
        # One in five asks for what it does not have, and races with those who do.
        giver = self.believed[material] if chance.random() < 0.8 else chance.choice(self.door.persons)
        return material, giver, chance.choice([who for who in self.door.persons if who != giver])

    def missed(self, why: str) -> None:
        with self.lock:
            self.no_answers[why] = self.no_answers.get(why, 0) + 1

    def ask(self, client, operation: Operation) -> None:
        """Until there is an answer, under the one key, or the time to settle is over."""
        while True:
            asked = time.monotonic_ns()
            try:
                if operation.kind == READ:
                    operation.outcome, operation.receiver = SEEN, client.holder(operation.material)
                else:
                    operation.outcome, operation.seq, operation.record = client.hand_over(operation)
                operation.returned = time.monotonic_ns()
                break
            except NoAnswer as no_answer:
                self.missed(str(no_answer))
                if isinstance(no_answer, Unexpected) and str(no_answer) not in self.broken:
                    self.broken.append(str(no_answer))
                operation.tries += 1
                if self.stopping.is_set() and (operation.kind == READ or time.monotonic() > self.stopped + SETTLE_SECONDS):
                    return
                time.sleep(PAUSE_SECONDS)
        if operation.outcome == REFUSED and operation.tries > 1:
            # The last try was refused; one of those before may still be on its way somewhere, and be recorded yet.
            with self.lock:
                self.done.append(replace(operation, outcome=UNKNOWN, returned=None))
            operation.invoked = asked

    def guarded_client(self, number: int) -> None:
        try:
            self.one_client(number)
        except BaseException as error:  # a client that is gone must not look like one that has nothing to say
            with self.lock:
                self.broken.append(f"client {number}: {type(error).__name__}: {error}")

    def one_client(self, number: int) -> None:
        chance = random.Random(f"{self.seed}/{self.name}/{number}")
        client = self.door.client(number)
        while not self.stopping.is_set():
            material, giver, receiver = self.choose(chance)
            kind = READ if self.door.reads and chance.random() < 0.1 else HAND_OVER
            if kind == READ:
                giver = receiver = ""
            key = str(uuid.uuid4())
            operation = Operation(kind, material, giver, receiver, UNKNOWN, time.monotonic_ns(), None, key)
            try:
                self.ask(client, operation)
            finally:
                with self.lock:
                    self.done.append(operation)
            with self.lock:
                if operation.outcome == RECORDED:
                    self.believed[material] = receiver
                elif operation.outcome == SEEN:
                    self.believed[material] = operation.receiver
            if self.door.pause_seconds:
                time.sleep(self.door.pause_seconds)

    def stop(self, *_):
        self.stopped = time.monotonic()
        self.stopping.set()

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        threads = [threading.Thread(target=self.guarded_client, args=(n,)) for n in range(self.clients)]
        for thread in threads:
            thread.start()
        while not self.stopping.wait(0.2):
            pass
        for thread in threads:
            thread.join()


def main() -> int:
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    parser = argparse.ArgumentParser()
    parser.add_argument("door", choices=["sql", "http"])
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--name", default="outside")
    known, rest = parser.parse_known_args()
    door = importlib.import_module(f"{known.door}_door").Door(rest)
    load = Load(door, known.seed, known.clients, known.name)
    print("ready", flush=True)
    load.run()
    history.write(load.done, known.out + ".part")
    os.replace(known.out + ".part", known.out)
    for why, count in sorted(load.no_answers.items(), key=lambda item: -item[1])[:8]:
        print(f"{count:7} without an answer: {why}")
    for what in load.broken:
        print(f"broken: {what}")
    return 1 if load.broken else 0


if __name__ == "__main__":
    # So that a door that imports `load` meets this NoAnswer and not another one.
    sys.modules["load"] = sys.modules["__main__"]
    sys.exit(main())
