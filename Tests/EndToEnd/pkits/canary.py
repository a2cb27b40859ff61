"""An authority of a test's own, with a person below it: by their acceptance one sees which trust a gateway has in use."""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


class Canary:
    def __init__(self, name, folder, now):
        """Writes the person's certificate and key; `now` is in seconds since 1970."""
        self._now = datetime.datetime.fromtimestamp(now, datetime.UTC)
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"canary {name}"[:64])])
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._authority = self._certificate(self._name, self._key, _authority_extensions())
        key = ec.generate_private_key(ec.SECP256R1())
        person = self._certificate(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bird")]), key, _person_extensions())
        self.cert, self.key = str(folder / "canary.pem"), str(folder / "canary.key")
        _write(self.cert, person.public_bytes(serialization.Encoding.PEM))
        _write(self.key, key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    def authority(self):
        """PEM."""
        return self._authority.public_bytes(serialization.Encoding.PEM)

    def revocation_list(self):
        """DER."""
        made = x509.CertificateRevocationListBuilder().issuer_name(self._name).last_update(self._now - DAY)
        made = made.next_update(self._now + 30 * DAY).add_extension(x509.CRLNumber(1), False)
        return made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _certificate(self, subject, key, extensions):
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(self._now - DAY).not_valid_after(self._now + 30 * DAY)
        for extension, is_critical in extensions:
            made = made.add_extension(extension, is_critical)
        return made.sign(self._key, hashes.SHA256())


def _authority_extensions():
    return [(x509.BasicConstraints(True, 0), True), (_usage(key_cert_sign=True, crl_sign=True), True)]


def _person_extensions():
    return [(x509.BasicConstraints(False, None), True), (_usage(digital_signature=True), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False)]


def _usage(**on):
    names = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
             "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{name: on.get(name, False) for name in names})


def _write(path, data):
    with open(path, "wb") as file:
        file.write(data)
