"""A WebSocket is a tunnel under the same policy as any request, and ends with the session (T57)."""

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from harness.waiting import until
from harness.websocket import accept, echo, open_websocket


@pytest.fixture(autouse=True)
def websocket_origin(origin):
    origin.on("/ws", echo)


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
    origin.on("/ws", accept)
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
    until("the origin's side to be gone", lambda: gate.open_files() < 200)
