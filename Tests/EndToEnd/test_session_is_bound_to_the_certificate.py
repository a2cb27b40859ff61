"""A session cookie is worth nothing beside another certificate, another host or another time."""


def test_another_certificate_with_the_cookie_ends_the_session(gate, origin):
    """V16: refused, ended for its owner too, and said in the trail."""
    owner = gate.logged_in(gate.person("staff"))
    thief = gate.visit("build", gate.person("staff", nth=1))
    thief.cookie = owner.cookie

    answer = thief.get("/stolen")
    assert answer.status == 401
    assert origin.arrivals("/stolen") == []
    gate.trail.wait_for(request_id=answer.json()["request_id"], reason="session_cert_mismatch")
    assert owner.get("/").status == 401


def test_a_cookie_without_a_certificate_is_worth_nothing(gate):
    owner = gate.logged_in(gate.person("staff"))
    thief = gate.visit("build")
    thief.cookie = owner.cookie
    answer = thief.get("/")
    assert (answer.status, answer.reason) == (403, "no_client_cert")


def test_the_cookie_of_one_console_is_refused_at_another(gate, origin):
    """T98: a console that steals its own users' cookies gains no other console."""
    visit = gate.logged_in(gate.person("staff"), console="build")
    elsewhere = gate.visit("fab", visit.person)
    elsewhere.cookie = visit.cookie
    assert elsewhere.get("/elsewhere").status == 401
    assert origin.arrivals("/elsewhere") == []


def test_a_made_up_or_cut_cookie_is_refused(gate):
    visit = gate.logged_in(gate.person("staff"))
    real = visit.cookie
    for cookie in ["x", "A" * 43, real[:-1], real + "A", real.swapcase(), '"' + real + '"', "A" * 8000]:
        visit.cookie = cookie
        assert visit.get("/").status in (400, 401, 431), cookie[:60]


def test_two_cookies_of_the_name_are_no_choice_for_us(gate):
    visit = gate.logged_in(gate.person("staff"))
    twice = f"__Host-gwanmun={visit.cookie}; __Host-gwanmun={'A' * 43}"
    visit.cookie = None
    assert visit.get("/", [("Cookie", twice)]).status in (400, 401)


def test_elevation_gives_a_new_session_id(gate):
    visit = gate.logged_in(gate.person("staff"))
    before = visit.cookie
    visit.log_in()
    assert visit.cookie != before
    visit.cookie = before
    assert visit.get("/").status == 401


def test_one_session_too_many_ends_the_oldest(gate):
    """The demo's grades allow three at a time (compliance profile, section 2.2: one; the demo says why)."""
    person = gate.person("staff")
    visits = [gate.logged_in(person) for _ in range(4)]
    assert [visit.get("/").status for visit in visits] == [401, 200, 200, 200]


def test_idleness_ends_a_session_and_use_keeps_it(own_gate):
    visit = own_gate.logged_in(own_gate.person("staff"))
    for _ in range(3):
        own_gate.clock.advance(minutes=14)
        assert visit.get("/").status == 200
    own_gate.clock.advance(minutes=16)
    answer = visit.get("/")
    assert (answer.status, answer.reason) == (401, "factor_required")
    own_gate.trail.wait_for(request_id=answer.json()["request_id"], reason="session_idle")


def test_no_use_keeps_a_session_for_ever(own_gate):
    """Twelve hours after the login it ends, however busy it was."""
    visit = own_gate.logged_in(own_gate.person("staff"))
    notice = own_gate.visit("notice", visit.person)
    minutes = 0
    while visit.get("/.gwanmun/session").status == 200:
        assert notice.get("/", [("Gwanmun-Session", visit.token)]).status == 200
        own_gate.clock.advance(minutes=25)
        minutes += 25
    assert 12 * 60 <= minutes < 12 * 60 + 25
    own_gate.trail.wait_for(type="session_end", account=visit.person.name)
