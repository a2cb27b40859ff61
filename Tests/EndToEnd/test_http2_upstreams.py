"""A console may speak HTTP/2 to the gate, whatever its visitors speak: nginx as it is, and a console that misbehaves to the frame."""

import hashlib
import http.client
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hyperframe.frame import ContinuationFrame, GoAwayFrame, PingFrame, SettingsFrame, WindowUpdateFrame

from harness import http2
from harness.authority import Authority
from harness.gate import Gate
from harness.http2 import raw_frame
from harness.http2_console import Http2Console, speaking_http2
from harness.servers import Nginx
from harness.waiting import until

MIB = 1 << 20
NAME = "console.example.kr"
GROWTH_KIB = 32 * 1024
TIMEOUTS = {"header": "2s", "idle": "2s"}


@pytest.fixture(scope="module")
def nginx(origin, tmp_path_factory):
    """Passes on to the recording console, ends each connection behind a hundred requests, and tells a request its connection."""
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), *nginx_before(origin, tmp_path_factory.mktemp("file")), "http2")
    yield nginx
    nginx.end()


def nginx_before(origin, folder, more=""):
    with open(folder / "file", "wb") as file:
        file.write(os.urandom(MIB) * 16)
    return [f"""
        {more}
        keepalive_requests 100; client_max_body_size 100m; root {folder};
        location / {{ proxy_pass {origin.url}; proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_request_buffering off; proxy_buffering off; }}
        location /file {{ }}
        location /connection {{ return 200 $connection; }}
        location /small {{ client_max_body_size 1m; proxy_pass {origin.url}; }}
        location /summed {{ add_trailer X-Sum 42; proxy_pass {origin.url}; proxy_http_version 1.1; }}"""]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secure_nginx(origin, authority, tmp_path_factory):
    chain, key = authority.issue(NAME)
    body = nginx_before(origin, tmp_path_factory.mktemp("file"), f"ssl_certificate {chain}; ssl_certificate_key {key};")
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), *body, "ssl http2")
    yield nginx
    nginx.end()


@pytest.fixture(scope="module")
def old_nginx(tmp_path_factory):
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), "location / { return 200; }")
    yield nginx
    nginx.end()


@pytest.fixture(scope="module")
def console():
    console = Http2Console()
    yield console
    console.close()


@pytest.fixture(scope="module")
def gate(origin, nginx, secure_nginx, old_nginx, console, authority, tmp_path_factory):
    """`old` is a console that is said to speak HTTP/2 and does not. One event loop, so that everybody shares the connections to it."""
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")
    secure = secure_nginx.url.replace("http://", "https://")
    gate.add_consoles({"secure": speaking_http2(secure)}, tls={"ca": authority.path, "server_name": NAME})
    gate.add_consoles({"rough": speaking_http2(console.url), "old": speaking_http2(old_nginx.url)}, timeouts=TIMEOUTS)
    gate.add_consoles({"nginx": speaking_http2(nginx.url)})
    gate.reconfigure(lambda settings: settings.update(threads=1))
    yield gate
    gate.end()


@pytest.fixture
def visit(gate):
    return gate.visit("nginx", gate.person("staff"))


@pytest.fixture
def rough(gate):
    return gate.visit("rough", gate.person("staff"))


# nginx.

