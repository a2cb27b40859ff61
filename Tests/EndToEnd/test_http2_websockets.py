"""A WebSocket on a stream of HTTP/2 (RFC 8441) is what it is on a connection of its own; to the console it comes by HTTP/1.1."""

import base64
import threading

import pytest

from harness import http2
from harness.websocket import Http2WebSocket, accept, echo


@pytest.fixture(scope="module")
def visit(gate):
    return gate.logged_in()


@pytest.fixture
def connection(visit):
    with visit.http2() as connection:
        yield connection


@pytest.fixture(autouse=True)
def echoing(origin):
    origin.on("/ws", echo)
    origin.forget()


def test_it_is_announced(connection):
    assert connection.peer_settings[http2.ENABLE_CONNECT_PROTOCOL] == 1


def test_messages_go_both_ways(visit, connection):
    socket = Http2WebSocket(connection, visit)
    assert socket.stream.status == 200
    for message in ["안녕하세요", "x" * 200_000, b"\x00\xff" * 70_000]:
        socket.send(message)
        assert socket.recv() == message


def test_the_console_sees_an_upgrade(visit, connection, origin):
    """Made of the stream: a fresh key, and the rest as it came. The answer to it is none of the client's business."""
    socket = Http2WebSocket(connection, visit, headers=[("sec-websocket-protocol", "chat"), ("x-a", "b")])
    arrived = origin.the_arrival("/ws")
    assert (arrived.method, arrived.header("Upgrade").lower(), arrived.header("Connection").lower()) == ("GET", "websocket", "upgrade")
    assert len(base64.b64decode(arrived.header("Sec-WebSocket-Key"), validate=True)) == 16
    assert (arrived.header("Sec-WebSocket-Version"), arrived.header("Sec-WebSocket-Protocol"), arrived.header("X-A")) == ("13", "chat", "b")
    assert arrived.header("Transfer-Encoding") is None
    names = {name for name, _ in socket.stream.head.fields}
    assert names.isdisjoint({"connection", "upgrade", "sec-websocket-accept"})


def test_each_has_a_key_of_its_own(visit, connection, origin):
    for _ in range(4):
        Http2WebSocket(connection, visit)
    assert len({arrived.header("Sec-WebSocket-Key") for arrived in origin.arrivals("/ws")}) == 4


def test_many_share_a_connection_with_requests(visit, connection):
    sockets = [Http2WebSocket(connection, visit) for _ in range(10)]
    for number, socket in enumerate(sockets):
        socket.send(f"to {number}")
    assert connection.get("/beside", visit.credentials()).status == 200
    assert [socket.recv() for socket in sockets] == [f"to {number}" for number in range(10)]


def test_the_clients_end_is_the_consoles(visit, connection, origin):
    gone = threading.Event()

    def wait_for_the_end(exchange):
        accept(exchange)
        exchange.connection.file.read()
        gone.set()

    origin.on("/ws", wait_for_the_end)
    for end in (lambda number: connection.data(number, b"", ends=True), connection.cancel):
        gone.clear()
        end(Http2WebSocket(connection, visit).number)
        assert gone.wait(10)


def test_the_consoles_end_is_the_clients(visit, connection, origin):
    origin.on("/ws", accept)
    socket = Http2WebSocket(connection, visit)
    assert connection.answer(socket.number).is_over
    assert connection.get("/after", visit.credentials()).status == 200


def test_a_refusal_is_an_ordinary_answer(visit, connection, origin):
    origin.on("/no-ws", lambda e: (e.read_body(), e.reply(426, body=b"not here")))
    stream = connection.answer(Http2WebSocket(connection, visit, "/no-ws").number)
    assert (stream.status, stream.text) == (426, "not here")


def test_an_answer_that_is_no_agreement_is_a_bad_gateway(visit, connection, origin):
    """The client cannot check Sec-WebSocket-Accept here, so the gate does."""
    switching = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    for accepted in (b"", b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"):
        origin.on("/ws", lambda e: (e.read_body(), e.send(switching + accepted + b"\r\n")))
        assert Http2WebSocket(connection, visit).stream.status == 502


@pytest.mark.parametrize("unasked", [("Sec-WebSocket-Protocol", "chat"), ("Sec-WebSocket-Extensions", "permessage-deflate")])
def test_an_agreement_to_more_than_was_offered_is_a_bad_gateway(visit, connection, origin, unasked):
    origin.on("/ws", lambda exchange: accept(exchange, [unasked]))
    assert Http2WebSocket(connection, visit).stream.status == 502
    origin.on("/ws", lambda exchange: accept(exchange, [unasked]))
    assert Http2WebSocket(connection, visit, headers=[(unasked[0].lower(), unasked[1])]).stream.status == 200


def test_a_page_of_another_site_gets_none(gate, visit, connection, origin):
    for foreign in ["https://evil.example", "null", gate.consoles["notice"].url]:
        assert Http2WebSocket(connection, visit, origin=foreign).stream.status == 403
    assert origin.arrivals("/ws") == []


def test_without_a_session_there_is_none(gate, origin):
    stranger = gate.visit("build", gate.person("staff", nth=1))
    with stranger.http2() as connection:
        assert Http2WebSocket(connection, stranger).stream.status == 401
    assert origin.arrivals("/ws") == []


@pytest.mark.parametrize("pseudo", [
    {"protocol": "connect-udp"}, {"protocol": ""}, {"protocol": "websocket", "path": None}, {"protocol": "websocket", "scheme": None},
    {"protocol": "websocket", "authority": None}], ids=["other", "empty", "no-path", "no-scheme", "no-authority"])
def test_what_is_no_websocket_opens_no_tunnel(visit, connection, origin, pseudo):
    headers = [*visit.credentials(), *Http2WebSocket.OFFER, ("origin", visit.gate.consoles["build"].url)]
    number = connection.begin(connection.fields("CONNECT", **{"path": "/ws", "headers": headers, **pseudo}), ends=False)
    stream = connection.streams[number]
    connection.wait("a refusal", lambda: stream.is_over or stream.head)
    assert stream.reset is not None or stream.status in (400, 403, 405, 421, 501)
    assert origin.arrivals() == []


def test_it_is_recorded_at_its_end(gate, visit, connection, origin):
    socket = Http2WebSocket(connection, visit)
    socket.send("12345")
    assert socket.recv() == "12345"
    connection.data(socket.number, b"", ends=True)
    request_id = origin.the_arrival("/ws").header("X-Request-Id")
    outcome = gate.trail.wait_for(request_id=request_id, type="access")
    assert outcome["bytes_in"] >= 5 and outcome["bytes_out"] >= 5 and outcome["outcome"] == "success"
