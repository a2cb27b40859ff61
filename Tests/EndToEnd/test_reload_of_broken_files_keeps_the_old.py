"""Certificates, trust and revocation lists are read again whole or not at all; whoever is connected stays connected."""

import datetime
import os
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harness.waiting import until

GARBAGE = {"empty": b"", "not PEM": b"hello", "half": b"-----BEGIN CERTIFICATE-----\nMIIB", "binary": bytes(range(256))}


def replace(path, data):
    mode = os.stat(path).st_mode
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.chmod(path + ".new", mode)
    os.rename(path + ".new", path)


def server_files(gate):
    first = gate.settings()["tls"]["certificates"][0]
    return gate.named_in_settings(first["chain"]), gate.named_in_settings(first["key"])


def list_of_people(gate):
    """The file of the revocation list that names the revoked person, and the list."""
    with open(gate.person(None, "revoked").cert, "rb") as file:
        serial = x509.load_pem_x509_certificate(file.read()).serial_number
    folder = gate.named_in_settings(gate.settings()["clients"]["crls"])
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            data = file.read()
        found = x509.load_pem_x509_crl(data) if b"BEGIN" in data else x509.load_der_x509_crl(data)
        if found.get_revoked_certificate_by_serial_number(serial):
            return path, found
    raise AssertionError("no list names the revoked person")


def complains_about(gate, path, mark):
    name = os.path.basename(path)
    until(f"a complaint about {name}", lambda: name in gate.output()[mark:])


def self_made_server_certificate(gate):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "renewed")])
    now = datetime.datetime.fromtimestamp(gate.clock.now(), datetime.UTC)
    hosts = [x509.DNSName("*.gw.localhost")]
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30)).add_extension(x509.SubjectAlternativeName(hosts), False)
        .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256()))
    pem = serialization.Encoding.PEM
    return certificate.public_bytes(pem), key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


@pytest.mark.parametrize("what", GARBAGE)
def test_a_broken_server_certificate_keeps_the_old(own_gate, what):
    chain, _ = server_files(own_gate)
    mark = len(own_gate.output())
    replace(chain, GARBAGE[what])
    own_gate.reload()
    complains_about(own_gate, chain, mark)
    assert own_gate.visit("notice", own_gate.person("staff")).get("/").status == 200


def test_a_key_that_does_not_fit_keeps_both_old(own_gate):
    _, key = server_files(own_gate)
    mark = len(own_gate.output())
    replace(key, self_made_server_certificate(own_gate)[1])
    own_gate.reload()
    complains_about(own_gate, key, mark)
    assert own_gate.visit("notice", own_gate.person("staff")).get("/").status == 200


def test_a_renewed_certificate_is_shown_to_new_connections_and_old_ones_live_on(own_gate, tmp_path):
    chain, key = server_files(own_gate)
    visit = own_gate.visit("notice", own_gate.person("staff"))
    with visit.wire() as old:
        assert old.request("GET", "/").status == 200
        new_chain, new_key = self_made_server_certificate(own_gate)
        replace(key, new_key)
        replace(chain, new_chain)
        own_gate.reload()
        authority = tmp_path / "renewed.pem"
        authority.write_bytes(new_chain)

        def reached_by_the_new_name():
            try:
                own_gate.ca, before = str(authority), own_gate.ca
                return visit.get("/").status == 200
            except ssl.SSLCertVerificationError:
                return False
            finally:
                own_gate.ca = before

        until("the new certificate", reached_by_the_new_name)
        assert old.request("GET", "/").status == 200


@pytest.mark.parametrize("what", GARBAGE)
def test_broken_trust_anchors_keep_the_old(own_gate, what):
    anchors = own_gate.named_in_settings(own_gate.settings()["clients"]["trust"][0])
    mark = len(own_gate.output())
    replace(anchors, GARBAGE[what])
    own_gate.reload()
    complains_about(own_gate, anchors, mark)
    assert own_gate.visit("notice", own_gate.person("staff")).get("/").status == 200
    assert own_gate.visit("notice", own_gate.person(None, "foreign_ca")).get("/").reason == "cert_untrusted_issuer"


@pytest.mark.parametrize("what", GARBAGE)
def test_a_broken_revocation_list_keeps_the_old(own_gate, what):
    """Neither is anyone let in who was out, nor put out who was in."""
    path, _ = list_of_people(own_gate)
    mark = len(own_gate.output())
    replace(path, GARBAGE[what])
    own_gate.reload()
    complains_about(own_gate, path, mark)
    assert own_gate.visit("notice", own_gate.person(None, "revoked")).get("/").reason == "cert_revoked"
    assert own_gate.visit("notice", own_gate.person("staff")).get("/").status == 200


def test_a_revocation_list_of_a_forger_frees_nobody(own_gate):
    """Right issuer name, wrong key: pomerium #4471's kind of mistake would take it as an empty list."""
    path, real = list_of_people(own_gate)
    forged = (
        x509.CertificateRevocationListBuilder().issuer_name(real.issuer).last_update(real.last_update_utc)
        .next_update(real.next_update_utc).sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()))
    replace(path, forged.public_bytes(serialization.Encoding.PEM))
    own_gate.reload()
    revoked = own_gate.visit("notice", own_gate.person(None, "revoked"))
    for _ in range(20):
        assert revoked.get("/").reason in ("cert_revoked", "cert_unusable")


def test_a_list_past_its_next_update_denies_where_it_matters(own_gate, origin):
    """T104; compliance profile 2.5, point 9: unknown is no where the grade is above open; and it is said aloud."""
    end = list_of_people(own_gate)[1].next_update_utc.timestamp()
    visit = own_gate.logged_in()
    own_gate.clock.advance(seconds=int(end - own_gate.clock.now()) + 3600)
    answer = own_gate.visit("build", visit.person).get("/stale")
    assert (answer.status, answer.reason) == (403, "cert_unusable")
    record = own_gate.trail.wait_for(request_id=answer.json()["request_id"])
    assert record["reason"] == "revocation_unknown"
    assert origin.arrivals("/stale") == []


def test_broken_files_at_the_start_refuse_to_start(own_gate):
    chain, _ = server_files(own_gate)
    own_gate.stop()
    replace(chain, b"hello")
    with pytest.raises(AssertionError, match="ended with 2"):
        own_gate.start()
    assert os.path.basename(chain) in own_gate.output()
