"""The main job: certificate, code, console."""

import html
import json
import re
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest


def test_certificate_and_code_open_a_console(gate, origin):
    visit = gate.visit("build", gate.person("staff"))

    refused = visit.get("/project/17")
    assert (refused.status, refused.reason) == (401, "factor_required")
    assert "totp" in refused.json()["factors"]
    assert origin.arrivals("/project/17") == []

    login = visit.log_in()
    assert login.json()["user"] == visit.person.name
    assert {factor["kind"] for factor in login.json()["factors"]} == {"certificate", "totp"}

    assert visit.get("/project/17").status == 200
    assert origin.the_arrival("/project/17").method == "GET"


def test_a_code_computed_by_another_program_is_accepted(gate):
    visit = gate.visit("build", gate.person("staff", nth=1))
    gate.clock.advance(60)
    code = visit.person.authenticator.by_oathtool(gate.clock.now())
    assert visit.present(totp=code).status == 201


def test_the_session_cookie_is_for_this_host_and_no_script(gate):
    answer = gate.visit("build", gate.person("staff")).log_in()
    name, *attributes = answer.header("Set-Cookie").split("; ")
    assert name.startswith("__Host-gwanmun=")
    assert {a.lower() for a in attributes} >= {"secure", "httponly", "samesite=lax", "path=/"}
    assert not any(a.lower().startswith(("domain", "expires", "max-age")) for a in attributes)


def test_the_token_does_for_programs_what_the_cookie_does_for_browsers(gate):
    visit = gate.logged_in()
    visit.cookie = None
    assert visit.get("/by-token", [("Gwanmun-Session", visit.token)]).status == 200
    assert visit.get("/by-token").status == 401


def test_an_open_console_asks_for_the_certificate_alone(gate):
    assert gate.visit("notice", gate.person("staff")).get("/").status == 200


def test_a_person_can_see_their_session_and_end_it(gate):
    visit = gate.logged_in()
    seen = visit.get("/.gwanmun/session")
    assert seen.status == 200
    assert seen.json()["user"] == visit.person.name
    assert set(seen.json()) >= {"user", "roles", "factors", "expires_at", "idle_expires_at", "grade_reached"}

    assert visit.request("DELETE", "/.gwanmun/session").status == 204
    assert visit.get("/.gwanmun/session").status == 401
    assert visit.get("/").status == 401


def test_a_browser_is_led_to_the_login_page_and_back(gate):
    visit = gate.visit("build", gate.person("staff"))
    answer = visit.navigate("/project/17?tab=2")
    assert answer.status == 303
    there = urljoin(gate.consoles["build"].url, answer.header("Location"))
    assert urlsplit(there).path == "/.gwanmun/login"
    assert "/project/17" in parse_qs(urlsplit(there).query)["to"][0]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_login_leads_nowhere_else_than_to_a_console(gate, target):
    """An open redirect would lend the gateway's name to a phisher."""
    page = gate.visit(None, gate.person("staff")).navigate(f"/.gwanmun/login?to={quote(target)}")
    assert page.status in (200, 400)
    led_to = re.findall(r'(?:href|src|action|content)="([^"]*)"', page.text)
    ours = [link for link in map(html.unescape, led_to) if link.startswith("/") and link[1:2] not in ("/", "\\")]
    elsewhere = [link for link in map(html.unescape, led_to) if "://" in link or link.startswith(("//", "/\\", "javascript:"))]
    assert ours
    assert elsewhere == []


def test_health_tells_nothing_and_asks_for_nothing(gate):
    answer = gate.visit("build").get("/.gwanmun/health")
    assert (answer.status, answer.body.strip()) == (200, b"ok")


def test_administration_is_not_on_the_gate(gate):
    """T67: the desk has a listener of its own; here its paths do not exist, also for its own people."""
    admin = gate.logged_in(gate.person("security_admin"), console=None)
    for path in ["/admin", "/.gwanmun/admin", "/.gwanmun/desk", "/api/users", "/.gwanmun/api/users", "/metrics"]:
        assert admin.get(path).status == 404


def test_a_malformed_login_is_refused_and_not_counted(gate):
    visit = gate.visit("build", gate.person("staff"))
    for body in [b"", b"{", b"[]", b'{"totp": 123456}', b'{"totp": "12345"}', b'{"totp": "12345a"}', b'{"otp": "123456"}',
                 json.dumps({"totp": "1" * 100_000}).encode(), b'{"totp": "123456", "totp": "654321"}']:
        answer = visit.post("/.gwanmun/session", body, [("Content-Type", "application/json")])
        assert answer.status in (400, 401, 413), (body[:40], answer)
    visit.log_in()


def test_a_form_from_another_site_cannot_log_anyone_in(gate):
    """Login CSRF: a cross-site form can send neither JSON nor our page's Origin."""
    visit = gate.visit("build", gate.person("staff"))
    code = gate.code(visit.person)
    evil = [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")]
    as_form = visit.post("/.gwanmun/session", f"totp={code}".encode(), [*evil, ("Content-Type", "application/x-www-form-urlencoded")])
    as_text = visit.post("/.gwanmun/session", json.dumps({"totp": code}).encode(), [*evil, ("Content-Type", "text/plain")])
    assert as_form.status in (400, 403, 415) and not as_form.all("Set-Cookie")
    assert as_text.status in (400, 403, 415) and not as_text.all("Set-Cookie")
