"""SIGTERM: readiness goes first, idle connections next, open exchanges are finished, and what is left at the limit is cut and recorded."""

import socket
import threading
import urllib.error
import urllib.request

import pytest

from harness.http2 import NO_ERROR
from harness.waiting import until

DRAIN_SECONDS = 3


def readiness(gate):
    try:
        with urllib.request.urlopen(gate.ready["ops"] + "/readyz", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def limited(start_gate):
    def start(**limits):
        gate = start_gate(clock="real")
        gate.reconfigure(lambda settings: settings.update(limits={"drain_time": f"{DRAIN_SECONDS}s", **limits}))
        return gate

    return start


def test_it_says_that_it_goes_while_it_still_serves(limited):
    gate = limited(drain_notice="4s")
    visit = gate.visit("notice", gate.person("staff"))
    assert readiness(gate) == 200
    gate.ask_to_stop()
    until("readiness to go", lambda: readiness(gate) == 503)
    answer = visit.get("/")
    assert answer.status == 200
    assert answer.header("Connection") == "close"
    assert gate.process.wait(20) == 0


def test_an_idle_connection_is_closed_at_once(limited, origin):
    gate = limited(drain_time="20s")
    release = threading.Event()
    origin.on("/held", lambda exchange: (exchange.take_body(), release.wait(20), exchange.reply(200, body=b"done")))
    person = gate.person("staff")
    with gate.wire("notice", person) as idle, gate.wire("notice", person) as busy:
        assert idle.request("GET", "/").status == 200
        busy.send_head("GET", "/held")
        origin.wait_for("/held")
        gate.ask_to_stop()
        assert idle.is_closed_within(5)
        release.set()
        assert busy.answer().body == b"done"
    assert gate.process.wait(10) == 0, "nobody is waited for who is gone"


def test_streams_of_http2_are_finished_and_no_more_are_begun(limited, origin):
    gate = limited(drain_time="20s")
    release = threading.Event()
    origin.on("/stream", lambda exchange: (exchange.take_body(), release.wait(20), exchange.reply(200, body=b"done")))
    connection = gate.visit("notice", gate.person("staff")).http2()
    open_before = [connection.open("GET", "/stream") for _ in range(3)]
    until("the requests to arrive", lambda: len(origin.arrivals("/stream")) == 3)
    gate.ask_to_stop()
    connection.wait("the gate to say which streams are the last", lambda: connection.goaway and connection.goaway.last_stream_id < 2**31 - 1)
    assert connection.code == NO_ERROR and connection.goaway.last_stream_id == open_before[-1]
    release.set()
    assert [bytes(connection.answer(number).body) for number in open_before] == [b"done"] * 3
    assert connection.is_ended_within(5)
    assert gate.process.wait(10) == 0


def test_nobody_new_is_let_in(limited, origin):
    gate = limited(drain_time="20s")
    release = threading.Event()
    origin.on("/last", lambda exchange: (exchange.take_body(), release.wait(20), exchange.reply(200)))
    with gate.wire("notice", gate.person("staff")) as wire:
        wire.send_head("GET", "/last")
        origin.wait_for("/last")
        gate.ask_to_stop()
        until("the door to close", lambda: is_refused(gate.port))
        assert readiness(gate) == 503
        # Whoever has to lock somebody out now still can.
        assert gate.command("status", "--json").returncode == 0
        release.set()
        assert wire.answer().status == 200
    assert gate.process.wait(10) == 0


def is_refused(port):
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
        return False
    except ConnectionError:
        return True


def test_what_is_open_at_the_limit_is_cut_and_recorded(limited, origin):
    gate = limited()
    never = threading.Event()
    origin.on("/forever", lambda exchange: (exchange.take_body(), never.wait(30)))
    with gate.wire("notice", gate.person("staff")) as wire:
        wire.send_head("GET", "/forever")
        request = origin.wait_for("/forever").header("X-Request-Id")
        gate.ask_to_stop()
        answer = wire.answer()
        assert (answer.status, answer.reason) == (503, "overloaded")
        assert answer.header("Retry-After")
        assert gate.process.wait(20) == 0
    never.set()
    ended = [r for r in gate.trail.of_request(request) if r["type"] == "access"]
    assert [r["reason"] for r in ended] == ["draining"]
    assert gate.trail.records()[-1]["type"] == "stop"


def test_a_tunnel_lasts_until_the_limit(limited, origin):
    gate = limited()
    ended = threading.Event()

    def echo(exchange):
        exchange.take_body()
        stream = exchange.connection.socket
        stream.sendall(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                       b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
        while piece := stream.recv(100):
            stream.sendall(piece)
        ended.set()
        exchange.connection.is_done = True

    origin.on("/tunnel", echo)
    headers = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
               ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")]
    with gate.wire("notice", gate.person("staff")) as wire:
        wire.send_head("GET", "/tunnel", headers)
        assert wire.begin_answer().status == 101
        gate.ask_to_stop()
        until("the door to close", lambda: is_refused(gate.port))
        for word in (b"one", b"two"):
            wire.send(word)
            assert wire.read(3) == word
        assert wire.is_closed_within(DRAIN_SECONDS + 5)
    assert ended.wait(10)
    assert gate.process.wait(20) == 0
    assert gate.trail.find(type="access", reason="draining")
