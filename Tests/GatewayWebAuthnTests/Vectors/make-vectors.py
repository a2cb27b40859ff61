"""Makes made-vectors.json: what W3C's test vectors do not have and libfido2 verifies, RSA credentials of 2048 bits and statements of TPMs signed with
RSA and SHA-1. Every run draws new keys. Needs the package `cryptography`.

    .venv/bin/python Tests/GatewayWebAuthnTests/Vectors/make-vectors.py > Tests/GatewayWebAuthnTests/Vectors/made-vectors.json
"""
import base64
import datetime
import hashlib
import json
import secrets
import struct

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

RP_ID, ORIGIN = "example.org", "https://example.org"
USER_PRESENT_AND_VERIFIED, ATTESTED = 0x05, 0x40
RS256, RS1 = -257, -65535
TPM_RSA, TPM_ECC, TPM_SHA256, TPM_NULL, TPM_P256 = 0x0001, 0x0023, 0x000B, 0x0010, 0x0003
# fixedTPM, fixedParent, sensitiveDataOrigin, sign
TPM_KEY_ATTRIBUTES = 0x00040032
ATTESTATION_IDENTITY_KEY = x509.ObjectIdentifier("2.23.133.8.3")


def cbor(value):
    def head(major, argument):
        if argument < 24:
            return bytes([major << 5 | argument])
        for size, form in ((24, ">B"), (25, ">H"), (26, ">I")):
            if argument < 1 << (8 * struct.calcsize(form)):
                return bytes([major << 5 | size]) + struct.pack(form, argument)
        raise ValueError(argument)

    match value:
        case int():
            return head(0, value) if value >= 0 else head(1, -1 - value)
        case bytes():
            return head(2, len(value)) + value
        case str():
            return head(3, len(value.encode())) + value.encode()
        case list():
            return head(4, len(value)) + b"".join(map(cbor, value))
        case dict():
            return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


def client_data(ceremony, challenge):
    encoded = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
    return json.dumps({"type": ceremony, "challenge": encoded, "origin": ORIGIN, "crossOrigin": False},
                      separators=(",", ":")).encode()


def sized(data):
    return struct.pack(">H", len(data)) + data


class RSACredential:
    def __init__(self):
        self.key = rsa.generate_private_key(65537, 2048)
        self.modulus = self.key.public_key().public_numbers().n.to_bytes(256, "big")
        self.cose = cbor({1: 3, 3: RS256, -1: self.modulus, -2: b"\x01\x00\x01"})

    def sign(self, message):
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())

    def tpm_public_area(self):
        return (struct.pack(">HHI", TPM_RSA, TPM_SHA256, TPM_KEY_ATTRIBUTES) + sized(bytes(32))
                + struct.pack(">HHHI", TPM_NULL, TPM_NULL, 2048, 0) + sized(self.modulus))


class P256Credential:
    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        numbers = self.key.public_key().public_numbers()
        self.x, self.y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        self.cose = cbor({1: 2, 3: -7, -1: 1, -2: self.x, -3: self.y})

    def sign(self, message):
        return self.key.sign(message, ec.ECDSA(hashes.SHA256()))

    def tpm_public_area(self):
        return (struct.pack(">HHI", TPM_ECC, TPM_SHA256, TPM_KEY_ATTRIBUTES) + sized(bytes(32))
                + struct.pack(">HHHH", TPM_NULL, TPM_NULL, TPM_P256, TPM_NULL) + sized(self.x) + sized(self.y))


class TPM:
    """An attestation identity key under an authority of its own."""

    def __init__(self):
        authority_key = ec.generate_private_key(ec.SECP256R1())
        authority_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "TPM test authority")])
        self.authority = self.certificate(authority_name, authority_name, authority_key.public_key(), authority_key, [
            (x509.BasicConstraints(True, None), True)])
        self.key = rsa.generate_private_key(65537, 2048)
        tpm_name = x509.Name([x509.NameAttribute(x509.ObjectIdentifier(f"2.23.133.2.{n}"), value)
                              for n, value in ((1, "id:00000000"), (2, "test"), (3, "id:00000000"))])
        self.identity = self.certificate(x509.Name([]), authority_name, self.key.public_key(), authority_key, [
            (x509.BasicConstraints(False, None), True),
            (x509.SubjectAlternativeName([x509.DirectoryName(tpm_name)]), True),
            (x509.ExtendedKeyUsage([ATTESTATION_IDENTITY_KEY]), False)])

    @staticmethod
    def certificate(subject, issuer, public_key, signing_key, extensions):
        begin = datetime.datetime(2024, 1, 1)
        builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public_key)
                   .serial_number(x509.random_serial_number()).not_valid_before(begin)
                   .not_valid_after(begin.replace(year=2124)))
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(signing_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def statement(self, public_area, authenticator_data, hashed_client_data):
        def name(data):
            return sized(struct.pack(">H", TPM_SHA256) + data)

        certified = (struct.pack(">IH", 0xFF544347, 0x8017) + name(bytes(32))
                     + sized(hashlib.sha1(authenticator_data + hashed_client_data).digest())
                     + struct.pack(">QIIB", 1, 1, 1, 1) + struct.pack(">Q", 1)
                     + name(hashlib.sha256(public_area).digest()) + name(bytes(32)))
        return {"ver": "2.0", "alg": RS1, "x5c": [self.identity, self.authority],
                "sig": self.key.sign(certified, padding.PKCS1v15(), hashes.SHA1()),
                "certInfo": certified, "pubArea": public_area}


def vector(name, credential, tpm=None):
    challenge, credential_id, model = secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(16)
    client = client_data("webauthn.create", challenge)
    hashed = hashlib.sha256(client).digest()
    party = hashlib.sha256(RP_ID.encode()).digest()
    data = (party + bytes([USER_PRESENT_AND_VERIFIED | ATTESTED]) + bytes(4) + model + sized(credential_id)
            + credential.cose)
    if tpm:
        attestation = {"fmt": "tpm", "attStmt": tpm.statement(credential.tpm_public_area(), data, hashed)}
    else:
        attestation = {"fmt": "packed", "attStmt": {"alg": RS256, "sig": credential.sign(data + hashed)}}

    challenge_again = secrets.token_bytes(32)
    client_again = client_data("webauthn.get", challenge_again)
    data_again = party + bytes([USER_PRESENT_AND_VERIFIED]) + bytes(4)
    return {
        "section": name,
        "registration": {"challenge": challenge.hex(), "clientDataJSON": client.hex(),
                         "attestationObject": cbor(attestation | {"authData": data}).hex()},
        "authentication": {"challenge": challenge_again.hex(), "authenticatorData": data_again.hex(),
                           "clientDataJSON": client_again.hex(),
                           "signature": credential.sign(data_again + hashlib.sha256(client_again).digest()).hex()},
    }


def main():
    tpm = TPM()
    print(json.dumps({
        "source": "make-vectors.py, beside this file",
        "attestationRoot": tpm.authority.hex(),
        "vectors": [vector("packed-self-rs256", RSACredential()), vector("tpm-rs1-rs256", RSACredential(), tpm),
                    vector("tpm-rs1-es256", P256Credential(), tpm)],
    }, indent=1))


main()
