"""Requests that several people decide, at a gate whose policy says who."""

import json
import os
import sqlite3
import threading
from contextlib import contextmanager
from datetime import datetime, timezone

from websockets.exceptions import ConnectionClosed

from .desk import Administrator
from .waiting import until
from .websocket import open_websocket

STORE = "data/gwanmun.sqlite"


def answer(done):
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def refused(done):
    assert done.returncode == 1, (done.stdout, done.stderr)
    return done.stderr


def instant(gate, hours=0, seconds=0):
    """By the gate's clock."""
    at = datetime.fromtimestamp(gate.clock.now() + 3600 * hours + seconds, timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def add_policy(gate, text):
    """Another file of the policy, in force when this returns."""
    with open(os.path.join(gate.ready["policies"], "zz.yaml"), "w", encoding="utf-8") as file:
        file.write("version: 1\n" + text)
    done = gate.command("reload")
    assert done.returncode == 0, (done.stdout, done.stderr)


class Board:
    """The people of the demo who ask and vote, each with their own certificate."""

    def __init__(self, gate):
        self.gate = gate
        self.sponsor = Administrator(gate, gate.person("staff"))
        self.colleague = Administrator(gate, gate.person("staff", nth=1))
        self.security = Administrator(gate, gate.person("security_admin"))
        self.partner = gate.person("foreign_partner")

    def ask(self, *narrowed, paths=("/p-17/drawings",), hours=2, by=None, people=None, console="build"):
        """The grants of one request, of which nobody has approved any."""
        words = [word for path in paths for word in ("--path", path)]
        names = [person.name for person in people or [self.partner]]
        return answer((by or self.sponsor).command(
            "grant", "request", *names, "--console", console, *words, *narrowed, "--kind", "export_approval", "--reference", "E-2026-17",
            "--sponsor", self.sponsor.person.name, "--from", instant(self.gate, seconds=-5), "--to", instant(self.gate, hours=hours),
            "--reason", "e2e: joint project 17", "--json"))

    def approve(self, request):
        answer(self.colleague.command("approval", "approve", request, "--reason", "e2e: planned", "--json"))
        return answer(self.security.command("approval", "approve", request, "--reason", "e2e: export approval seen", "--json"))

    def give(self, *narrowed, **wish):
        """One grant that runs, and no other of the partner."""
        self.take_everything()
        [grant] = self.ask(*narrowed, **wish)
        assert self.approve(grant["request"])["state"] == "given"
        return grant["id"]

    def take_everything(self):
        for grant in answer(self.gate.command("grant", "list", "--user", self.partner.name, "--json")):
            if grant["running"]:
                done = self.gate.command("grant", "end", grant["id"], "--reason", "e2e: begins anew")
                assert done.returncode == 0, done.stderr

    def enter(self, name, hours=24, person=None):
        """A pledge or a training, which nobody votes on."""
        return answer(self.security.command(
            "approval", "request", (person or self.partner).name, name, "--from", instant(self.gate, seconds=-5),
            "--to", instant(self.gate, hours=hours), "--reason", "e2e: seen on paper", "--json"))


def reason_of(gate, refusal):
    """Why, by the record of the request."""
    assert refusal.status == 403, refusal
    request_id = refusal.json()["request_id"]
    return until("its record", lambda: [r["reason"] for r in gate.trail.of_request(request_id) if r.get("reason")])[0]


@contextmanager
def open_socket(origin, visit, path):
    """A WebSocket that echoes; yields how to see that it has ended."""
    with open_websocket(visit, path=path) as socket:
        socket.send("first")
        assert socket.recv(timeout=10) == "first"

        def has_ended(within=5):
            try:
                socket.recv(timeout=within)
                return False
            except ConnectionClosed:
                return True
            except TimeoutError:
                return False

        yield has_ended


def killed_before_the_store(gate, *arguments, until_recorded, by=None):
    """Has an order come, by the control socket or as somebody, while the database is held, kills the node once the record is written, and starts it again: recorded,
    and not stored."""
    held = sqlite3.connect(gate.named_in_settings(STORE), isolation_level=None)
    try:
        held.execute("BEGIN IMMEDIATE")
        order = threading.Thread(target=lambda: (by or gate.command)(*arguments))
        order.start()
        until_recorded()
        gate.kill()
        order.join(30)
        assert not order.is_alive()
    finally:
        held.close()
    gate.start()
