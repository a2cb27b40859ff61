"""Classified consoles ask for a fresh factor; showing it raises the session that is there."""


def test_a_factor_grows_old_and_is_asked_for_again(own_gate, origin):
    visit = own_gate.logged_in(console="fab")
    assert visit.get("/fresh").status == 200
    own_gate.clock.advance(minutes=8)
    assert visit.get("/still-fresh").status == 200
    own_gate.clock.advance(minutes=8)

    answer = visit.get("/too-old")
    assert (answer.status, answer.reason) == (401, "factor_required")
    assert answer.json()["factors"] == ["totp"]
    assert "login_url" in answer.json()
    assert origin.arrivals("/too-old") == []

    before = visit.cookie
    visit.log_in()
    assert visit.cookie != before
    assert visit.get("/fresh-again").status == 200


def test_a_session_for_a_sensitive_console_does_not_reach_a_classified_one_for_long(own_gate):
    visit = own_gate.logged_in(console="build")
    own_gate.clock.advance(minutes=14)
    assert visit.get("/").status == 200
    own_gate.clock.advance(minutes=2)
    fab = own_gate.visit("fab", visit.person)
    assert fab.get("/", [("Gwanmun-Session", visit.token)]).reason == "factor_required"
