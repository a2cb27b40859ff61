"""NIST PKITS over live TLS: a serving gateway takes trust and lists of each case into use, and meets its certificate in a handshake."""

import os
import ssl

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from canary import Canary
from harness.gate import Gate
from harness.waiting import until
from pkits_suite import ANCHOR, CASES

# A certificate that is good and belongs to nobody here.
ACCEPTED = "cert_not_bound"
PUBLIC = {"cert_is_ca": "cert_unusable", "revocation_unknown": "cert_unusable", "cert_untrusted_issuer": "cert_untrusted_issuer"}

# Without inputs of their own, which a gateway takes from its settings; and with keys that TLS 1.2 and 1.3 can use.
LIVE = [case for case in CASES if not case.inputs and not case.uses_dsa]


class Client:
    """What a connection needs of a person."""

    def __init__(self, case, folder):
        self.cert, self.key = str(folder / "client.pem"), str(folder / "client.key")
        with open(self.cert, "w", encoding="ascii") as file:
            for path in [case.leaf, *case.others]:
                file.write(_pem(path))
        with open(case.container, "rb") as file:
            key = pkcs12.load_key_and_certificates(file.read(), b"password")[0]
        with open(self.key, "wb") as file:
            file.write(key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


class Trust:
    """The folder a gateway takes its trust from: a link, so that all of it changes at once."""

    def __init__(self, gate, folder):
        self.gate = gate
        self.folder = folder
        self.link = folder / "current"

    def configure(self, settings):
        settings["clients"] = {
            "trust": [str(self.link / "anchors.pem")], "intermediates": [str(self.link / "intermediates")],
            "crls": str(self.link / "lists"), "demand": "explain", "profile": {"eku_absent_ok": True}}

    def take(self, name, others=(), lists=()):
        """Lays out a trust, has the gateway take it into use and returns when it has."""
        place = self.folder / name
        (place / "intermediates").mkdir(parents=True)
        (place / "lists").mkdir()
        canary = Canary(name, place, self.gate.clock.now())
        (place / "anchors.pem").write_bytes(_pem(ANCHOR).encode() + canary.authority())
        (place / "lists" / "canary.crl").write_bytes(canary.revocation_list())
        for path in others:
            (place / "intermediates" / os.path.basename(path)).write_bytes(_read(path))
        for path in lists:
            (place / "lists" / os.path.basename(path)).write_bytes(_read(path))
        os.symlink(place, self.folder / "next")
        os.replace(self.folder / "next", self.link)
        return canary

    def is_in_use(self, canary):
        return reason(self.gate, canary) == ACCEPTED


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def _pem(path):
    return ssl.DER_cert_to_PEM_cert(_read(path))


def reason(gate, person):
    """What the gate says of a person's certificate."""
    with gate.wire("notice", person) as wire:
        return wire.request("GET", "/", [("Accept", "application/json")]).reason


@pytest.fixture(scope="module")
def trust(origin, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pkits")
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")
    try:
        trust = Trust(gate, folder)
        canary = trust.take("first")
        gate.reconfigure(trust.configure)
        assert trust.is_in_use(canary)
        yield trust
    finally:
        gate.end()


@pytest.mark.parametrize("case", LIVE, ids=repr)
def test_the_verdict_is_that_of_the_suite(case, trust, tmp_path, origin):
    canary = trust.take(repr(case), case.others, case.lists)
    trust.gate.reload()
    until("the trust of this case", lambda: trust.is_in_use(canary))
    said = reason(trust.gate, Client(case, tmp_path))
    assert said is not None, "the request was answered"
    assert (said == ACCEPTED) == case.is_accepted, said
    if case.refusal:
        assert said == PUBLIC[case.refusal]


def test_nobody_reached_the_upstream(origin, trust):
    assert origin.arrivals() == []
