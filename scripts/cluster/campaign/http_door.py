# SPDX-License-Identifier: Apache-2.0
"""Custody as the servers' API has it, over all of them: who is not answered asks another one, under the same key.

    http_door.py prepare SCENE IMPORT   writes the file of commands that the materials of a campaign come from
    http_door.py begin SCENE            says in SCENE what a campaign begins with: who has what, how long the log is

SCENE is a JSON file: `servers` (URLs), `persons` (id to token), `reader` (a token), `materials`, and then `holders`, `size`.
"""

import argparse
import http.client
import json
import socket
import sys
import time
import urllib.parse

from history import RECORDED, REFUSED, Entry, Operation

ANSWER_SECONDS = 8  # then another server is asked
PAGE = 1000


class Silence(Exception):
    """No answer, or none that says what happened."""


class Talk:
    """One client's connection, to one server at a time."""

    def __init__(self, servers: list[str], first: int):
        self.servers, self.at, self.connection = servers, first, None

    def next_server(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection, self.at = None, self.at + 1

    def ask(self, method: str, path: str, token: str, body=None, headers=None) -> tuple[int, dict]:
        if self.connection is None:
            where = urllib.parse.urlsplit(self.servers[self.at % len(self.servers)])
            self.connection = http.client.HTTPConnection(where.hostname, where.port, timeout=ANSWER_SECONDS)
        said = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **(headers or {})}
        try:
            self.connection.request(method, path, json.dumps(body) if body is not None else None, said)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.next_server()
            raise Silence("timeout" if isinstance(error, socket.timeout) else type(error).__name__) from error
        if answer.status in (429, 500, 502, 503, 504):
            self.next_server()
            raise Silence(f"{answer.status} {json.loads(text or b'{}').get('code', '') if text[:1] == b'{' else ''}".strip())
        return answer.status, json.loads(text or b"{}")


def patiently(talk: Talk, path: str, token: str, seconds: float = 120) -> dict:
    until = time.monotonic() + seconds
    while True:
        try:
            status, answer = talk.ask("GET", path, token)
            if status != 200:
                raise SystemExit(f"{path}: {status} {answer}")
            return answer
        except Silence as silence:
            if time.monotonic() > until:
                raise SystemExit(f"{path}: {silence}") from silence
            time.sleep(0.2)


def read_scene(path: str) -> dict:
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class Client:
    def __init__(self, scene: dict, servers: list[str], number: int):
        self.scene, self.talk = scene, Talk(servers, number)

    def silent(self, silence: Silence):
        from load import NoAnswer  # the module that runs is another one in the judge

        raise NoAnswer(str(silence)) from silence

    def unexpected(self, status: int, answer: dict):
        from load import Unexpected

        self.talk.next_server()
        raise Unexpected(f"{status} {answer.get('code', '')}: {answer.get('detail', '')}")

    def hand_over(self, operation: Operation):
        try:
            status, answer = self.talk.ask(
                "POST",
                "/api/v1/commands/custody/hand_over",
                self.scene["persons"][operation.giver],
                {"data": {"material": operation.material, "receiver": f"person/{operation.receiver}"}},
                {"Idempotency-Key": operation.key},
            )
        except Silence as silence:
            return self.silent(silence)
        if status == 200:
            return RECORDED, answer["records"][0]["seq"], answer["records"][0]["record"]
        if status == 409 and answer.get("code") == "custody.not_the_holder":
            return REFUSED, 0, ""
        return self.unexpected(status, answer)

    def holder(self, material: str) -> str:
        try:
            status, answer = self.talk.ask("GET", f"/api/v1/trace/material/{material}", self.scene["reader"])
        except Silence as silence:
            return self.silent(silence)
        if status != 200:
            return self.unexpected(status, answer)
        return holder_in(answer)


def holder_in(trace: dict) -> str:
    return trace["status"]["holder"].partition("/")[2]


class Door:
    pause_seconds = 0.02

    def __init__(self, arguments: list[str]):
        parser = argparse.ArgumentParser()
        parser.add_argument("--scene", required=True)
        parser.add_argument("--servers", required=True, help="URLs with commas between, the preferred one first")
        parser.add_argument("--reads", action="store_true")
        known = parser.parse_args(arguments)
        self.scene, self.servers, self.reads = read_scene(known.scene), known.servers.split(","), known.reads
        self.materials, self.first_holders = self.scene["materials"], self.scene["holders"]
        self.persons = sorted(self.scene["persons"])

    def client(self, number: int) -> Client:
        return Client(self.scene, self.servers, number)


