"""Frames that cost their sender nothing and us work end the connection that sends too many, by name and in the record; nobody else notices.

The attacks are CVE-2023-44487 (rapid reset), CVE-2025-8671 (made to reset), CVE-2024-28182 (CONTINUATION), and those of Netflix' advisory 2019-002.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hyperframe.frame import (
    ContinuationFrame, DataFrame, GoAwayFrame, HeadersFrame, PingFrame, PriorityFrame, RstStreamFrame, SettingsFrame, WindowUpdateFrame)

from harness import http2
from harness.gate import Gate
from harness.http2 import Http2, raw_frame
from harness.waiting import until

pytestmark = pytest.mark.alone

LIMITS = {"handshake_time": "2s", "header_time": "2s", "body_time": "2s", "keep_alive_time": "3s"}
TIMEOUTS = {"header": "5s", "idle": "2s"}
# The longest of these times and of the stall of a window, with room.
CUT_WITHIN_SECONDS = 40
GROWTH_KIB = 24 * 1024
FRAMES = 20_000
AT_ONCE = 50


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")

    def edit(settings):
        settings.setdefault("limits", {}).update(LIMITS)
        gate.edit_policy("consoles.yaml", lambda content: content["consoles"]["notice"].update(timeouts=TIMEOUTS))

    gate.reconfigure(edit)
    yield gate
    gate.end()


@pytest.fixture(scope="module")
def baseline(gate):
    """Of a gate that has served HTTP/2 before."""
    with visit_of(gate).http2() as connection:
        assert connection.get("/").status == 200
    gate.forget_peak()
    return gate.resident_kib(), gate.open_files()


@pytest.fixture(autouse=True)
def nobody_else_notices(gate, baseline):
    yield
    other = gate.visit("notice", gate.person("staff", nth=1))
    assert other.get("/served").status == 200
    resident, files = baseline
    assert gate.peak_resident_kib() - resident < GROWTH_KIB
    until("everything to be given back", lambda: gate.open_files() <= files + 8)


def visit_of(gate):
    return gate.visit("notice", gate.person("staff"))


# Floods: frames of one kind, without end.

def rapid_reset(connection):
    while True:
        number = connection.new_stream()
        yield HeadersFrame(number, connection.encode(connection.fields("GET", "/flood")), flags=["END_HEADERS", "END_STREAM"])
        yield RstStreamFrame(number, error_code=http2.CANCEL)


def made_to_reset(connection):
    """The gate is to reset each stream itself, whose request is under way by then: no window is larger than 2^31 - 1.

    Never more at once than may be open, which would be another fault.
    """
    while True:
        number = connection.new_stream()
        if number % AT_ONCE == 1:
            connection.settle()
        yield HeadersFrame(number, connection.encode(connection.fields("GET", "/flood")), flags=["END_HEADERS", "END_STREAM"])
        yield WindowUpdateFrame(number, window_increment=(1 << 31) - 1)


def malformed_requests(connection):
    """As above: a stream is closed when its reset has been sent."""
    while True:
        number = connection.new_stream()
        if number % AT_ONCE == 1:
            connection.settle()
        fields = [*connection.fields("GET", "/flood"), ("connection", "close")]
        yield HeadersFrame(number, connection.encode(fields), flags=["END_HEADERS", "END_STREAM"])


def continuations(connection):
    number = connection.new_stream()
    yield HeadersFrame(number, connection.encode(connection.fields("GET", "/flood")))
    while True:
        yield ContinuationFrame(number, connection.encode([("x-more", "1")]))


def empty_continuations(connection):
    number = connection.new_stream()
    yield HeadersFrame(number, connection.encode(connection.fields("GET", "/flood")))
    while True:
        yield ContinuationFrame(number, b"")


def pings(connection):
    while True:
        yield PingFrame(0, b"12345678")


def settings(connection):
    while True:
        yield SettingsFrame(0, settings={http2.INITIAL_WINDOW_SIZE: 65_535})


def empty_settings(connection):
    while True:
        yield SettingsFrame(0)


def goaways(connection):
    while True:
        yield GoAwayFrame(0, last_stream_id=0)


def priorities(connection):
    while True:
        yield PriorityFrame(1, depends_on=0, stream_weight=1)


def window_updates(connection):
    while True:
        yield WindowUpdateFrame(0, window_increment=1)


def empty_data(connection):
    number = connection.open("POST", "/flood", ends=False)
    while True:
        yield DataFrame(number, b"")


def padding_alone(connection):
    number = connection.open("POST", "/flood", ends=False)
    while True:
        yield Raw(raw_frame(0x0, 0x8, number, b"\x03\0\0\0"))


def unknown_frames(connection):
    while True:
        yield Raw(raw_frame(0xBE, 0, 0, b"what"))


FLOODS = {
    rapid_reset: "http2_reset_flood",
    made_to_reset: "http2_provoked_reset_flood",
    malformed_requests: "http2_provoked_reset_flood",
    continuations: "http2_continuation_flood",
    empty_continuations: "http2_continuation_flood",
    pings: "http2_ping_flood",
    settings: "http2_settings_flood",
    empty_settings: "http2_settings_flood",
    goaways: "http2_settings_flood",
    priorities: "http2_priority_flood",
    window_updates: "http2_window_update_flood",
    empty_data: "http2_empty_data_flood",
    padding_alone: "http2_empty_data_flood",
    unknown_frames: "http2_ignored_frame_flood",
}


class Raw:
    def __init__(self, data):
        self._data = data

    def serialize(self):
        return self._data


def pour(connection, frames):
    """Sends until the gate has had enough."""
    for _ in range(0, FRAMES, AT_ONCE):
        connection.send(*(next(frames) for _ in range(AT_ONCE)))
        while connection.take_frame(0):
            pass
        if connection.goaway or connection.is_closed:
            return


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_ends_its_connection(gate, origin, flood):
    origin.forget()
    sequence = gate.trail.last_sequence()
    with visit_of(gate).http2() as connection:
        pour(connection, flood(connection))
        # All of them may lie in buffers on the way before it looks at the first.
        assert connection.is_ended_within(30)
        assert connection.code == http2.ENHANCE_YOUR_CALM
    until(f"a record of {FLOODS[flood]}", lambda: any(FLOODS[flood] in json.dumps(record) for record in gate.trail.since(sequence)))
    assert len(origin.arrivals("/flood")) < 2000


def test_a_head_that_unpacks_to_a_bomb_is_not_unpacked(gate, origin):
    """One entry of the dynamic table, named ten thousand times: 39 MB from 14 KB."""
    with visit_of(gate).http2() as connection:
        number = connection.new_stream()
        block = connection.encode([*connection.fields("GET", "/bomb"), ("x-bomb", "a" * 3900)])
        again = connection.encode([("x-bomb", "a" * 3900)])
        assert len(again) == 1
        connection.send(HeadersFrame(number, block + again * 10_000, flags=["END_HEADERS", "END_STREAM"]))
        stream = connection.answer(number)
        assert stream.status == 431 or stream.reset is not None or connection.code == http2.ENHANCE_YOUR_CALM
    assert origin.arrivals("/bomb") == []


# Slowness: what keeps a connection for nothing.

def no_preface(gate, stop):
    with visit_of(gate).wire(alpn=["h2"]) as wire:
        return Http2(wire, greet=False).is_ended_within(CUT_WITHIN_SECONDS)


def half_a_preface(gate, stop):
    with visit_of(gate).wire(alpn=["h2"]) as wire:
        connection = Http2(wire, greet=False)
        connection.send_bytes(http2.PREFACE[:10])
        return connection.is_ended_within(CUT_WITHIN_SECONDS)


def half_a_frame(gate, stop):
    with visit_of(gate).http2() as connection:
        connection.send_bytes(b"\0\0")
        return connection.is_ended_within(CUT_WITHIN_SECONDS)


def half_a_head(gate, stop):
    with visit_of(gate).http2() as connection:
        connection.send(HeadersFrame(connection.new_stream(), connection.encode(connection.fields("GET", "/half"))))
        return connection.is_ended_within(CUT_WITHIN_SECONDS)


def idle(gate, stop):
    with visit_of(gate).http2() as connection:
        assert connection.get("/").status == 200
        return connection.is_ended_within(CUT_WITHIN_SECONDS) and connection.code == http2.NO_ERROR


def idle_but_for_pings(gate, stop):
    with visit_of(gate).http2() as connection:
        for _ in range(2 * CUT_WITHIN_SECONDS):
            connection.send(PingFrame(0, b"12345678"))
            if connection.is_ended_within(0.5):
                return True
        return False


def a_body_that_does_not_come(gate, stop):
    with visit_of(gate).http2() as connection:
        number = connection.open("POST", "/owed", [("content-length", 10)], ends=False)
        connection.data(number, b"half")
        stream = connection.answer(number, CUT_WITHIN_SECONDS)
        return stream.status == 408 or stream.reset is not None


def a_window_that_stays_shut(gate, stop):
    with visit_of(gate).http2({http2.INITIAL_WINDOW_SIZE: 0}) as connection:
        stream = connection.answer(connection.open("GET", "/large"), CUT_WITHIN_SECONDS)
        return stream.reset is not None or connection.is_closed


def a_window_that_opens_by_bytes(gate, stop):
    with visit_of(gate).http2({http2.INITIAL_WINDOW_SIZE: 0}) as connection:
        number = connection.open("GET", "/large")
        stream = connection.streams[number]
        for _ in range(2 * CUT_WITHIN_SECONDS):
            connection.open_window(number, 1)
            if connection.is_ended_within(0.5) or stream.is_over:
                return not stream.is_ended
        return False


SLOW = [no_preface, half_a_preface, half_a_frame, half_a_head, idle, idle_but_for_pings, a_body_that_does_not_come, a_window_that_stays_shut,
        a_window_that_opens_by_bytes]


def test_slowness_is_cut_while_others_are_served(gate, origin):
    origin.on("/large", lambda e: (e.read_body(), e.reply(200, body=bytes(10_000_000))))
    stop = threading.Event()
    with ThreadPoolExecutor(len(SLOW)) as pool:
        running = {attack.__name__: pool.submit(attack, gate, stop) for attack in SLOW}
        with gate.visit("notice", gate.person("staff", nth=1)).http2() as connection:
            while not all(done.done() for done in running.values()):
                assert connection.get("/served").status == 200
                connection.take_frame(0.2)
    assert {name: done.result() for name, done in running.items()} == {attack.__name__: True for attack in SLOW}
