"""Towards a console the gate is a careful client: right authority, right name, in date, or not one byte of the request (T55)."""

import ssl

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from harness.authority import Authority
from harness.origin import Origin

NAME = "console.example.kr"


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
def reach(start_gate, authority):
    """A visit to the open console, whose upstream is an https server as described."""
    servers = []

    def reach(context, **tls):
        servers.append(Origin(tls=context))
        gate = start_gate(upstream=servers[-1].url)
        tls = {"ca": authority.path, "server_name": NAME, **tls}
        gate.reconfigure(lambda _: gate.edit_policy("consoles.yaml", lambda c: c["consoles"]["notice"].update(tls=tls)))
        return gate, servers[-1], gate.visit("notice", gate.person("staff"))

    yield reach
    for server in servers:
        server.close()


def refused(gate, origin, visit, reason):
    answer = visit.get("/secret-path")
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")
    assert origin.arrivals() == []
    assert gate.trail.wait_for(request_id=answer.json()["request_id"], reason=reason)


def test_the_right_server_is_reached(reach, authority):
    _, origin, visit = reach(authority.server_context(NAME))
    assert visit.get("/over-tls").status == 200
    assert origin.the_arrival("/over-tls").header("X-Forwarded-Proto") == "https"


def test_another_authoritys_server_is_not(reach, tmp_path):
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other", "somebody else")
    refused(*reach(other.server_context(NAME)), "upstream_cert_invalid")


def test_a_server_of_another_name_is_not(reach, authority):
    refused(*reach(authority.server_context("other.example.kr")), "upstream_cert_invalid")


def test_a_server_with_an_ended_certificate_is_not(reach, authority):
    refused(*reach(authority.server_context(NAME, ended=True)), "upstream_cert_invalid")


def test_a_client_certificate_is_no_servers(reach, authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.issue(NAME, usage=ExtendedKeyUsageOID.CLIENT_AUTH))
    refused(*reach(context), "upstream_cert_invalid")


def test_an_old_tls_version_is_too_weak(reach, authority):
    context = authority.server_context(NAME, versions=(ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1))
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    refused(*reach(context), "upstream_tls_weak")


def test_the_gate_shows_its_own_certificate_where_asked(reach, authority):
    certificate, key = authority.issue("gate.example.kr", usage=ExtendedKeyUsageOID.CLIENT_AUTH)
    _, origin, visit = reach(authority.server_context(NAME, demands_client=True), client={"certificate": certificate, "key": key})
    assert visit.get("/mutual").status == 200
    assert origin.the_arrival("/mutual")


def test_without_it_such_a_server_is_not_reached(reach, authority):
    _, origin, visit = reach(authority.server_context(NAME, demands_client=True))
    assert visit.get("/mutual").status == 502
    assert origin.arrivals() == []
