"""What RFC 9113 forbids on a connection ends it with the code that it names, and nothing of it reaches a console. What it has to be ignored is."""

import struct
import threading

import pytest

from harness import http2
from harness.http2 import (
    COMPRESSION_ERROR, FLOW_CONTROL_ERROR, FRAME_SIZE_ERROR, INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE, PROTOCOL_ERROR, STREAM_CLOSED, Http2, raw_frame)

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
ACK = END_STREAM = 0x1
END_HEADERS, PADDED = 0x4, 0x8


def setting(number, value):
    return struct.pack(">HI", number, value)


def request(connection, number=1, path="/broken"):
    return raw_frame(HEADERS, END_HEADERS | END_STREAM, number, connection.encode(connection.fields("GET", path)))


def unfinished(connection, number=1):
    """A request whose body is still to come."""
    return raw_frame(HEADERS, END_HEADERS, number, connection.encode(connection.fields("POST", "/unfinished")))


# Bytes for a fresh connection, and the codes that its end may have.
BROKEN = {
    "data-on-the-connection": (lambda c: raw_frame(DATA, 0, 0, b"x"), {PROTOCOL_ERROR}),
    "data-on-an-idle-stream": (lambda c: raw_frame(DATA, 0, 5, b"x"), {PROTOCOL_ERROR, STREAM_CLOSED}),
    "data-padded-beyond-its-end": (lambda c: unfinished(c) + raw_frame(DATA, PADDED, 1, b"\x09x"), {PROTOCOL_ERROR}),
    "data-padded-by-nothing-to-read": (lambda c: unfinished(c) + raw_frame(DATA, PADDED, 1, b""), {FRAME_SIZE_ERROR, PROTOCOL_ERROR}),
    "head-on-the-connection": (lambda c: request(c, 0), {PROTOCOL_ERROR}),
    "head-on-an-even-stream": (lambda c: request(c, 2), {PROTOCOL_ERROR}),
    "head-padded-beyond-its-end": (lambda c: raw_frame(HEADERS, END_HEADERS | END_STREAM | PADDED, 1, b"\xff\x82"), {PROTOCOL_ERROR}),
    "head-cut-by-data": (lambda c: raw_frame(HEADERS, END_STREAM, 1, c.encode(c.fields("GET", "/"))) + raw_frame(DATA, 0, 1, b"x"), {PROTOCOL_ERROR}),
    "head-cut-by-another": (lambda c: raw_frame(HEADERS, END_STREAM, 1, c.encode(c.fields("GET", "/"))) + request(c, 3), {PROTOCOL_ERROR}),
    "continuation-of-nothing": (lambda c: raw_frame(CONTINUATION, END_HEADERS, 1, b"\x82"), {PROTOCOL_ERROR}),
    "continuation-of-a-whole-head": (lambda c: unfinished(c) + raw_frame(CONTINUATION, END_HEADERS, 1, b"\x82"), {PROTOCOL_ERROR}),
    "continuation-of-another": (
        lambda c: raw_frame(HEADERS, END_STREAM, 1, c.encode(c.fields("GET", "/"))) + raw_frame(CONTINUATION, END_HEADERS, 3, b"\x82"), {PROTOCOL_ERROR}),
    "fields-index-zero": (lambda c: raw_frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\x80"), {COMPRESSION_ERROR}),
    "fields-index-unknown": (lambda c: raw_frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\xff\x80\x80\x01"), {COMPRESSION_ERROR}),
    "fields-length-overflow": (lambda c: raw_frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\0\x7f\xff\xff\xff\xff\xff\xff\xff\x7f"), {COMPRESSION_ERROR}),
    "fields-cut-short": (lambda c: raw_frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\0\x05abc"), {COMPRESSION_ERROR}),
    "fields-bad-huffman": (lambda c: raw_frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\0\x81\xff\x81\xff"), {COMPRESSION_ERROR}),
    "fields-table-too-large": (lambda c: raw_frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\x3f\xe1\xff\x7f\x82"), {COMPRESSION_ERROR}),
    "settings-on-a-stream": (lambda c: raw_frame(SETTINGS, 0, 1), {PROTOCOL_ERROR}),
    "settings-of-five-bytes": (lambda c: raw_frame(SETTINGS, 0, 0, b"12345"), {FRAME_SIZE_ERROR}),
    "settings-acknowledged-with-more": (lambda c: raw_frame(SETTINGS, ACK, 0, setting(INITIAL_WINDOW_SIZE, 1)), {FRAME_SIZE_ERROR}),
    "settings-push-2": (lambda c: raw_frame(SETTINGS, 0, 0, setting(0x2, 2)), {PROTOCOL_ERROR}),
    "settings-window-of-2^31": (lambda c: raw_frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 1 << 31)), {FLOW_CONTROL_ERROR}),
    "settings-frames-of-nothing": (lambda c: raw_frame(SETTINGS, 0, 0, setting(MAX_FRAME_SIZE, 1)), {PROTOCOL_ERROR}),
    "settings-frames-of-2^24": (lambda c: raw_frame(SETTINGS, 0, 0, setting(MAX_FRAME_SIZE, 1 << 24)), {PROTOCOL_ERROR}),
    "push-from-a-client": (lambda c: unfinished(c) + raw_frame(PUSH_PROMISE, END_HEADERS, 1, struct.pack(">I", 2) + b"\x82"), {PROTOCOL_ERROR}),
    "ping-of-seven-bytes": (lambda c: raw_frame(PING, 0, 0, b"1234567"), {FRAME_SIZE_ERROR}),
    "ping-on-a-stream": (lambda c: raw_frame(PING, 0, 1, b"12345678"), {PROTOCOL_ERROR}),
    "goaway-on-a-stream": (lambda c: raw_frame(GOAWAY, 0, 1, bytes(8)), {PROTOCOL_ERROR}),
    "goaway-of-four-bytes": (lambda c: raw_frame(GOAWAY, 0, 0, bytes(4)), {FRAME_SIZE_ERROR}),
    "reset-on-the-connection": (lambda c: raw_frame(RST_STREAM, 0, 0, bytes(4)), {PROTOCOL_ERROR}),
    "reset-of-an-idle-stream": (lambda c: raw_frame(RST_STREAM, 0, 5, bytes(4)), {PROTOCOL_ERROR}),
    "reset-of-three-bytes": (lambda c: unfinished(c) + raw_frame(RST_STREAM, 0, 1, bytes(3)), {FRAME_SIZE_ERROR}),
    "window-of-three-bytes": (lambda c: raw_frame(WINDOW_UPDATE, 0, 0, bytes(3)), {FRAME_SIZE_ERROR}),
    "window-by-nothing": (lambda c: raw_frame(WINDOW_UPDATE, 0, 0, bytes(4)), {PROTOCOL_ERROR}),
    "window-beyond-2^31": (lambda c: raw_frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", (1 << 31) - 1)), {FLOW_CONTROL_ERROR}),
    "window-of-an-idle-stream": (lambda c: raw_frame(WINDOW_UPDATE, 0, 5, struct.pack(">I", 1)), {PROTOCOL_ERROR}),
    "a-frame-too-large": (lambda c: unfinished(c) + raw_frame(DATA, 0, 1, bytes(http2.FRAME_SIZE + 1)), {FRAME_SIZE_ERROR}),
    "a-frame-of-16-mib": (lambda c: raw_frame(DATA, 0, 1, b"", length=(1 << 24) - 1), {FRAME_SIZE_ERROR}),
}


@pytest.fixture(scope="module")
def visit(gate):
    return gate.visit("notice", gate.person("staff"))


@pytest.mark.parametrize("what", BROKEN)
def test_it_ends_with_its_code(visit, origin, what):
    data, codes = BROKEN[what]
    origin.forget()
    with visit.http2() as connection:
        connection.send_bytes(data(connection))
        assert connection.is_ended_within(10)
        assert connection.code in codes
    assert origin.arrivals("/broken") == []
    assert all(arrived.was_cut() for arrived in origin.arrivals("/unfinished"))


def test_a_lower_number_is_no_new_stream(visit, origin):
    """It may be one that is closed and forgotten, so it may be ignored; it is never a request."""
    with visit.http2() as connection:
        connection.streams[7] = http2.Stream(0)
        connection.send_bytes(request(connection, 7, "/higher") + request(connection, 5, "/lower"))
        connection.answer(7)
        connection.streams[9] = http2.Stream(0)
        connection.send_bytes(request(connection, 9, "/higher"))
        connection.answer(9)
        assert connection.code in (None, PROTOCOL_ERROR, STREAM_CLOSED)
    assert origin.arrivals("/lower") == []


@pytest.mark.parametrize("preface", [
    b"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", http2.PREFACE + raw_frame(PING, 0, 0, b"12345678"), http2.PREFACE + b"GET / HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01" * 10, b"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n" + http2.PREFACE,
], ids=["other-words", "ping-before-settings", "http-1-behind-it", "tls-in-tls", "proxy-protocol"])
def test_what_does_not_begin_as_agreed_ends(visit, origin, preface):
    origin.forget()
    with visit.wire(alpn=["h2"]) as wire:
        connection = Http2(wire, greet=False)
        connection.send_bytes(preface)
        assert connection.is_ended_within(10)
    assert origin.arrivals() == []


def test_more_data_than_the_window_ends_it(visit, origin):
    """The console takes nothing, so no window opens again."""
    release = threading.Event()
    origin.on("/overflow", lambda e: release.wait(30))
    with visit.http2() as connection:
        number = connection.open("POST", "/overflow", [("content-length", 1 << 30)], ends=False)
        for _ in range(4 * (1 << 24) // http2.FRAME_SIZE):
            connection.send_bytes(raw_frame(DATA, 0, number, bytes(http2.FRAME_SIZE)))
            if connection.take_frame(0) and (connection.goaway or connection.streams[number].is_over) or connection.is_closed:
                break
        stream = connection.streams[number]
        connection.wait("the end", lambda: connection.goaway or stream.is_over)
        assert FLOW_CONTROL_ERROR in (stream.reset, connection.code)
    release.set()


# Not errors, although nothing is done with them.
IGNORED = {
    "an-unknown-frame": lambda c: raw_frame(0xBE, 0xFF, 0, b"what"),
    "an-unknown-setting": lambda c: raw_frame(SETTINGS, 0, 0, setting(0xBEEF, 1)),
    "an-unknown-flag": lambda c: raw_frame(PING, 0xFE, 0, b"12345678"),
    "a-reserved-bit": lambda c: raw_frame(PING, 0, 1 << 31, b"12345678"),
    "a-priority-of-an-idle-stream": lambda c: raw_frame(PRIORITY, 0, 9, bytes(5)),
    "a-reset-of-a-stream-that-is-over": lambda c: raw_frame(RST_STREAM, 0, 1, struct.pack(">I", http2.CANCEL)),
    "a-window-of-a-stream-that-is-over": lambda c: raw_frame(WINDOW_UPDATE, 0, 1, struct.pack(">I", 1)),
    "an-acknowledgement-of-no-ping": lambda c: raw_frame(PING, ACK, 0, b"12345678"),
}


def test_what_has_to_be_ignored_is(visit):
    with visit.http2() as connection:
        for what, data in IGNORED.items():
            assert connection.get("/").status == 200, what
            connection.send_bytes(data(connection))
        assert connection.get("/").status == 200
