"""File descriptors are few: clients cannot take those that upstreams and the trail need, and when there are none left, connections wait."""

import os
import socket
import threading

import pytest

from harness.flood import Flood
from harness.waiting import until

pytestmark = pytest.mark.alone

OBSERVED_SECONDS = 3


def test_clients_cannot_take_what_upstreams_and_files_need(start_gate, origin):
    gate = start_gate(open_files=256, source_limits="on", clock="real")
    visit = gate.logged_in()
    assert visit.get("/").status == 200
    with Flood(gate.port, 600, b"") as flood:
        until("strangers to be turned away", lambda: flood.closed() > 400)
        connections = origin.connection_count()
        wires = [visit.wire() for _ in range(4)]
        for number, wire in enumerate(wires):
            # Sensitive: with an upstream's connection each, and with a record on the disk first.
            wire.send_head("GET", f"/{number}", visit.credentials())
        for wire in wires:
            assert wire.answer().status == 200
            wire.close()
        assert origin.connection_count() > connections
        assert gate.open_files() < 256 * 3 / 4
        until("a line in the log", lambda: "limits.connections are open" in gate.output(), 20)
    done = gate.command("audit", "verify", gate.trail.folder)
    assert done.returncode == 0, done.stderr


def test_without_descriptors_connections_wait_and_the_node_rests(start_gate):
    gate = start_gate(open_files=160, source_limits="on", clock="real")
    visit = gate.visit("notice", gate.person("staff"))
    assert visit.get("/").status == 200
    control = gate.named_in_settings("data/control.sock")
    ops = int(gate.ready["ops"].rpartition(":")[2])
    with Flood(gate.port, 100, b""):
        crowd = [socket.create_connection(("127.0.0.1", ops), 10) for _ in range(80)]
        crowd += [unix(control) for _ in range(80)]
        until("a line in the log", lambda: lines(gate) > 0, 30)
        assert gate.open_files() >= 150
        before = gate.processor_seconds()
        threading.Event().wait(OBSERVED_SECONDS)
        assert gate.processor_seconds() - before < OBSERVED_SECONDS / 4, "it turns in circles"
        assert gate.process.poll() is None
        for connection in crowd:
            connection.close()
    until("service", lambda: visit.get("/").status == 200)
    assert lines(gate) <= 3


def lines(gate):
    return gate.output().count("no file descriptor")


def unix(path):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(10)
    connection.connect(path)
    return connection


def test_the_soft_limit_is_raised_to_the_hard_one(own_gate):
    with open(f"/proc/{own_gate.process.pid}/limits", encoding="utf-8") as file:
        soft, hard = next(line.split()[3:5] for line in file if line.startswith("Max open files"))
    assert soft == hard


@pytest.mark.skipif(not os.path.exists("/usr/bin/prlimit"), reason="needs prlimit")
def test_the_doctor_says_how_many_connections_there_is_room_for(own_gate):
    def crowded(settings):
        settings["limits"] = {"connections": 900_000}

    assert "open files" not in own_gate.command("doctor").stdout
    own_gate.reconfigure(crowded)
    assert "limits.connections: 900000 are asked for, and this user's limit of open files" in own_gate.command("doctor").stdout
    assert "fewer connections than asked for" in own_gate.output()
