"""What is taken away is gone within two seconds, also from connections that were open before (design 4)."""

import pytest

SECONDS = 2


def stream(gate, origin, visit):
    """A response that the origin never ends; returns the wire and what reads it."""
    def drip(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        while exchange.connection.file.read1(1):
            pass
        exchange.connection.is_done = True

    origin.on("/drip", drip)
    wire = visit.wire()
    wire.send_head("GET", "/drip", visit.credentials())
    answer = wire.begin_answer()
    assert answer.read(5) == b"first"
    return wire


def disable_account(gate, person):
    done = gate.command("user", "disable", person.name, "--reason", "left the company")
    assert done.returncode == 0, done.stderr


def end_sessions(gate, person):
    done = gate.command("session", "end", person.name)
    assert done.returncode == 0, done.stderr


def lock_account(gate, person):
    done = gate.command("lock", "add", "--account", person.name, "--reason", "incident 17")
    assert done.returncode == 0, done.stderr


def revoke_certificate(gate, person):
    done = gate.command("pki", "revoke", "--cert", person.cert)
    assert done.returncode == 0, done.stderr


WAYS = [disable_account, end_sessions, lock_account, revoke_certificate]


@pytest.mark.parametrize("take_away", WAYS)
def test_a_running_download_is_cut(own_gate, origin, take_away):
    visit = own_gate.logged_in()
    with stream(own_gate, origin, visit) as wire:
        take_away(own_gate, visit.person)
        assert wire.is_closed_within(SECONDS)


@pytest.mark.parametrize("take_away", WAYS)
def test_the_next_request_on_a_kept_connection_is_refused(own_gate, origin, take_away):
    visit = own_gate.logged_in()
    with visit.wire() as wire:
        assert wire.request("GET", "/before", visit.credentials()).status == 200
        take_away(own_gate, visit.person)
        if not wire.is_closed_within(SECONDS):
            answer = wire.request("GET", "/after", visit.credentials())
            assert answer.status in (401, 403)
    assert origin.arrivals("/after") == []


def test_the_open_console_is_closed_to_a_revoked_certificate_too(own_gate):
    visit = own_gate.visit("notice", own_gate.person("staff"))
    with visit.wire() as wire:
        assert wire.request("GET", "/").status == 200
        revoke_certificate(own_gate, visit.person)
        assert wire.is_closed_within(SECONDS) or wire.request("GET", "/").reason == "cert_revoked"
    assert visit.get("/").reason == "cert_revoked"


def test_others_are_not_disturbed(own_gate, origin):
    visit, other = own_gate.logged_in(), own_gate.logged_in(own_gate.person("staff", nth=1))
    with stream(own_gate, origin, other) as wire:
        disable_account(own_gate, visit.person)
        assert visit.get("/").status in (401, 403)
        assert not wire.is_closed_within(SECONDS)


def test_an_expiring_certificate_ends_its_connections(own_gate):
    """Validity is asked again on every request, not only in the handshake."""
    visit = own_gate.visit("notice", own_gate.person("staff"))
    with visit.wire() as wire:
        assert wire.request("GET", "/").status == 200
        own_gate.clock.advance(hours=24 * 365 * 12)
        assert wire.is_closed_within(SECONDS) or wire.request("GET", "/").reason == "cert_expired"


def test_a_revocation_survives_a_restart(own_gate):
    """keycloak #31296: restart after revoke."""
    visit = own_gate.logged_in()
    revoke_certificate(own_gate, visit.person)
    own_gate.kill()
    own_gate.start()
    assert visit.get("/").reason == "cert_revoked"
