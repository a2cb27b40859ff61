"""Only who proved a certificate bound to an account can touch that account's counter."""

import json

from harness.visit import JSON


def test_nobody_can_guess_in_another_persons_name(own_gate):
    victim = own_gate.person("staff")
    strangers = [None, *(own_gate.person(role=None, state=s) for s in ("unbound", "foreign_ca", "expired", "revoked"))]
    for stranger in strangers:
        visit = own_gate.visit("build", stranger)
        for _ in range(10):
            body = json.dumps({"user": victim.name, "totp": own_gate.wrong_code(victim)}).encode()
            answer = visit.post("/.gwanmun/session", body, [JSON, ("X-Gwanmun-User", victim.name)])
            assert answer.status in (400, 403), answer
    own_gate.visit("build", victim).log_in()


def test_a_colleague_cannot_guess_in_another_persons_name(own_gate):
    victim, colleague = own_gate.person("staff"), own_gate.person("staff", nth=1)
    visit = own_gate.visit("build", colleague)
    for _ in range(10):
        body = json.dumps({"user": victim.name, "totp": own_gate.wrong_code(colleague)}).encode()
        assert visit.post("/.gwanmun/session", body, [JSON]).status in (400, 401)
    own_gate.visit("build", victim).log_in()


def test_a_source_of_many_failures_is_throttled_and_others_are_not_asked_for_it(start_gate):
    """With the limits on: 20 failures in 10 minutes close the door to that address, whoever comes from there."""
    gate = start_gate(source_limits="on")
    stranger = gate.visit("build", gate.person(role=None, state="foreign_ca"))
    statuses = [stranger.get("/").status for _ in range(40)]
    assert statuses[0] == 403
    assert statuses[-1] == 429
    throttled = stranger.get("/")
    assert throttled.reason == "source_throttled"
    assert int(throttled.header("Retry-After")) > 0
    gate.clock.advance(minutes=21)
    gate.visit("build", gate.person("staff")).log_in()
