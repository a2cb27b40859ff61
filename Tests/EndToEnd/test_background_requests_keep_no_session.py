"""What a console's pages ask for by themselves is answered and recorded, and does not pass for a person who is there (`background`; profile 2.2)."""

import pytest
from websockets.exceptions import ConnectionClosed

from harness.websocket import Http2WebSocket, echo, open_websocket

BACKGROUND = ["/poll/**", {"methods": ["GET"], "paths": ["/status"]}, "/ws/ticker"]


@pytest.fixture
def gate(own_gate):
    def edit(content):
        content["consoles"]["build"]["background"] = BACKGROUND

    own_gate.reconfigure(lambda _: own_gate.edit_policy("consoles.yaml", edit))
    return own_gate


@pytest.fixture(autouse=True)
def echoing(origin):
    for path in ["/ws", "/ws/ticker"]:
        origin.on(path, echo)
    origin.forget()


def test_polling_does_not_keep_a_session(gate, origin):
    visit = gate.logged_in()
    for path in ["/poll", "/status"]:
        gate.clock.advance(minutes=7)
        assert visit.get(path).status == 200
        outcome = gate.trail.wait_for(request_id=origin.the_arrival(path).header("X-Request-Id"), type="access")
        assert (outcome["decision"], outcome["activity"], outcome["status"]) == ("permit", "background", 200)
    gate.clock.advance(minutes=2)
    answer = visit.get("/poll/again")
    assert (answer.status, answer.reason) == (401, "factor_required")
    gate.trail.wait_for(request_id=answer.json()["request_id"], reason="session_idle")


def test_it_does_not_move_what_the_person_is_told_of_the_end(gate):
    visit = gate.logged_in()
    before = visit.get("/.gwanmun/session").json()["idle_expires_at"]
    gate.clock.advance(minutes=5)
    assert visit.get("/poll").status == 200
    assert visit.get("/.gwanmun/session").json()["idle_expires_at"] == before


def test_use_beside_it_keeps_a_session(gate, origin):
    visit = gate.logged_in()
    for path in ["/used", "/poll", "/used-too", "/poll/x"]:
        gate.clock.advance(minutes=7)
        assert visit.get(path).status == 200
    outcome = gate.trail.wait_for(request_id=origin.the_arrival("/used").header("X-Request-Id"), type="access")
    assert "activity" not in outcome


def test_another_method_is_use(gate):
    visit = gate.logged_in()
    for _ in range(3):
        gate.clock.advance(minutes=10)
        assert visit.post("/status", b"x").status == 200


def test_what_is_sent_on_a_background_websocket_does_not_keep_one(gate):
    visit = gate.logged_in()
    with open_websocket(visit, path="/ws/ticker") as socket:
        gate.clock.advance(minutes=10)
        socket.send("are you there?")
        assert socket.recv(timeout=10) == "are you there?"
        gate.clock.advance(minutes=6)
        with pytest.raises(ConnectionClosed) as ended:
            socket.recv(timeout=5)
    assert ended.value.rcvd.code == 1008


def test_nor_does_it_on_a_stream_of_http_2(gate):
    visit = gate.logged_in()
    with visit.http2() as connection:
        socket = Http2WebSocket(connection, visit, path="/ws/ticker")
        gate.clock.advance(minutes=10)
        socket.send("are you there?")
        assert socket.recv() == "are you there?"
        gate.clock.advance(minutes=6)
        assert socket.recv() is None and socket.close_code == 1008


def test_what_is_sent_on_another_does(gate):
    visit = gate.logged_in()
    with open_websocket(visit) as socket:
        for word in ["one", "two", "three"]:
            gate.clock.advance(minutes=10)
            socket.send(word)
            assert socket.recv(timeout=10) == word
