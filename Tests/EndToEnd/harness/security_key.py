"""A security key and the browser before it, in software, written apart from the gateway's own: keys by cryptography, CBOR and the formats by Yubico's fido2."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialRequestOptions,
)

UP, UV, BACKUP_ELIGIBLE = 0x01, 0x04, 0x08


class SecurityKey:
    """Does everything right, but for what a test sets otherwise."""

    def __init__(self, flags=UP | UV, count=1):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.credential = secrets.token_bytes(32)
        self.flags = flags
        self.count = count

    def register(self, options, origin, **changes):
        """RegistrationResponseJSON for the options of the gateway."""
        options = PublicKeyCredentialCreationOptions.from_dict(options["publicKey"])
        assert options.authenticator_selection.user_verification == "required"
        data = AttestedCredentialData.create(Aaguid.NONE, self.credential, ES256.from_cryptography_key(self._key.public_key()))
        data = AuthenticatorData.create(self._rp_id_hash(changes, options.rp.id), self.flags | 0x40, self.count, data)
        client = self._client_data(CollectedClientData.TYPE.CREATE, options.challenge, origin)
        return self._credential(clientDataJSON=client, attestationObject=AttestationObject.create("none", data, {}))

    def show(self, options, origin, **changes):
        """AuthenticationResponseJSON for the options of the gateway."""
        options = PublicKeyCredentialRequestOptions.from_dict(options["publicKey"])
        assert options.user_verification == "required"
        self.count += 1
        data = AuthenticatorData.create(self._rp_id_hash(changes, options.rp_id), changes.get("flags", self.flags), changes.get("count", self.count))
        client = self._client_data(CollectedClientData.TYPE.GET, changes.get("challenge", options.challenge), origin)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _rp_id_hash(self, changes, rp_id):
        return hashlib.sha256(changes.get("rp_id", rp_id).encode()).digest()

    def _client_data(self, kind, challenge, origin):
        return CollectedClientData.create(kind, challenge, origin)

    def _credential(self, **response):
        name = websafe_encode(self.credential)
        response = {member: websafe_encode(bytes(value)) for member, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


class KeyHolder:
    """A person with a security key at a console, over a visit of theirs."""

    def __init__(self, visit, key=None, origin=None):
        self.visit = visit
        self.key = key or SecurityKey()
        self.origin = origin or visit.gate.ready["gate"]

    def post(self, path, document):
        return self.visit.post(path, json.dumps(document).encode(), [("Content-Type", "application/json")])

    def ask(self):
        """The options with which a browser is asked for a key."""
        answer = self.post("/.gwanmun/webauthn/request", {})
        assert answer.status == 200, answer
        return answer.json()

    def creation(self, code=None):
        return self.post("/.gwanmun/webauthn/creation", {"code": code} if code else {})

    def register(self, options, name="drawer", key=None, **changes):
        credential = (key or self.key).register(options, changes.pop("origin", self.origin), **changes)
        return self.post("/.gwanmun/webauthn/registration", {"name": name, "credential": credential})

    def enrol(self, code):
        """By an administrator's code, to the end."""
        options = self.creation(code)
        assert options.status == 200, options
        answer = self.register(options.json())
        assert answer.status == 201, answer
        return answer.json()

    def show(self, options=None, **changes):
        """Shows the key, and returns the gate's answer, whatever it is."""
        options = options or self.ask()
        credential = (changes.pop("key", None) or self.key).show(options, changes.pop("origin", self.origin), **changes)
        return self.visit.present(webauthn=credential)

    def log_in(self):
        answer = self.show()
        assert answer.status == 201, answer
        self.visit.keep(answer)
        return answer


def enrolment_code(gate, person):
    """Takes all factors of a person away, as an administrator does, for a new code."""
    answer = gate.command("user", "reset-factor", person.name, "--reason", "a security key in its place", "--json")
    assert answer.returncode == 0, answer
    return json.loads(answer.stdout)["enrolment_code"]


def key_holder(gate, person, console=None, **options):
    """Somebody whose only second factor is a security key."""
    holder = KeyHolder(gate.visit(console, person), **options)
    holder.enrol(enrolment_code(gate, person))
    return holder
