"""NIST PKITS (Public Key Interoperability Test Suite, 2011): certificates and lists from cryptography_vectors, expected results
from the tests of pyhanko-certvalidator, whose source archive `make setup` unpacks."""

import glob
import json
import os
import sys

import cryptography_vectors

DATA = os.path.join(os.path.dirname(cryptography_vectors.__file__), "x509", "PKITS_data")
EXPECTATIONS = "test-data/pyhanko_certvalidator-*/tests/fixtures/nist_pkits/pkits.json"

# PKITS finds these chains valid, and the gateway refuses them on purpose, each for the reason that it says.
REFUSED_ON_PURPOSE = {
    # Keys are RSA, elliptic curves or EdDSA.
    "40104": "cert_weak_key",
    "40105": "cert_untrusted_issuer",
    # The end of these chains is a CA's certificate, and no person's (compliance profile 2.5, point 4).
    "40608": "cert_is_ca",
    "40614": "cert_is_ca",
    "40806": "cert_is_ca",
    "41413": "cert_is_ca",
    # Indirect revocation lists are not used.
    "41422": "revocation_unknown",
    "41424": "revocation_unknown",
    "41425": "revocation_unknown",
    "41428": "revocation_unknown",
    "41429": "revocation_unknown",
    "41430": "revocation_unknown",
    "41433": "revocation_unknown",
}


class Case:
    def __init__(self, entry):
        self.number = entry["id"]
        self.name = entry["name"]
        self.leaf = certificate(entry["cert"])
        self.others = [certificate(name) for name in entry.get("other_certs", [])]
        self.lists = [revocation_list("TrustAnchorRootCRL.crl"), *map(revocation_list, entry.get("crls", []))]
        self.inputs = entry.get("params", {})
        self.is_valid = "error" not in entry

    @property
    def refusal(self):
        """The reason code by which a valid chain is refused on purpose."""
        return REFUSED_ON_PURPOSE.get(self.number) if self.is_valid else None

    @property
    def is_accepted(self):
        return self.is_valid and self.refusal is None

    @property
    def uses_dsa(self):
        return "DSA" in os.path.basename(self.leaf)

    @property
    def container(self):
        """PKCS#12 with the key of the leaf."""
        return os.path.join(DATA, "pkcs12", os.path.basename(self.leaf)[:-len(".crt")] + ".p12")

    def __repr__(self):
        return f"{self.number}-{self.name}"


def certificate(name):
    return os.path.join(DATA, "certs", name)


def revocation_list(name):
    return os.path.join(DATA, "crls", name)


ANCHOR = certificate("TrustAnchorRootCertificate.crt")


def cases():
    found = glob.glob(os.path.join(sys.prefix, EXPECTATIONS))
    assert len(found) == 1, f"no {EXPECTATIONS} in {sys.prefix}; `make setup` puts it there"
    with open(found[0], encoding="utf-8") as file:
        return [Case(entry) for entry in json.load(file)]


CASES = cases()
