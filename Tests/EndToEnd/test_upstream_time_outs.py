"""A console that hangs costs its visitor a stated time, and nobody else anything."""

import threading

import pytest

from harness.gate import Gate

TIMEOUTS = {"header": "1s", "idle": "2s", "tunnel": "2s"}


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")
    gate.reconfigure(lambda _: gate.edit_policy("consoles.yaml", lambda c: c["consoles"]["notice"].update(timeouts=TIMEOUTS)))
    yield gate
    gate.end()


@pytest.fixture
def visit(gate):
    return gate.visit("notice", gate.person("staff"))


@pytest.fixture
def release():
    event = threading.Event()
    yield event
    event.set()


def test_no_answer_in_time_is_a_gateway_time_out(gate, origin, visit, release):
    def hang(exchange):
        exchange.read_body()
        release.wait(30)
        exchange.connection.is_done = True

    origin.on("/hang", hang)
    answer = visit.get("/hang")
    assert (answer.status, answer.reason) == (504, "upstream_timeout")
    gate.trail.wait_for(request_id=answer.json()["request_id"], reason="upstream_timeout")


def test_an_answer_that_stops_half_way_is_cut(gate, origin, visit, release):
    def stall(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        release.wait(30)
        exchange.connection.is_done = True

    origin.on("/stall", stall)
    with visit.wire() as wire:
        wire.send_head("GET", "/stall")
        assert wire.begin_answer().read(4) == b"half"
        assert wire.is_closed_within(10)


def test_others_are_served_meanwhile(origin, visit, release):
    origin.on("/hang", lambda exchange: (exchange.read_body(), release.wait(30)))
    with visit.wire() as wire:
        wire.send_head("GET", "/hang")
        origin.wait_for("/hang")
        assert visit.get("/served").status == 200


def test_a_client_that_gives_up_frees_the_console(gate, origin, visit):
    """Its connection to the console is closed too, not left to hang."""
    gone = threading.Event()

    def watch(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        exchange.connection.file.read(1)
        gone.set()
        exchange.connection.is_done = True

    origin.on("/watched", watch)
    with visit.wire() as wire:
        wire.send_head("GET", "/watched")
        assert wire.begin_answer().read(4) == b"half"
    assert gone.wait(10)
