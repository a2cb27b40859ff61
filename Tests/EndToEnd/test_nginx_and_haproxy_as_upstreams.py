"""Behind the gate stand the servers that most consoles stand behind themselves. What they answer on their own, and what they pass on, arrives whole."""

import hashlib
import os
import select
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.gate import Gate
from harness.servers import HAProxy, Nginx
from harness.waiting import until
from harness.websocket import echo, open_websocket

MIB = 1 << 20
SERVERS = ["nginx", "haproxy"]


@pytest.fixture(scope="module")
def servers(origin, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    with open(folder / "file", "wb") as file:
        file.write(os.urandom(MIB) * 32)
    upgrade = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;"
    to_origin = f"proxy_pass {origin.url}; proxy_http_version 1.1; proxy_set_header Host $http_host; {upgrade}"
    nginx = Nginx(folder, f"""
        keepalive_requests 10;
        client_max_body_size 100m;
        root {folder};
        location / {{ {to_origin} }}
        location /file {{ }}
        location /port {{ return 200 $remote_port; }}
        location /small {{ client_max_body_size 1m; {to_origin} }}
        location /summed {{ add_trailer X-Sum 42; {to_origin} }}""")
    haproxy = HAProxy(tmp_path_factory.mktemp("haproxy"), f"""
  http-request return status 200 content-type text/plain lf-string "%cp" if {{ path /port }}
  http-request return status 413 if {{ path /small }}
  server origin 127.0.0.1:{origin.port}""")
    yield {"nginx": nginx, "haproxy": haproxy}
    nginx.end()
    haproxy.end()


@pytest.fixture(scope="module")
def gate(origin, servers, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")
    gate.add_consoles({name: server.url for name, server in servers.items()})
    yield gate
    gate.end()


@pytest.fixture(params=SERVERS)
def server(request):
    return request.param


@pytest.fixture
def visit(gate, server):
    return gate.visit(server, gate.person("staff"))


def test_connections_are_kept(visit):
    """They tell the port that they are spoken to from; nginx ends each connection behind ten requests, which nobody notices."""
    with visit.wire() as wire:
        ports = [wire.request("GET", "/port").text for _ in range(30)]
        assert [wire.request("POST", "/posted", body=b"x").status for _ in range(30)] == [200] * 30
    assert all(port.isdecimal() for port in ports) and len(set(ports)) <= 4


@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_large_bodies_go_both_ways(visit, origin, framing):
    piece = bytes(range(256)) * 4096
    digest = hashlib.sha256(piece * 32).hexdigest()

    def pass_on(exchange):
        exchange.read_body()
        length = [("Transfer-Encoding", "chunked")] if framing == "chunked" else [("Content-Length", 32 * len(piece))]
        exchange.send("\r\n".join(["HTTP/1.1 200 OK", *(f"{k}: {v}" for k, v in length)]).encode() + b"\r\n\r\n")
        for _ in range(32):
            exchange.send(chunk(piece) if framing == "chunked" else piece)
        exchange.send(b"0\r\n\r\n" if framing == "chunked" else b"")

    origin.on("/large", pass_on)
    origin.forget()
    with visit.wire() as wire:
        wire.send_head("PUT", "/large", [("Transfer-Encoding", "chunked") if framing == "chunked" else ("Content-Length", 32 * len(piece))])
        for _ in range(32):
            wire.send(chunk(piece) if framing == "chunked" else piece)
        wire.send(b"0\r\n\r\n" if framing == "chunked" else b"")
        answer = wire.answer("PUT")
    assert origin.the_arrival("/large").body_sha256 == digest
    assert hashlib.sha256(answer.body).hexdigest() == digest


def chunk(piece):
    return f"{len(piece):x}\r\n".encode() + piece + b"\r\n"


def test_trailers_come_through(visit, origin):
    """nginx writes its own, HAProxy passes the console's on."""
    def answer(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n")

    origin.on("/summed", answer)
    with visit.wire() as wire:
        wire.send_head("GET", "/summed", [("TE", "trailers"), ("Connection", "close")])
        assert wire.rest().lower().endswith(b"0\r\nx-sum: 42\r\n\r\n")


def test_trailers_of_a_request_arrive(gate, origin):
    with gate.wire("haproxy", gate.person("staff")) as wire:
        wire.send_head("POST", "/sum-it", [("Transfer-Encoding", "chunked"), ("Trailer", "X-Sum")])
        wire.send(b"5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n")
        assert wire.answer("POST").status == 200
    assert [(name.lower(), value) for name, value in origin.the_arrival("/sum-it").trailers] == [("x-sum", "42")]


def test_a_file_is_served_whole_in_part_and_not_again(gate):
    with gate.wire("nginx", gate.person("staff")) as wire:
        whole = wire.request("GET", "/file")
        assert (whole.status, len(whole.body)) == (200, 32 * MIB)
        part = wire.request("GET", "/file", [("Range", "bytes=1000-1999")])
        assert (part.status, part.body) == (206, whole.body[1000:2000])
        assert wire.request("GET", "/file", [("If-None-Match", whole.header("ETag"))]).status == 304
        assert wire.request("HEAD", "/file").header("Content-Length") == str(32 * MIB)
        assert wire.request("GET", "/port").status == 200


def test_a_body_refused_at_once_is_answered(visit, origin):
    """Both answer 413 to the head; the client is told, whatever it has sent by then."""
    with visit.wire() as wire:
        wire.send_head("POST", "/small", [("Content-Length", 50 * MIB)])
        send_until_answered(wire, 50 * MIB)
        assert wire.answer("POST").status == 413
    assert origin.arrivals("/small") == []


def send_until_answered(wire, count):
    """In one thread: a connection of OpenSSL is not to be read and written at once."""
    try:
        for _ in range(count // MIB):
            wire.send(bytes(MIB))
            if select.select([wire.socket], [], [], 0)[0]:
                return
    except OSError:
        pass  # hung up on, which is the point


def test_who_waits_to_be_asked_for_a_body_is_asked(visit, origin):
    origin.forget()
    with visit.wire() as wire:
        wire.send_head("PUT", "/expect", [("Expect", "100-continue"), ("Content-Length", "4")])
        assert wire.line().startswith(b"HTTP/1.1 100")
        assert wire.line() == b"\r\n"
        wire.send(b"body")
        assert wire.answer("PUT").status == 200
    assert origin.the_arrival("/expect").body == b"body"


def test_websockets_pass_through_both(origin, visit):
    origin.on("/ws", echo)
    with open_websocket(visit) as socket:
        socket.send("안녕하세요")
        assert socket.recv(timeout=10) == "안녕하세요"


def test_a_reload_of_nginx_loses_no_request(gate, servers):
    """Its old workers close their idle connections while requests are on their way to them."""
    done = threading.Event()
    answers = []

    def ask():
        with gate.wire("nginx", gate.person("staff")) as wire:
            while not done.is_set():
                answers.append(wire.request("GET", "/port").status)

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(ask) for _ in range(4)]
        try:
            for _ in range(3):
                before = len(answers)
                servers["nginx"].signal(signal.SIGHUP)
                until("two hundred answers", lambda: len(answers) >= before + 200 or any(asker.done() for asker in askers))
        finally:
            done.set()
    assert [asker.result() for asker in askers] == [None] * 4, "nobody waits in vain"
    assert set(answers) == {200} and len(answers) >= 600
