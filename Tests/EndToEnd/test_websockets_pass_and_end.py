"""A WebSocket is a tunnel under the same policy as any request, and ends with the session (T57)."""

import ssl

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.server import ServerProtocol
from websockets.sync.client import connect

from harness.waiting import until


def echo(exchange):
    """A WebSocket origin on the exchange's raw connection: every message goes back."""
    protocol = ServerProtocol()
    protocol.receive_data(exchange.head + b"\r\n")
    [request] = protocol.events_received()
    protocol.send_response(protocol.accept(request))
    stream = exchange.connection.socket
    exchange.connection.is_done = True
    while True:
        for data in protocol.data_to_send():
            if not data:
                return
            stream.sendall(data)
        data = exchange.connection.file.read1(65536)
        if not data:
            return
        protocol.receive_data(data)
        for frame in protocol.events_received():
            if frame.opcode in (frame.opcode.TEXT, frame.opcode.BINARY):
                (protocol.send_text if frame.opcode is frame.opcode.TEXT else protocol.send_binary)(frame.data)


@pytest.fixture(autouse=True)
def websocket_origin(origin):
    origin.on("/ws", echo)


def open_websocket(visit, origin_header=None, **options):
    gate, console = visit.gate, visit.gate.consoles[visit.console]
    context = ssl.create_default_context(cafile=gate.ca)
    context.load_cert_chain(visit.person.cert, visit.person.key)
    context.set_alpn_protocols(["http/1.1"])
    return connect(
        console.url.replace("https://", "wss://") + "/ws", ssl=context, origin=origin_header or console.url,
        additional_headers=visit.credentials(), compression=None, proxy=None, **options)


def test_messages_go_both_ways(gate):
    with open_websocket(gate.logged_in()) as socket:
        for message in ["안녕하세요", "x" * 200_000, b"\x00\xff" * 70_000]:
            socket.send(message)
            assert socket.recv(timeout=20) == message


def test_without_a_session_there_is_no_tunnel(gate, origin):
    origin.forget()
    visit = gate.visit("build", gate.person("staff"))
    with pytest.raises(InvalidStatus) as refused:
        open_websocket(visit)
    assert refused.value.response.status_code == 401
    assert origin.arrivals("/ws") == []


def test_a_page_of_another_site_gets_no_tunnel(gate, origin):
    """Cross-site WebSocket hijacking: the cookie comes along, the Origin tells."""
    origin.forget()
    visit = gate.logged_in()
    for foreign in ["https://evil.example", "null", "https://build.gw.localhost.evil.example", gate.consoles["notice"].url]:
        with pytest.raises(InvalidStatus) as refused:
            open_websocket(visit, origin_header=foreign)
        assert refused.value.response.status_code == 403
    assert origin.arrivals("/ws") == []


def test_a_refused_upgrade_is_an_ordinary_answer(gate, origin):
    origin.on("/no-ws", lambda e: (e.read_body(), e.reply(426, body=b"not here")))
    headers = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
               ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Origin", gate.consoles["build"].url)]
    answer = gate.logged_in().get("/no-ws", headers)
    assert (answer.status, answer.body) == (426, b"not here")


def test_only_websockets_are_upgraded(gate, origin):
    """h2c smuggling: an Upgrade that the gate does not know never reaches the console as one."""
    visit = gate.logged_in()
    visit.get("/h2c", [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQAAP__")])
    for arrived in origin.arrivals("/h2c"):
        assert arrived.names.isdisjoint({"upgrade", "http2-settings"})


def test_signing_out_closes_it(gate):
    visit = gate.logged_in()
    with open_websocket(visit) as socket:
        socket.send("still here?")
        assert socket.recv(timeout=10) == "still here?"
        assert visit.request("DELETE", "/.gwanmun/session").status == 204
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=2)


def test_when_the_console_closes_so_does_the_client(gate, origin):
    def accept_and_leave(exchange):
        protocol = ServerProtocol()
        protocol.receive_data(exchange.head + b"\r\n")
        [request] = protocol.events_received()
        protocol.send_response(protocol.accept(request))
        for data in protocol.data_to_send():
            exchange.send(data)
        exchange.connection.is_done = True

    origin.on("/ws", accept_and_leave)
    with open_websocket(gate.logged_in()) as socket, pytest.raises(ConnectionClosed):
        socket.recv(timeout=5)


def test_an_open_tunnel_is_recorded_at_its_end(gate, origin):
    visit = gate.logged_in()
    with open_websocket(visit) as socket:
        socket.send("12345")
        socket.recv(timeout=10)
    request_id = origin.wait_for("/ws").header("X-Request-Id")
    outcome = gate.trail.wait_for(request_id=request_id, status=101)
    assert outcome["bytes_in"] >= 5 and outcome["bytes_out"] >= 5
    until("the origin's side to be gone", lambda: gate.open_files() < 200, 5)