@pytest.mark.parametrize("name", ["nginx", "secure"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_method_target_and_body_arrive_as_sent(gate, origin, name, method):
    body = None if method == "GET" else "본문 \x00\xff".encode()
    origin.forget()
    visit = gate.visit(name, gate.person("staff"))
    with visit.http2() as connection:
        assert connection.request(method, "/sent?q=a%20b&q=%2F", body=body).status == 200
    assert visit.request(method, "/sent?q=a%20b&q=%2F", body=body).status == 200
    for arrived in origin.arrivals("/sent"):
        assert (arrived.method, arrived.target, arrived.body) == (method, "/sent?q=a%20b&q=%2F", body or b"")
        assert arrived.header("Host") == f"{gate.consoles[name].host}:{gate.port}"
        assert arrived.header("X-Gwanmun-User") == visit.person.name
    assert len(origin.arrivals("/sent")) == 2


def test_large_bodies_go_both_ways(visit, origin):
    piece = bytes(range(256)) * 4096

    def answer(exchange):
        exchange.read_body()
        exchange.send(f"HTTP/1.1 200 OK\r\nContent-Length: {16 * len(piece)}\r\n\r\n".encode())
        for _ in range(16):
            exchange.send(piece)

    origin.on("/large", answer)
    origin.forget()
    told = visit.request("PUT", "/large", body=piece * 16)
    assert hashlib.sha256(told.body).digest() == hashlib.sha256(piece * 16).digest()
    assert origin.the_arrival("/large").body_sha256 == hashlib.sha256(piece * 16).hexdigest()


def test_a_file_is_served_whole_in_part_and_not_again(visit):
    with visit.wire() as wire:
        whole = wire.request("GET", "/file")
        assert (whole.status, len(whole.body)) == (200, 16 * MIB)
        assert wire.request("GET", "/file", [("Range", "bytes=1000-1999")]).body == whole.body[1000:2000]
        assert wire.request("GET", "/file", [("If-None-Match", whole.header("ETag"))]).status == 304
        assert wire.request("HEAD", "/file").header("Content-Length") == str(16 * MIB)


def test_trailers_come_through(visit, origin):
    origin.on("/summed", lambda e: (e.read_body(), e.reply(200, body=b"hello")))
    with visit.http2() as connection:
        stream = connection.get("/summed", [("te", "trailers")])
        assert (stream.text, stream.trailers) == ("hello", [("x-sum", "42")])


def test_requests_share_a_connection(visit):
    """Of several visitors, whose answers stay apart."""
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: visit.get("/connection").text, range(40)))
    assert len(set(told)) <= 2


def test_a_connection_that_says_goaway_loses_no_request(visit):
    """nginx does behind a hundred requests."""
    with visit.http2() as connection:
        numbers = [connection.open("GET", "/connection") for _ in range(64)]
        for _ in range(300):
            assert connection.answer(numbers.pop(0)).status == 200
            numbers.append(connection.open("GET", "/connection"))
        assert [connection.answer(number).status for number in numbers] == [200] * 64


def test_a_reload_of_nginx_loses_no_request(visit, nginx):
    done = threading.Event()
    answers = []

    def ask():
        with visit.wire() as wire:
            while not done.is_set():
                answers.append(wire.request("GET", "/connection").status)

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(ask) for _ in range(4)]
        try:
            for _ in range(2):
                before = len(answers)
                nginx.signal(signal.SIGHUP)
                until("two hundred answers", lambda: len(answers) >= before + 200 or any(asker.done() for asker in askers))
        finally:
            done.set()
    assert [asker.result() for asker in askers] == [None] * 4, "nobody waits in vain"
    assert set(answers) == {200} and len(answers) >= 400


