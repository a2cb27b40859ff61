"""One's own authenticators on my page, and resets of factors that resist a story told by phone (T79)."""

import json
import os
import re

import pytest
from harness import program
from harness.totp import Authenticator

FORM = ("Content-Type", "application/x-www-form-urlencoded")


def done(result):
    assert result.returncode == 0, result
    return result


def at_the_gate(gate, person):
    visit = gate.visit(None, person)
    visit.log_in()
    return visit


def post(visit, path, **fields):
    """As a form of our own page is sent."""
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    origin = visit.gate.ready["gate"]
    return visit.post(path, body, [FORM, ("Origin", origin), ("Sec-Fetch-Site", "same-origin"), ("Accept", "text/html")])


def page_of(visit, language="en"):
    answer = visit.navigate("/.gwanmun/me", language)
    assert answer.status == 200, answer
    text = answer.body.decode()
    return text, re.search(r'name="form_token" value="([^"]+)"', text).group(1)


def asked(gate, person):
    """By whoever answers for the partner, on their own page."""
    sponsor = at_the_gate(gate, gate.person("staff"))
    _, token = page_of(sponsor)
    answer = post(sponsor, "/.gwanmun/me/ask-reset", form_token=token, account=person.name, reason="lost")
    assert answer.status == 200, answer
    return standing(gate, person)


def standing(gate, person):
    [reset] = [r for r in json.loads(done(gate.command("user", "resets", "--json")).stdout) if r["user"] == person.name]
    return reset


def test_an_app_is_added_named_and_lost(own_gate):
    visit = at_the_gate(own_gate, own_gate.person("staff"))
    _, token = page_of(visit)
    offer = post(visit, "/.gwanmun/me/factors/add", form_token=token, name="drawer", separate="yes")
    assert offer.status == 200 and b'class="qr"' in offer.body
    text, token = page_of(visit)
    handle = re.search(r'name="factor" value="([^"]+)"', text).group(1)
    renamed = post(visit, "/.gwanmun/me/factors/rename", form_token=token, factor=handle, name="my+phone")
    assert renamed.status == 200 and b"my phone" in renamed.body
    last = post(visit, "/.gwanmun/me/factors/remove", form_token=token, factor=handle)
    assert last.status == 200 and b"my phone" in last.body
    lost = post(visit, "/.gwanmun/me/factors/lost", form_token=token, factor=handle)
    assert lost.status == 200
    assert own_gate.visit("build", visit.person).present(totp=own_gate.code(visit.person)).status == 401


def app_from(page, now):
    """The app that was just set up by the key that the page shows, and what its confirmation is called."""
    secret = "".join(re.findall(r"<code>([A-Z2-7]{2,4})</code>", page))
    pending = re.search(r'name="pending" value="([^"]+)"', page).group(1)
    digits = int(re.search(r'name="digits" value="(\d+)"', page).group(1))
    return Authenticator({"secret_base32": secret, "digits": digits, "period": 30, "algorithm": "SHA1"}, now), pending


def test_an_app_takes_the_place_of_another_by_its_first_code(own_gate):
    person = own_gate.person("staff")
    visit = at_the_gate(own_gate, person)
    text, token = page_of(visit)
    old = re.search(r'name="factor" value="([^"]+)"', text).group(1)
    assert re.search(r'<select id="replaces".*<option value="%s">' % re.escape(old), text)
    foreign = post(visit, "/.gwanmun/me/factors/add", form_token=token, replaces="totp-of-nobody")
    assert foreign.status == 400

    offer = post(visit, "/.gwanmun/me/factors/add", form_token=token, name="new+phone", replaces=old)
    assert offer.status == 200, offer
    app, pending = app_from(offer.body.decode(), own_gate.clock.now())
    assert own_gate.visit("build", person).present(totp=own_gate.code(person)).status == 201
    code = app.unused_code(own_gate.clock.now())
    assert post(visit, "/.gwanmun/enrol/confirm", pending=pending, digits=app.digits, totp=code).status == 200

    assert own_gate.visit("build", person).present(totp=own_gate.code(person)).status == 401
    own_gate.clock.advance(seconds=30)
    fresh = own_gate.visit("build", person)
    assert fresh.present(totp=app.unused_code(own_gate.clock.now())).status == 201
    assert "교체됨(새 인증 수단: new phone)" in page_of(visit)[0]
    devices = json.loads(done(own_gate.command("user", "show", person.name, "--json")).stdout)["devices"]
    shown = {device["id"]: device for device in devices}
    assert shown[old]["state"] == "replaced"
    assert shown[shown[old]["replaced_by"]]["replaces"] == old
    changes = own_gate.trail.find(type="factor_change", replaces_id=old)
    assert [change["change"] for change in changes] == ["added"]


def test_the_language_that_is_chosen_stays_with_the_account(own_gate):
    visit = at_the_gate(own_gate, own_gate.person("staff"))
    _, token = page_of(visit)
    assert post(visit, "/.gwanmun/me/language", form_token=token, language="en").status == 303
    assert 'lang="en"' in page_of(visit, "ko")[0]
    shown = json.loads(done(own_gate.command("user", "show", visit.person.name, "--json")).stdout)
    assert shown["user"]["language"] == "en"


def test_a_partner_is_reset_by_two_and_not_before_a_day(own_gate, tmp_path):
    partner, officer = own_gate.person("foreign_partner"), own_gate.person("security_admin")
    alone = own_gate.command("user", "reset-factor", partner.name, "--reason", "lost", "--json")
    assert alone.returncode == 1 and own_gate.person("staff").name in alone.stderr
    reset = asked(own_gate, partner)
    assert reset["state"] == "asked"

    code = tmp_path / "code"
    code.write_text(own_gate.code(officer))
    os.chmod(code, 0o600)
    done(program.run("user", "approve-reset", reset["id"], "--reason", "seen in person", "--desk", own_gate.ready["desk"],
                     "--cert", officer.cert, "--key", officer.key, "--ca", own_gate.ca, "--totp-file", code,
                     env={**os.environ, **own_gate.clock.environment()}))
    assert standing(own_gate, partner)["state"] == "approved"
    own_gate.clock.advance(hours=25)
    answer = json.loads(done(own_gate.command("user", "reset-factor", partner.name, "--json")).stdout)
    assert answer["enrolment_code"]
    assert own_gate.visit("build", partner).present(totp=own_gate.code(partner)).status == 401


@pytest.mark.parametrize("language, words", [("ko", "초기화"), ("en", "reset")])
def test_the_owner_stops_it_by_the_certificate_alone(own_gate, language, words):
    partner = own_gate.person("foreign_partner")
    asked(own_gate, partner)
    visit = own_gate.visit(None, partner)
    login = visit.navigate(f"/.gwanmun/login?lang={language}", language)
    assert words in login.body.decode() and "/.gwanmun/cancel-reset" in login.body.decode()
    assert post(visit, "/.gwanmun/cancel-reset").status == 200
    assert json.loads(done(own_gate.command("user", "resets", "--json")).stdout) == []
