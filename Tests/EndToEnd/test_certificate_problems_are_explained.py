"""A person without a usable certificate learns why, in words, and gets no further (explain mode)."""

import pytest

PROBLEMS = {
    "expired": ("cert_expired", "expired", "유효기간이 지났습니다"),
    "revoked": ("cert_revoked", "revoked", "폐지되었거나"),
    "unbound": ("cert_not_bound", "not registered", "등록되지 않은"),
    "foreign_ca": ("cert_untrusted_issuer", "untrusted", "신뢰할 수 없는"),
}


def stranger(gate, state):
    return gate.person(role=None, state=state)


@pytest.mark.parametrize("state", PROBLEMS)
def test_a_program_gets_the_reason(gate, origin, state):
    answer = gate.visit("build", stranger(gate, state)).get("/problem/" + state)
    assert (answer.status, answer.reason) == (403, PROBLEMS[state][0])
    assert origin.arrivals("/problem/" + state) == []


@pytest.mark.parametrize("state", PROBLEMS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_person_gets_a_page_in_their_language(gate, state, language):
    _, english, korean = PROBLEMS[state]
    answer = gate.visit("build", stranger(gate, state)).navigate("/", language)
    assert answer.status == 403
    assert answer.header("Content-Type").startswith("text/html")
    assert (english if language == "en" else korean) in answer.text
    assert f'lang="{language}"' in answer.text
    assert "<form" not in answer.text or "totp" not in answer.text


def test_no_certificate_is_told_apart(gate, origin):
    answer = gate.visit("build").get("/problem/none")
    assert (answer.status, answer.reason) == (403, "no_client_cert")
    page = gate.visit("build").navigate("/problem/none")
    assert "No certificate was presented" in page.text
    assert origin.arrivals("/problem/none") == []


@pytest.mark.parametrize("state", [*PROBLEMS, None])
@pytest.mark.parametrize("console", ["notice", "build", "fab", None])
def test_not_even_the_right_code_helps(gate, state, console):
    """T42: the second factor alone opens nothing, on no host."""
    visit = gate.visit(console, stranger(gate, state) if state else None)
    answer = visit.present(totp=gate.person("staff").authenticator.code_for(int(gate.clock.now()) // 30))
    assert answer.status == 403
    assert not answer.all("Set-Cookie")


@pytest.mark.parametrize("state", PROBLEMS)
def test_the_trail_holds_the_reason_under_the_request_id(gate, state):
    answer = gate.visit("build", stranger(gate, state)).get("/recorded")
    record = gate.trail.wait_for(request_id=answer.json()["request_id"])
    assert record["reason"] == PROBLEMS[state][0]
    assert record["outcome"] == "denied"
    assert record["cert_serial"]


def test_a_person_with_an_ended_grant_is_told_no_more_than_needed(gate, origin):
    visit = gate.visit("build", gate.person("foreign_partner", "grant_ended"))
    answer = visit.present(totp=gate.code(visit.person))
    if answer.status == 201:
        visit.keep(answer)
    answer = visit.get("/partner")
    assert answer.status in (401, 403)
    assert answer.reason in ("not_allowed", "factor_required", "factor_failed")
    assert origin.arrivals("/partner") == []


def test_the_page_may_load_nothing_from_elsewhere(gate):
    page = gate.visit("build", stranger(gate, "expired")).navigate("/")
    policy = page.header("Content-Security-Policy")
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.header("Cache-Control") and "no-store" in page.header("Cache-Control")
    assert page.header("X-Content-Type-Options") == "nosniff"
    assert page.header("Strict-Transport-Security")
    assert page.header("Referrer-Policy")
    assert "http://" not in page.text.replace("http://www.w3.org/", "")
