"""Over HTTP/2 the same ends as over HTTP/1.1, stream by stream: who lost a session keeps the connection, and whoever else has streams keeps those."""

import pytest

from harness.held import SECONDS, Held, begin, end_by
from harness.permissions import WAYS, certificate_revoked, grant_ended, session_ended, signed_out
from harness.websocket import Http2WebSocket, echo

POLICY_VIOLATION = 1008  # RFC 6455, section 7.4.1


@pytest.fixture
def held(origin):
    held = Held()
    yield held
    held.end()


@pytest.fixture
def connected():
    """Visits with one HTTP/2 connection each, closed at the end."""
    connections = []

    def connect(visit):
        visit.connection = visit.http2()
        connections.append(visit.connection)
        return visit

    yield connect
    for connection in connections:
        connection.close()


# One of each kind, begun and under way on the visit's connection: how to see its end, and how to let go of it.

def ends_of(connection, number):
    stream = connection.streams[number]

    def is_closed_within(seconds):
        try:
            connection.wait("the end of a stream", lambda: stream.is_over, seconds)
        except AssertionError:
            return False
        return True

    return is_closed_within, lambda: None


def events(visit, path):
    number = visit.connection.open("GET", path, [*visit.credentials(), ("accept", "text/event-stream")])
    visit.connection.wait("an event", lambda: visit.connection.streams[number].body == b"data: first\n\n")
    return ends_of(visit.connection, number)


def download(visit, path):
    """Read in part: what is not read must not keep it from ending."""
    number = visit.connection.open("GET", path, visit.credentials())
    stream = visit.connection.streams[number]
    visit.connection.wait("a beginning", lambda: len(stream.body) > 30_000)
    stream.is_read = False
    return ends_of(visit.connection, number)


def upload(visit, path):
    number = visit.connection.open("PUT", path, [*visit.credentials(), ("content-length", 1_000_000_000)], ends=False)
    visit.connection.data(number, bytes(50_000))
    return ends_of(visit.connection, number)


def websocket(visit, path):
    socket = Http2WebSocket(visit.connection, visit, path)
    socket.send("first")
    assert socket.recv() == "first"
    return ends_of(visit.connection, socket.number)


KINDS = [websocket, events, download, upload]


@pytest.mark.parametrize("take_away", WAYS)
def test_every_stream_ends_with_what_permitted_it(gate, origin, held, connected, take_away):
    visit = connected(gate.logged_in())
    end_by(take_away, gate, origin, begin(origin, held, visit, take_away.__name__, KINDS), visit)


def test_every_stream_ends_with_the_certificate(gate, origin, held, connected):
    visit = connected(gate.logged_in(gate.person("staff", nth=1)))
    end_by(certificate_revoked, gate, origin, begin(origin, held, visit, "certificate_revoked", KINDS), visit)
    if not visit.connection.is_closed:
        answer = visit.connection.get("/after", visit.credentials())
        assert answer.status == 403 or visit.connection.is_closed
    assert origin.arrivals("/after") == []


def test_every_stream_of_a_partner_ends_with_the_grant(own_gate, origin, held, connected):
    """With a gate of its own: in the others' the sponsor is disabled for a while, which ends what they sponsor."""
    partner = connected(own_gate.logged_in(own_gate.person("foreign_partner")))
    end_by(grant_ended, own_gate, origin, begin(origin, held, partner, "grant_ended", [websocket, events, download]), partner)


def test_half_a_download_does_not_look_whole(gate, origin, held, connected):
    visit = connected(gate.logged_in())
    [running] = begin(origin, held, visit, "half", [download])
    with session_ended(gate, visit):
        assert running.is_closed_within(SECONDS)
    [stream] = visit.connection.streams.values()
    assert stream.reset is not None and not stream.is_ended


def test_an_upload_that_may_not_go_on_is_told_so(gate, origin, held, connected):
    """Nothing was answered yet, so there is a status to give; and the console's side is broken off."""
    visit = connected(gate.logged_in())
    [running] = begin(origin, held, visit, "told", [upload])
    with session_ended(gate, visit):
        assert running.is_closed_within(SECONDS)
    [stream] = visit.connection.streams.values()
    assert stream.status == 401
    assert origin.the_arrival("/told/upload").was_cut()


def test_the_connection_outlives_the_session(gate, origin, held, connected):
    """Its certificate is as good as before: the next session begins on it."""
    visit = connected(gate.logged_in())
    end_by(signed_out, gate, origin, begin(origin, held, visit, "outlived", [events]), visit)
    assert visit.connection.get("/", visit.credentials()).status == 401
    visit.log_in()
    assert visit.connection.get("/", visit.credentials()).status == 200


def test_nobody_else_notices(gate, origin, held, connected):
    other = connected(gate.logged_in(gate.person("privileged_admin")))
    undisturbed = begin(origin, held, other, "undisturbed", KINDS)
    visit = connected(gate.logged_in())
    end_by(session_ended, gate, origin, begin(origin, held, visit, "session_ended", KINDS), visit)
    for one in undisturbed:
        assert not one.is_closed_within(0.1), one.path


def test_a_websocket_is_told_why_it_ends(gate, origin, connected):
    origin.on("/told", echo)
    visit = connected(gate.logged_in())
    socket = Http2WebSocket(visit.connection, visit, "/told")
    with session_ended(gate, visit):
        assert ends_of(visit.connection, socket.number)[0](SECONDS)
    assert socket.close_code == POLICY_VIOLATION
