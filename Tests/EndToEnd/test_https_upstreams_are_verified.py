"""Towards a console the gate is a careful client: right authority, right name, in date, or not one byte of the request (T55)."""

import os
import ssl

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from harness.authority import Authority
from harness.origin import Origin
from harness.waiting import until

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


@pytest.mark.parametrize("contract, version, cipher, reached", [
    ({"min_tls": "1.3"}, ssl.TLSVersion.TLSv1_2, None, False),
    ({"min_tls": "1.3"}, ssl.TLSVersion.TLSv1_3, None, True),
    ({"min_tls": "1.2", "min_cipher_bits": 256}, ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", False),
    ({"min_tls": "1.2", "min_cipher_bits": 256}, ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES256-GCM-SHA384", True),
])
def test_t36_what_the_contract_asks_for_is_agreed_on_or_no_byte_is_sent(reach, authority, contract, version, cipher, reached):
    context = authority.server_context(NAME, versions=(version, version))
    if cipher:
        context.set_ciphers(cipher)
    gate, origin, visit = reach(context)
    # A connection from before is of no use under the new terms.
    assert visit.get("/before").status == 200
    gate.edit_policy("consoles.yaml", lambda c: c["consoles"]["notice"].update(contract={"ref": "C-2026-014", **contract}))
    assert gate.command("reload").returncode == 0
    answer = visit.get("/secret-path")
    if reached:
        assert answer.status == 200
        return
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")
    assert origin.arrivals("/secret-path") == []
    assert gate.trail.wait_for(request_id=answer.json()["request_id"], reason="upstream_tls_weak")


def test_the_gate_shows_its_own_certificate_where_asked(reach, authority):
    certificate, key = authority.issue("gate.example.kr", usage=ExtendedKeyUsageOID.CLIENT_AUTH)
    _, origin, visit = reach(authority.server_context(NAME, demands_client=True), client={"certificate": certificate, "key": key})
    assert visit.get("/mutual").status == 200
    assert origin.the_arrival("/mutual")


def test_without_it_such_a_server_is_not_reached(reach, authority):
    _, origin, visit = reach(authority.server_context(NAME, demands_client=True))
    assert visit.get("/mutual").status == 502
    assert origin.arrivals() == []


# The files change while the gate serves.

GARBAGE = b"-----BEGIN CERTIFICATE-----\nMIIB"


def replace(path, data):
    """Whole or not at all, as who renews certificates does; nobody tells the gate."""
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.chmod(path + ".new", os.stat(path).st_mode)
    os.rename(path + ".new", path)


def content(path):
    with open(path, "rb") as file:
        return file.read()


def test_a_changed_authority_is_taken(reach, authority, tmp_path):
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other", "the next one")
    gate, _, visit = reach(other.server_context(NAME))
    assert visit.get("/before").status == 502
    sequence = gate.trail.last_sequence()
    replace(authority.path, content(other.path))
    until("the new authority to be believed", lambda: visit.get("/after").status == 200)
    until("the record", lambda: [r["change"] for r in gate.trail.since(sequence) if r.get("part") == "upstream_tls"] == ["adopted"])
    assert not [r for r in gate.trail.since(sequence) if r["type"] == "policy_change"]


def test_one_that_is_none_changes_nothing_and_is_named(reach, authority):
    gate, origin, visit = reach(authority.server_context(NAME))
    good, mark = content(authority.path), len(gate.output())
    replace(authority.path, GARBAGE)
    until("a complaint about it", lambda: os.path.basename(authority.path) in gate.output()[mark:])
    assert "the one before" in gate.output()[mark:] and "console notice" in gate.output()[mark:]
    assert visit.get("/still").status == 200
    assert gate.trail.wait_for(part="upstream_tls")["change"] == "refused"
    sequence = gate.trail.last_sequence()
    replace(authority.path, good)
    until("the good one to be taken", lambda: [r["change"] for r in gate.trail.since(sequence) if r.get("part") == "upstream_tls"] == ["adopted"])
    assert visit.get("/again").status == 200


def test_a_renewed_client_certificate_is_shown(reach, authority):
    """Of two files that change one after the other the first alone fits nothing: the old pair is shown until both are there."""
    certificate, key = authority.issue("gate.example.kr", usage=ExtendedKeyUsageOID.CLIENT_AUTH)
    gate, origin, visit = reach(authority.server_context(NAME, demands_client=True), client={"certificate": certificate, "key": key})
    assert visit.get("/mutual").status == 200
    renewed, its_key = authority.issue("renewed.example.kr", usage=ExtendedKeyUsageOID.CLIENT_AUTH)
    mark = len(gate.output())
    replace(certificate, content(renewed))
    until("a complaint", lambda: "console notice" in gate.output()[mark:])
    assert visit.get("/mutual").status == 200
    replace(key, content(its_key))

    def shown():
        assert visit.get("/renewed").status == 200
        return "renewed.example.kr" in str(origin.arrivals("/renewed")[-1].connection.socket.getpeercert())

    until("the new certificate to be shown", shown)


def test_a_file_that_the_policy_wanted_and_did_not_get_is_waited_for(reach, authority, tmp_path):
    gate, _, visit = reach(authority.server_context(NAME))
    late, mark = str(tmp_path / "late.pem"), len(gate.output())
    gate.edit_policy("consoles.yaml", lambda c: c["consoles"]["notice"]["tls"].update(ca=late))
    until("a complaint about it", lambda: "late.pem" in gate.output()[mark:])
    assert visit.get("/still").status == 200
    sequence = gate.trail.last_sequence()
    with open(late, "wb") as file:
        file.write(content(authority.path))
    until("the policy to be taken", lambda: any(r["type"] == "policy_change" and r["change"] == "adopted" for r in gate.trail.since(sequence)))
    assert visit.get("/after").status == 200