def test_an_answer_that_breaks_off_is_not_whole(visit, origin):
    def break_off(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
        exchange.connection.is_done = True

    origin.on("/half", break_off)
    with visit.http2() as connection:
        half = connection.get("/half")
        assert half.reset is not None and not half.is_ended
        assert connection.get("/after").status == 200
    with visit.wire() as wire:
        wire.send_head("GET", "/half")
        assert len(wire.rest().partition(b"\r\n\r\n")[2]) < 1000


def test_a_body_refused_at_once_is_answered(visit, origin):
    with visit.http2() as connection:
        number = connection.open("POST", "/small", [("content-length", 50 * MIB)], ends=False)
        connection.data(number, bytes(50 * MIB), ends=True)
        assert connection.answer(number).status == 413
        assert connection.get("/after").status == 200
    assert origin.arrivals("/small") == []


def test_a_console_that_speaks_http_1_1_is_a_bad_gateway(gate):
    answer = gate.visit("old", gate.person("staff")).get("/")
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")
    assert gate.trail.wait_for(request_id=answer.json()["request_id"], status=502)["reason"] == "upstream_protocol"


# A console that misbehaves.

@pytest.fixture(autouse=True)
def the_next_person_is_served(gate):
    yield
    other = gate.visit("rough", gate.person("staff", nth=1))
    assert other.get("/whose").body == b"/whose"


def header(name, value):
    return lambda asked: asked.send(asked.head([(name, value)]), asked.data(b"x", ends=True))


# Answers that are none: the visitor is told 502, and the fields of nobody are planted.
ANSWERS = {
    "no-status": lambda a: a.send(http2.HeadersFrame(a.stream, b"\x0f\x0d\x010", flags=["END_HEADERS", "END_STREAM"])),
    "status-of-two-digits": lambda a: a.send(a.head(status="99", ends=True)),
    "status-of-words": lambda a: a.send(a.head(status="OK", ends=True)),
    "status-with-crlf": lambda a: a.send(a.head(status="200\r\nset-cookie: planted=1", ends=True)),
    "status-101": lambda a: a.send(a.head(status="101", ends=True)),
    "status-twice": header(":status", "200"),
    "interim-that-ends": lambda a: a.send(a.head(status="103", ends=True)),
    "crlf-in-value": header("x-a", "b\r\nset-cookie: planted=1"),
    "lf-in-value": header("x-a", "b\nset-cookie: planted=1"),
    "nul-in-value": header("x-a", "b\0"),
    "crlf-in-name": header("x-a: b\r\nset-cookie", "planted=1"),
    "colon-in-name": header("set-cookie: planted", "1"),
    "capital-in-name": header("X-A", "b"),
    "transfer-encoding": header("transfer-encoding", "chunked"),
    "connection": header("connection", "close"),
    "upgrade": header("upgrade", "h2c"),
    "length-twice": lambda a: a.send(a.head([("content-length", "1"), ("content-length", "2")]), a.data(b"x", ends=True)),
    "length-signed": header("content-length", "+1"),
    "pseudo-behind-fields": lambda a: a.send(http2.HeadersFrame(a.stream, b"\x00\x03x-a\x01b\x88", flags=["END_HEADERS", "END_STREAM"])),
    "data-before-a-head": lambda a: a.send(a.data(b"x", ends=True)),
    "reset-at-once": lambda a: a.send(a.reset(http2.INTERNAL_ERROR)),
    "hung-up-at-once": lambda a: a.hang_up(),
    "not-http-2": lambda a: a.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"),
    "bad-compression": lambda a: a.send(http2.HeadersFrame(a.stream, b"\x80", flags=["END_HEADERS", "END_STREAM"])),
    "a-frame-too-large": lambda a: a.send(raw_frame(0x0, 0, a.stream, b"", length=(1 << 24) - 1)),
    "a-promise": lambda a: a.send(raw_frame(0x5, 0x4, a.stream, b"\0\0\0\x02\x88")),
    "a-head-that-does-not-end": lambda a: a.send(a.head(ended_head=False)),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_an_answer_that_is_none_is_a_bad_gateway(rough, console, what):
    console.on(f"/none/{what}", ANSWERS[what])
    answer = rough.post(f"/none/{what}", b"not to be sent twice")
    assert answer.status in ((502, 504) if what == "a-head-that-does-not-end" else (502,))
    assert answer.header("Set-Cookie") is None
    assert len(console.asked(f"/none/{what}")) == 1


BODIES = {
    "more-than-said": lambda a: a.send(a.head([("content-length", "5")]), a.data(b"hello and more", ends=True)),
    "less-than-said": lambda a: a.send(a.head([("content-length", "50")]), a.data(b"hello", ends=True)),
    "reset-half-way": lambda a: a.send(a.head([("content-length", "50")]), a.data(b"hello"), a.reset(http2.INTERNAL_ERROR)),
    "reset-without-a-length": lambda a: a.send(a.head(), a.data(b"hello"), a.reset(http2.CANCEL)),
    "hung-up-half-way": lambda a: (a.send(a.head([("content-length", "50")]), a.data(b"hello")), a.hang_up()),
    "hung-up-without-a-length": lambda a: (a.send(a.head(), a.data(b"hello")), a.hang_up()),
    "bad-trailers": lambda a: a.send(a.head(), a.data(b"hello"), a.head([("x-a", "b")], ends=True)),
}


def test_a_stream_that_breaks_off_breaks_off_alone(rough, console):
    """Beside it, on the same connection to the console, another goes on."""
    release = threading.Event()
    console.on("/held", lambda a: threading.Thread(target=lambda: (release.wait(20), a.reply(b"whole"))).start())
    console.on("/reset", BODIES["reset-half-way"])
    with rough.http2() as connection:
        held = connection.open("GET", "/held")
        until("both to be asked for", lambda: console.asked("/held"))
        assert connection.get("/reset").reset is not None or connection.streams[held + 2].status == 502
        assert not connection.streams[held].is_over
        release.set()
        assert connection.answer(held).text == "whole"


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_breaks_its_promise_breaks_off(rough, console, what):
    console.on("/body", BODIES[what])
    with rough.wire() as wire:
        wire.send_head("GET", "/body")
        answer = wire.begin_answer()
        if answer.status != 502:
            with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
                answer.read()
    with rough.http2() as connection:
        stream = connection.get("/body")
        assert stream.status == 502 or stream.reset is not None and not stream.is_ended


def test_a_request_that_was_not_looked_at_is_sent_again(rough, console):
    """REFUSED_STREAM, and a stream above GOAWAY's last, say so (RFC 9113, section 8.7): also for a POST."""
    def refuse_once(asked):
        if len(console.asked(asked.path)) == 1:
            asked.send(asked.reset(http2.REFUSED_STREAM))
        else:
            asked.reply(b"second")

    def go_once(asked):
        if len(console.asked(asked.path)) == 1:
            asked.send(GoAwayFrame(0, last_stream_id=asked.stream - 2 if asked.stream > 1 else 0, error_code=http2.NO_ERROR))
            asked.hang_up()
        else:
            asked.reply(b"second")

    console.on("/refused", refuse_once)
    console.on("/gone", go_once)
    for path in ("/refused", "/gone"):
        assert rough.request("POST", path).body == b"second"
        assert len(console.asked(path)) == 2


def endless(*frames):
    def flood(asked):
        while True:
            asked.send(*[frame(asked) for frame in frames] * 50)

    return flood


FLOODS = {
    "pings": endless(lambda a: PingFrame(0, b"12345678")),
    "settings": endless(lambda a: SettingsFrame(0)),
    "window-updates": endless(lambda a: WindowUpdateFrame(0, window_increment=1)),
    "interim-answers": endless(lambda a: a.head([("link", "</a>")], status="103")),
    "unknown-frames": endless(lambda a: raw_frame(0xBE, 0, 0, b"what")),
    "empty-data": lambda a: (a.send(a.head()), endless(lambda a: a.data(b""))(a)),
    "continuations": lambda a: (a.send(a.head(ended_head=False)), endless(lambda a: ContinuationFrame(a.stream, b"\x00\x03x-a\x01b"))(a)),
}


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_ends_its_connection(gate, rough, console, what):
    console.on("/flood", FLOODS[what])
    before = gate.resident_kib()
    gate.forget_peak()
    with rough.wire() as wire:
        wire.send_head("GET", "/flood", [("Connection", "close")])
        raw = wire.rest()
    assert b"HTTP/1.1 502" in raw or b"HTTP/1.1 504" in raw or raw.startswith(b"HTTP/1.1 200") and not raw.endswith(b"\r\n0\r\n\r\n")
    assert gate.peak_resident_kib() - before < GROWTH_KIB


def test_a_console_that_keeps_its_window_shut_has_the_time_of_a_console(gate, console):
    """It takes nothing of the body: after its `idle`, 504."""
    console.hang_up()
    console.greeting = SettingsFrame(0, settings={http2.INITIAL_WINDOW_SIZE: 0}).serialize()
    console.on("/shut", lambda asked: None)
    try:
        with gate.visit("rough", gate.person("staff")).http2() as connection:
            assert connection.request("POST", "/shut", body=bytes(200_000)).status == 504
    finally:
        console.greeting = SettingsFrame(0).serialize()
        console.hang_up()


def test_a_console_that_allows_few_streams_gets_no_more(gate, console):
    """The rest waits or goes over another connection; all are answered."""
    console.hang_up()
    console.greeting = SettingsFrame(0, settings={http2.MAX_CONCURRENT_STREAMS: 2}).serialize()
    try:
        with gate.visit("rough", gate.person("staff")).http2() as connection:
            numbers = [connection.open("GET", f"/few/{n}") for n in range(20)]
            assert [connection.answer(number).text for number in numbers] == [f"/few/{n}" for n in range(20)]
    finally:
        console.greeting = SettingsFrame(0).serialize()
        console.hang_up()
