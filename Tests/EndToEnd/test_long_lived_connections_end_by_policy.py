"""What goes on for hours goes on by permission: when that ends, so do WebSockets, event streams, downloads and uploads, within two seconds.

For each way of taking a permission away, one of each kind is open at the same time. The record of each says why it ended.
"""

import pytest
from websockets.exceptions import ConnectionClosed

from harness.held import SECONDS, Held, begin, end_by
from harness.permissions import WAYS, certificate_revoked, grant_ended, session_ended
from harness.websocket import echo, open_websocket

POLICY_VIOLATION = 1008  # RFC 6455, section 7.4.1


@pytest.fixture
def held(origin):
    held = Held()
    yield held
    held.end()


# One of each kind, begun and under way: how to see its end, and how to let go of it.

def events(visit, path):
    wire = visit.wire()
    wire.send_head("GET", path, [*visit.credentials(), ("Accept", "text/event-stream")])
    answer = wire.begin_answer()
    assert answer.readline() == b"data: first\n"
    return wire.is_closed_within, wire.close


def download(visit, path):
    wire = visit.wire()
    wire.send_head("GET", path, visit.credentials())
    answer = wire.begin_answer()
    assert len(answer.read(100_000)) == 100_000
    return wire.is_closed_within, wire.close


def upload(visit, path):
    wire = visit.wire()
    wire.send_head("PUT", path, [*visit.credentials(), ("Content-Length", 1_000_000_000)])
    wire.send(bytes(100_000))
    return wire.is_closed_within, wire.close


def websocket(visit, path):
    socket = open_websocket(visit, path=path)
    socket.send("first")
    assert socket.recv(timeout=10) == "first"

    def is_closed_within(seconds):
        try:
            socket.recv(timeout=seconds)
            return False
        except ConnectionClosed:
            return True
        except TimeoutError:
            return False

    return is_closed_within, socket.close_socket


KINDS = [websocket, events, download, upload]


@pytest.mark.parametrize("take_away", WAYS)
def test_everything_ends_with_what_permitted_it(gate, origin, held, take_away):
    visit = gate.logged_in()
    end_by(take_away, gate, origin, begin(origin, held, visit, take_away.__name__, KINDS), visit)


def test_everything_ends_with_the_certificate(gate, origin, held):
    visit = gate.logged_in(gate.person("staff", nth=1))
    end_by(certificate_revoked, gate, origin, begin(origin, held, visit, "certificate_revoked", KINDS), visit)


def test_everything_that_a_partner_looks_at_ends_with_the_grant(own_gate, origin, held):
    """With a gate of its own: in the others' the sponsor is disabled for a while, which ends what they sponsor."""
    partner = own_gate.logged_in(own_gate.person("foreign_partner"))
    end_by(grant_ended, own_gate, origin, begin(origin, held, partner, "grant_ended", [websocket, events, download]), partner)


def test_nobody_else_notices(gate, origin, held):
    other = gate.logged_in(gate.person("privileged_admin"))
    undisturbed = begin(origin, held, other, "undisturbed", KINDS)
    visit = gate.logged_in()
    end_by(session_ended, gate, origin, begin(origin, held, visit, "session_ended", KINDS), visit)
    for one in undisturbed:
        assert not one.is_closed_within(0.1), one.path
        one.close()


def test_a_websocket_is_told_why_it_ends(gate, origin):
    """A close frame between two messages, with the code that scripts on a page can read."""
    origin.on("/told", echo)
    visit = gate.logged_in()
    with open_websocket(visit, path="/told") as socket:
        socket.send("first")
        assert socket.recv(timeout=10) == "first"
        with session_ended(gate, visit), pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=SECONDS)
    assert closed.value.rcvd.code == POLICY_VIOLATION
