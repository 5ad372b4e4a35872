# SPDX-License-Identifier: Apache-2.0
"""Custody in three tables of PostgreSQL: what a campaign asks of the cluster where no server of ours is in between.

The rules are those of a record: one log with dense positions, a key that is used once, one holder. An answer counts once
its transaction is committed without a warning, a refusal too: a primary that is none any more may read what is no longer
so, but it can commit nothing.
"""

import argparse
import os
import select
import time

import psycopg2
import psycopg2.extensions

from history import READ, RECORDED, REFUSED, Entry, Operation  # noqa: F401
from load import NoAnswer

SCHEMA = """
CREATE SCHEMA IF NOT EXISTS campaign;
CREATE TABLE IF NOT EXISTS head (one int PRIMARY KEY CHECK (one = 1), seq bigint NOT NULL);
INSERT INTO head VALUES (1, 0) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS log (seq bigint PRIMARY KEY, key text UNIQUE NOT NULL, material text NOT NULL,
  giver text NOT NULL, receiver text NOT NULL, CHECK (giver <> receiver));
CREATE TABLE IF NOT EXISTS custody (material text PRIMARY KEY, first text NOT NULL, holder text NOT NULL);
"""
PERSONS = ["ann", "bob", "cid", "dan", "eve"]
CONNECTION = (
    "connect_timeout=2 keepalives_idle=1 keepalives_interval=1 keepalives_count=3 tcp_user_timeout=4000"
    " target_session_attrs=read-write options=-csearch_path=campaign"  # the record has the other schema
)


ANSWER_SECONDS = 6  # TCP notices a dead machine; a PostgreSQL that hangs on a living one only we notice


def wait(connection) -> None:
    """Until the answer is there, or long enough. Nothing is cancelled: the connection is dropped, and asked anew."""
    until = time.monotonic() + ANSWER_SECONDS
    while True:
        state = connection.poll()
        if state == psycopg2.extensions.POLL_OK:
            return
        left = until - time.monotonic()
        if left <= 0:
            raise psycopg2.OperationalError("no answer in time")
        descriptor = [connection.fileno()]
        if state == psycopg2.extensions.POLL_READ:
            select.select(descriptor, [], [], left)
        else:
            select.select([], descriptor, [], left)


def connect(where: str):
    psycopg2.extensions.set_wait_callback(wait)
    return psycopg2.connect(f"{CONNECTION} {where}")


def make(where: str, materials: list[str]) -> None:
    with connect(where) as connection, connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        for material in materials:
            cursor.execute(
                "INSERT INTO custody VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", (material, PERSONS[0], PERSONS[0])
            )


def first_holders_of(_: list[str], materials: list[str]) -> dict[str, str]:
    return {material: PERSONS[0] for material in materials}


def final_log(arguments: list[str], materials: list[str]) -> tuple[list[Entry], list[int], dict[str, str]]:
    """The hand-overs of these materials, every position of the log, and who has each material now."""
    where = arguments[arguments.index("--where") + 1]
    with connect(where) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT seq, key, material, giver, receiver FROM log ORDER BY seq")
        rows = cursor.fetchall()
        cursor.execute("SELECT material, holder FROM custody WHERE material = ANY(%s)", (materials,))
        holders = dict(cursor.fetchall())
        cursor.execute("SELECT seq FROM head")
        if cursor.fetchone()[0] != (rows[-1][0] if rows else 0):
            rows.append((rows[-1][0] + 2, "head", "", "", ""))  # a gap, and so it is said
    wanted = set(materials)
    return [Entry(*row) for row in rows if row[2] in wanted], [row[0] for row in rows], holders


class Client:
    def __init__(self, where: str):
        self.where, self.connection = where, None

    def begin(self):
        if self.connection is None:
            self.connection = connect(self.where)
        return self.connection.cursor()

    def commit(self) -> None:
        """A warning at COMMIT means that it is on this machine alone and may be gone tomorrow: no answer."""
        self.connection.commit()
        if self.connection.notices:
            raise psycopg2.OperationalError("a warning at the commit")

    def drop(self) -> None:
        try:
            if self.connection is not None:
                self.connection.close()
        except psycopg2.Error:
            pass
        self.connection = None

    def guarded(self, work):
        try:
            return work()
        except psycopg2.Error as error:
            self.drop()
            code = getattr(error, "pgcode", None)
            raise NoAnswer(code or f"{type(error).__name__} {str(error).strip().splitlines()[0][:60]}") from error

    def hand_over(self, operation: Operation):
        return self.guarded(lambda: self.recorded(operation))

    def recorded(self, operation: Operation):
        cursor = self.begin()
        cursor.execute("SELECT holder FROM custody WHERE material = %s FOR UPDATE", (operation.material,))
        (holder,) = cursor.fetchone()
        cursor.execute("SELECT seq FROM log WHERE key = %s", (operation.key,))
        again = cursor.fetchone()
        if again is None and holder != operation.giver:
            self.commit()
            return REFUSED, 0, ""
        if again is not None:
            self.commit()
            return RECORDED, again[0], ""
        cursor.execute("UPDATE head SET seq = seq + 1 RETURNING seq")
        (seq,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO log VALUES (%s, %s, %s, %s, %s)",
            (seq, operation.key, operation.material, operation.giver, operation.receiver),
        )
        cursor.execute("UPDATE custody SET holder = %s WHERE material = %s", (operation.receiver, operation.material))
        self.commit()
        return RECORDED, seq, ""

    def holder(self, material: str) -> str:
        def work():
            cursor = self.begin()
            # A read that must be true is a write: it locks, and waits for the standby like any other commit.
            cursor.execute("SELECT holder FROM custody WHERE material = %s FOR UPDATE", (material,))
            (holder,) = cursor.fetchone()
            self.commit()
            return holder

        return self.guarded(work)


class Door:
    reads = True
    pause_seconds = 0.02

    def __init__(self, arguments: list[str]):
        parser = argparse.ArgumentParser()
        parser.add_argument("--where", required=True)
        parser.add_argument("--materials", required=True)
        known = parser.parse_args(arguments)
        self.where, self.materials, self.persons = known.where, known.materials.split(","), PERSONS
        if "PGPASSFILE" not in os.environ:
            parser.error("PGPASSFILE is not set")
        make(self.where, self.materials)
        self.first_holders = {material: PERSONS[0] for material in self.materials}

    def client(self, number: int) -> Client:
        return Client(self.where)
