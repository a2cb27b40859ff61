"""Who is slow on purpose loses the connection at a limit; everybody else is served meanwhile (T58)."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.gate import Gate

CUT_WITHIN_SECONDS = 70
DRIP_SECONDS = 1.0


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")
    yield gate
    gate.end()


def drip(send, data, stop):
    """One byte a second until the other side has had enough; True when it has."""
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


def slow_body(gate, stop):
    with gate.wire("notice", gate.person("staff")) as wire:
        wire.send_head("POST", "/.gwanmun/session", [("Content-Type", "application/json"), ("Content-Length", "500")])
        return drip(wire.send, b"{" + b" " * 499, stop)


ATTACKS = [half_open_handshake, silent_connection, slow_head, slow_body]


@pytest.mark.timeout(CUT_WITHIN_SECONDS * 2)
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


def test_a_thousand_half_open_connections_starve_nobody(gate):
    visit = gate.visit("notice", gate.person("staff"))
    attackers = [socket.create_connection(("127.0.0.1", gate.port), 10) for _ in range(1000)]
    try:
        for attacker in attackers:
            attacker.sendall(b"\x16\x03\x01")
        assert visit.get("/served").status == 200
    finally:
        for attacker in attackers:
            attacker.close()
