"""What a console is told about the person comes from the gate alone."""

import base64
import hashlib
import itertools
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

IDENTITY = ["X-Gwanmun-User", "X-Gwanmun-Roles", "X-Gwanmun-Assertion"]
FORWARDING = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"]
STRIPPED = ["X-Real-IP", "Client-Cert", "Client-Cert-Chain", "X-SSL-Client-Cert", "X-Forwarded-Client-Cert",
            "X-Forwarded-User", "X-Forwarded-Port", "X-Gwanmun-Grade", "Gwanmun-Session"]


def spellings(name):
    """`-` and `_` are one to CGI-style upstreams, and case is nothing to anyone."""
    gaps = name.count("-")
    for joints in itertools.product("-_", repeat=gaps):
        parts = name.split("-")
        spelled = parts[0] + "".join(joint + part for joint, part in zip(joints, parts[1:]))
        yield from (spelled, spelled.upper(), spelled.lower())


@pytest.mark.parametrize("name", IDENTITY + FORWARDING + STRIPPED)
def test_a_forged_header_never_arrives(gate, origin, name):
    """T107."""
    visit = gate.visit("notice", gate.person("staff"))
    for number, spelled in enumerate(sorted(set(spellings(name)))):
        path = f"/forged/{name}/{number}"
        visit.get(path, [(spelled, "forged-by-client")])
        for arrived in origin.arrivals(path):
            assert b"forged-by-client" not in arrived.head, spelled


def test_the_upstream_is_told_who_and_from_where(gate, origin):
    visit = gate.logged_in()
    visit.get("/who")
    arrived = origin.the_arrival("/who")
    assert arrived.header("X-Gwanmun-User") == visit.person.name
    assert set(arrived.header("X-Gwanmun-Roles").replace(" ", "").split(",")) == set(visit.person.roles)
    assert arrived.header("X-Forwarded-For") == "127.0.0.1"
    assert arrived.header("X-Forwarded-Proto") == "https"
    assert arrived.header("X-Forwarded-Host").split(":")[0] == gate.consoles["build"].host
    assert "proto=https" in arrived.header("Forwarded")
    assert arrived.header("Host").split(":")[0] == gate.consoles["build"].host
    assert arrived.header("X-Request-Id")


def test_the_request_id_is_ours_and_leads_to_the_record(gate, origin):
    gate.visit("notice", gate.person("staff")).get("/traced", [("X-Request-Id", "chosen-by-client")])
    request_id = origin.the_arrival("/traced").header("X-Request-Id")
    assert request_id != "chosen-by-client"
    assert gate.trail.wait_for(request_id=request_id)["path"] == "/traced"


def test_the_session_stays_at_the_gate(gate, origin):
    visit = gate.logged_in()
    cookies = f"theme=dark; __Host-gwanmun={visit.cookie}; lang=ko"
    secret, visit.cookie = visit.cookie, None
    assert visit.get("/cookies", [("Cookie", cookies)]).status == 200
    assert visit.get("/token", [("Gwanmun-Session", visit.token)]).status == 200
    for path in ["/cookies", "/token"]:
        head = origin.the_arrival(path).head.decode()
        assert "gwanmun=" not in head and secret not in head and visit.token not in head
    kept = origin.the_arrival("/cookies").header("Cookie").replace(" ", "").split(";")
    assert kept == ["theme=dark", "lang=ko"]


def test_the_upstream_cannot_set_the_gates_cookie(gate, origin):
    def answer(exchange):
        exchange.read_body()
        exchange.reply(200, [("Set-Cookie", "__Host-gwanmun=planted; Path=/; Secure"), ("Set-Cookie", "console=1; Path=/")])

    origin.on("/plant", answer)
    cookies = gate.visit("notice", gate.person("staff")).get("/plant").all("Set-Cookie")
    assert cookies == ["console=1; Path=/"]


def test_hop_by_hop_fields_end_at_the_gate(gate, origin):
    """RFC 9110, section 7.6.1: the listed ones, and whatever Connection names."""
    hops = [("Connection", "close, X-Named-Hop"), ("X-Named-Hop", "1"), ("Keep-Alive", "timeout=5"),
            ("Proxy-Authorization", "Basic eDp5"), ("Proxy-Connection", "keep-alive"), ("TE", "trailers")]
    gate.visit("notice", gate.person("staff")).get("/hops", [*hops, ("X-Stays", "1")])
    names = origin.the_arrival("/hops").names
    assert names.isdisjoint({"x-named-hop", "keep-alive", "proxy-authorization", "proxy-connection"})
    assert "x-stays" in names


def test_connection_cannot_name_our_own_fields_away(gate, origin):
    """Naming an identity field in Connection must not strip what the gate adds."""
    visit = gate.logged_in()
    visit.get("/unnamed", [("Connection", "X-Gwanmun-User, X-Gwanmun-Assertion, X-Forwarded-For, X-Request-Id, Host")])
    for arrived in origin.arrivals("/unnamed"):
        assert arrived.header("X-Gwanmun-User") == visit.person.name
        assert arrived.header("X-Gwanmun-Assertion") and arrived.header("Host")


def test_the_assertion_proves_itself(gate, origin):
    """JWS ES256 (RFC 7515, 7518): for this console, this person, this certificate, at most 60 s."""
    visit = gate.logged_in()
    visit.get("/asserted")
    header, claims = verified(gate, origin.the_arrival("/asserted").header("X-Gwanmun-Assertion"))
    assert header["alg"] == "ES256"
    assert claims["aud"] in ("build", ["build"])
    assert claims["sub"] == visit.person.name
    assert {"swk", "otp"} <= set(claims["amr"])
    assert claims["grade"] == "sensitive"
    assert claims["cnf"]["x5t#S256"] == thumbprint(visit.person.cert)
    assert 0 < claims["exp"] - claims["iat"] <= 60
    assert abs(claims["iat"] - gate.clock.now()) <= 5
    assert claims["jti"]


def test_no_two_assertions_are_the_same(gate, origin):
    visit = gate.logged_in()
    visit.get("/a/1")
    visit.get("/a/2")
    ids = {verified(gate, origin.the_arrival(f"/a/{n}").header("X-Gwanmun-Assertion"))[1]["jti"] for n in (1, 2)}
    assert len(ids) == 2


def verified(gate, token):
    header, claims, signature = token.split(".")
    keys = gate.visit("build", gate.person("staff")).get("/.gwanmun/jwks.json").json()["keys"]
    key = next(k for k in keys if k["kid"] == json.loads(unbase64(header))["kid"])
    assert (key["kty"], key["crv"]) == ("EC", "P-256") and "d" not in key
    point = [int.from_bytes(unbase64(key[axis])) for axis in "xy"]
    public = ec.EllipticCurvePublicNumbers(*point, ec.SECP256R1()).public_key()
    raw = unbase64(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(der, f"{header}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(unbase64(header)), json.loads(unbase64(claims))


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def thumbprint(path):
    with open(path, "rb") as file:
        der = x509.load_pem_x509_certificate(file.read()).public_bytes(serialization.Encoding.DER)
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()