# --- for the judge ---------------------------------------------------------------------------------------------------


def scene_of(arguments: list[str]) -> dict:
    return read_scene(arguments[arguments.index("--scene") + 1])


def first_holders_of(arguments: list[str], materials: list[str]) -> dict[str, str]:
    return scene_of(arguments)["holders"]


def facts_after(scene: dict, after: int) -> list[dict]:
    talk, facts = Talk(scene["servers"], 0), []
    while True:
        page = patiently(talk, f"/api/v1/audit?count={PAGE}&after={after}", scene["reader"])
        facts += page["facts"]
        if not page.get("next"):
            return facts
        after = page["next"]


def final_log(arguments: list[str], _: list[str]) -> tuple[list[Entry], list[int], dict[str, str]]:
    scene = scene_of(arguments)
    facts = facts_after(scene, scene["size"])
    log = [
        Entry(
            fact["seq"],
            fact["record"],
            fact["data"]["material"],
            fact["data"]["giver"].partition("/")[2],
            fact["data"]["receiver"].partition("/")[2],
        )
        for fact in facts
        if fact["fact"] == "custody.handed_over/1"
    ]
    return log, [fact["seq"] for fact in facts], holders_now(scene)


def holders_now(scene: dict) -> dict[str, str]:
    talk = Talk(scene["servers"], 0)
    return {
        material: holder_in(patiently(talk, f"/api/v1/trace/material/{material}", scene["reader"]))
        for material in scene["materials"]
    }


# --- the materials ---------------------------------------------------------------------------------------------------


def commands_for(persons: list[str], materials: int):
    """A hospital's study with as many collected cells, all handed to the first of its people."""
    yield {"veinline_import": 1, "source": "CAMPAIGN", "names": {f"$person{n}": one for n, one in enumerate(persons)}}
    lead = "$coordinator"
    yield "staff/add_person", "console", {
        "person": lead, "site": "$hospital", "roles": ["coordinator", "investigator"], "name": "Campaign Lead"}
    yield "study/open", lead, {
        "study": "$study", "code": "CAMPAIGN-01", "use": "iit", "donation": "autologous",
        "specification": [{"test": "VIABILITY", "unit": "PERCENT", "low": "70"}], "bedside_window_min": 30,
        "delegation_log": "elsewhere"}
    yield "study/open_site", lead, {
        "study": "$study", "site": "$hospital", "reference": "EC-1", "valid_from": "2026-01-01T00:00:00Z",
        "valid_until": "2099-01-01T00:00:00Z"}
    for n in range(materials):
        yield "enrolment/enrol", lead, {"subject": f"$patient{n}", "study": "$study", "site": "$hospital"}
        yield "enrolment/sign_consent", lead, {
            "subject": f"$patient{n}", "version": "V1", "signed_at": "2026-01-02T00:00:00Z"}
        yield "enrolment/open_course", lead, {
            "course": f"$course{n}", "subject": f"$patient{n}", "coi": f"CHA999926{n:06d}"}
        yield "collection/start", "$person0", {"course": f"$course{n}"}
        yield "collection/record", "$person0", {
            "material": f"$material{n}", "course": f"$course{n}", "donation_number": f"A999926{n:06d}",
            "quantity": {"value": "50", "unit": "mL"}}
        yield "custody/hand_over", "$person0", {"material": f"$material{n}", "receiver": "person/$person0"}


def write_import(path: str, hospital: str, persons: list[str], materials: int) -> None:
    with open(path, "w", encoding="utf-8") as file:
        for number, line in enumerate(commands_for(persons, materials)):
            if isinstance(line, dict):
                line["names"]["$hospital"] = hospital
                file.write(json.dumps(line) + "\n")
                continue
            command, by, data = line
            told = {"key": f"{number:05d}", "command": command, "by": by, "data": data}
            meaning = {"enrolment/sign_consent": "consent", "study/open_site": "ethics"}.get(command)
            if meaning is not None:
                told["sign"] = meaning
            file.write(json.dumps(told) + "\n")


def main() -> int:
    if len(sys.argv) == 6 and sys.argv[1] == "prepare":
        write_import(sys.argv[2], sys.argv[3], sys.argv[4].split(","), int(sys.argv[5]))
        return 0
    if len(sys.argv) == 3 and sys.argv[1] == "begin":
        scene = read_scene(sys.argv[2])
        scene["holders"] = holders_now(scene)
        scene["size"] = 0
        facts = facts_after(scene, scene["size"])
        scene["size"] = facts[-1]["seq"]
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            json.dump(scene, file, indent=1)
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
