"""Who is slow on purpose loses the connection at a limit; everybody else is served meanwhile (T58)."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.gate import Gate

pytestmark = pytest.mark.alone

LIMITS = {"handshake_time": "2s", "header_time": "2s", "body_time": "2s", "keep_alive_time": "3s"}
CUT_WITHIN_SECONDS = 10
DRIP_SECONDS = 0.2
# For less, a body gets no more time.
KILOBYTE = 1024


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")
    gate.reconfigure(lambda settings: settings.setdefault("limits", {}).update(LIMITS))
    yield gate
    gate.end()


def drip(send, data, stop):
    """Byte by byte until the other side has had enough; True when it has."""
    end = time.monotonic() + CUT_WITHIN_SECONDS
    for byte in data:
        if stop.wait(DRIP_SECONDS):
            return False
        if time.monotonic() > end:
            return False
        try:
            send(bytes([byte]))
        except OSError:
            return True
    return False


def half_open_handshake(gate, stop):
    with socket.create_connection(("127.0.0.1", gate.port), 10) as plain:
        plain.sendall(b"\x16\x03\x01\x02\x00\x01")
        plain.settimeout(CUT_WITHIN_SECONDS)
        try:
            while plain.recv(4096):
                pass
            return True
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False


def silent_connection(gate, stop):
    with gate.wire("notice", gate.person("staff")) as wire:
        return wire.is_closed_within(CUT_WITHIN_SECONDS)


def slow_head(gate, stop):
    with gate.wire("notice", gate.person("staff")) as wire:
        head = f"GET / HTTP/1.1\r\nHost: {wire.name}\r\nX-Slow: {'a' * 500}"
        return drip(wire.send, head.encode(), stop)


def stalled_body(gate, stop):
    """A body may take its time, but not stand still."""
    with gate.wire("notice", gate.person("staff")) as wire:
        wire.send_head("POST", "/stalled", [("Content-Length", "500")])
        wire.send(b"{")
        return wire.is_closed_within(CUT_WITHIN_SECONDS)


def stalled_login(gate, stop):
    with gate.wire("build", gate.person("staff")) as wire:
        wire.send_head("POST", "/.gwanmun/session", [("Content-Type", "application/json"), ("Content-Length", "500")])
        wire.send(b"{")
        return wire.is_closed_within(CUT_WITHIN_SECONDS)


ATTACKS = [half_open_handshake, silent_connection, slow_head, stalled_body, stalled_login]


def test_each_is_cut_while_others_are_served(gate):
    visit = gate.visit("notice", gate.person("staff"))
    stop = threading.Event()
    with ThreadPoolExecutor(len(ATTACKS)) as pool:
        running = {pool.submit(attack, gate, stop): attack.__name__ for attack in ATTACKS}
        slowest = 0.0
        while not all(done.done() for done in running):
            start = time.monotonic()
            assert visit.get("/served").status == 200
            slowest = max(slowest, time.monotonic() - start)
            stop.wait(0.5)
        stop.set()
    assert {name: done.result() for done, name in running.items()} == {a.__name__: True for a in ATTACKS}
    assert slowest < 2


def test_who_is_slow_within_the_limits_is_served(gate, origin):
    with gate.wire("notice", gate.person("staff")) as wire:
        wire.send_head("POST", "/patient", [("Content-Length", str(20 * KILOBYTE))])
        drip(lambda byte: wire.send(byte * KILOBYTE), b"x" * 20, threading.Event())
        assert wire.answer("POST").status == 200
    assert origin.the_arrival("/patient").body == b"x" * 20 * KILOBYTE


def test_two_hundred_half_open_handshakes_starve_nobody(gate):
    visit = gate.visit("notice", gate.person("staff"))
    sources = [("127.0.1.%d" % (n % 4 + 1), 0) for n in range(200)]
    attackers = [socket.create_connection(("127.0.0.1", gate.port), 10, source) for source in sources]
    try:
        for attacker in attackers:
            attacker.sendall(b"\x16\x03\x01")
        assert visit.get("/served").status == 200
    finally:
        for attacker in attackers:
            attacker.close()


def test_one_source_cannot_take_every_connection(start_gate):
    """Its own limit stops it; another source is served."""
    gate = start_gate(source_limits="on")
    attackers = []
    try:
        for _ in range(400):
            attackers.append(socket.create_connection(("127.0.0.1", gate.port), 10, ("127.0.2.1", 0)))
        refused = sum(is_dropped(attacker) for attacker in attackers)
        assert refused >= 100
        assert gate.visit("notice", gate.person("staff")).get("/served").status == 200
    finally:
        for attacker in attackers:
            attacker.close()


def is_dropped(connection):
    """Closed by the gate already, although this side said nothing."""
    connection.settimeout(0.05)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True
