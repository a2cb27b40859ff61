"""Service accounts: certificate only, listed addresses, owner and end date, never classified (guide, NCT2-4.2-U4; T96)."""

import json
import os

import pytest

from harness import program
from harness.desk import Administrator
from harness.services import Program, day
from harness.waiting import until

BOT = "build-bot-5e"


def done(result):
    assert result.returncode == 0, (result.stdout, result.stderr)
    return result.stdout


def allow_bots(content):
    content["rules"].append({
        "id": "notice-bots", "effect": "allow", "roles": ["build_bot"], "consoles": ["notice", "build"], "paths": ["/artefacts/**"],
        "actions": ["view", "create"], "factors": ["certificate"]})
    content["rules"].append({
        "id": "build-bots-not-alone", "effect": "allow", "roles": ["build_bot"], "consoles": ["build"], "paths": ["/releases/**"],
        "actions": ["view"], "factors": ["certificate", "second"]})


def with_bots(gate):
    gate.edit_policy("roles.yaml", lambda content: content["roles"].update(build_bot={"kind": "service"}))
    gate.edit_policy("rules.yaml", allow_bots)
    done(gate.command("reload"))
    return gate


def add(gate, name=BOT, owner=None, days=30, networks=("127.0.0.1",)):
    listed = [argument for network in networks for argument in ("--network", network)]
    owner = owner or gate.person("staff").name
    done(gate.command("service", "add", name, "--role", "build_bot", "--owner", owner, *listed, "--until", day(gate, days), "--reason", "ticket 61"))
    bot = Program(gate, name)
    done(gate.command("user", "bind-cert", name, bot.cert, "--reason", "ticket 61"))
    return bot


def listed(gate, name=BOT):
    [service] = [entry for entry in json.loads(done(gate.command("service", "list", "--json"))) if entry["user"] == name]
    return service


@pytest.fixture(scope="module")
def site(gate):
    return with_bots(gate)


@pytest.fixture(scope="module")
def bot(site):
    return add(site)


@pytest.fixture
def fresh(start_gate):
    return with_bots(start_gate())


def test_there_is_nothing_to_list_at_first(own_gate):
    assert "service add" in done(own_gate.command("service", "list"))
    assert json.loads(done(own_gate.command("service", "list", "--json"))) == []


def test_a_script_reaches_a_console_by_its_certificate_alone(site, bot, origin):
    for console in ["notice", "build"]:
        path = f"/artefacts/{console}/7"
        answer = bot.curl(site.consoles[console].url + path)
        assert answer.status == 200, answer
        arrived = origin.the_arrival(path)
        record = site.trail.wait_for(request_id=arrived.header("X-Request-Id"), rule_id="notice-bots")
        assert (record["account"], record["decision"]) == (BOT, "permit")
        assert "session_hash" not in record


def test_a_stolen_certificate_opens_nothing_from_an_address_that_is_not_listed(site, bot, origin):
    url = site.consoles["notice"].url + "/artefacts/stolen"
    answer = bot.curl(url, source="127.0.0.2")
    assert (answer.status, answer.json()["reason"]) == (403, "not_allowed")
    record = site.trail.wait_for(request_id=answer.json()["request_id"], type="decision")
    assert (record["reason"], record["src_ip"]) == ("zone_denied", "127.0.0.2")
    assert not origin.arrivals("/artefacts/stolen")
    assert bot.curl(url).status == 200


def test_it_is_let_in_nowhere_else(site, bot):
    fab = bot.curl(site.consoles["fab"].url + "/artefacts/7")
    assert (fab.status, fab.json()["reason"]) == (403, "not_allowed")
    assert bot.curl(site.consoles["notice"].url + "/for-people").status == 403


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_what_asks_for_a_factor_is_refused_without_a_login_page(site, bot, accept):
    answer = bot.curl(site.consoles["build"].url + "/releases/1", "--header", f"Accept: {accept}", "--header", "Sec-Fetch-Mode: navigate")
    assert answer.status == 401, answer
    assert "/.gwanmun/login" not in answer.body
    if accept == "*/*":
        assert answer.json()["reason"] == "factor_required"
    else:
        assert "서비스 계정은 인증서만으로 접속하며" in answer.body or "signs in nowhere" in answer.body


@pytest.mark.parametrize("language, words", [("ko", "서비스 계정입니다"), ("en", "This is a service account")])
def test_pages_of_people_say_that_it_is_a_service(site, bot, language, words):
    for page in ["login", "me", "enrol"]:
        url = f"{site.ready['gate']}/.gwanmun/{page}?lang={language}"
        answer = bot.curl(url)
        assert answer.status == 403, answer
        assert answer.kind == "application/problem+json"
        assert answer.json()["title"] == words
        seen = bot.curl(url, "--header", "Accept: text/html", "--header", "Sec-Fetch-Mode: navigate")
        assert (seen.status, seen.kind.partition(";")[0]) == (403, "text/html"), seen
        assert words in seen.body
        assert "<input" not in seen.body.replace('<input type="hidden"', "")


def test_a_login_is_refused_and_recorded_and_counts_nothing(site, bot):
    url = f"{site.ready['gate']}/.gwanmun/session"
    for _ in range(6):
        answer = bot.curl(url, "--json", json.dumps({"totp": "123456"}))
        assert (answer.status, answer.json()["reason"]) == (401, "factor_required"), answer
        assert "login_url" not in answer.json()
    refusals = site.trail.find(type="login_failed", account=BOT)
    assert len(refusals) == 6
    assert {refusal["reason"] for refusal in refusals} == {"factor_missing"}
    shown = json.loads(done(site.command("user", "show", BOT, "--json")))
    assert shown["attempt_locks"] == {}
    assert shown["terms"]["networks"] == ["127.0.0.1"]
    assert bot.curl(site.consoles["notice"].url + "/artefacts/8").status == 200


def test_nobody_gives_it_a_factor(site, bot):
    refused = site.command("user", "reset-factor", BOT, "--reason", "asked by phone")
    assert refused.returncode == 1
    assert "service account" in refused.stderr


def test_its_terms_are_shown_in_both_languages(site, bot):
    assert bot.curl(site.consoles["notice"].url + "/artefacts/9").status == 200
    service = listed(site)
    assert service["state"] == "running"
    assert service["roles"] == ["build_bot"]
    assert service["terms"]["owner"] == site.person("staff").name
    assert service["last_use"]
    for language, headings in [("ko_KR.UTF-8", ["이름", "담당자", "허용 네트워크", "종료", "사용 중"]), ("C.UTF-8", ["NAME", "OWNER", "NETWORKS", "UNTIL", "running"])]:
        environment = {**os.environ, **site.clock.environment(), "LC_ALL": language}
        shown = done(program.run("service", "list", "--config", site.ready["config"], env=environment))
        assert all(heading in shown for heading in headings), shown
        assert BOT in shown


def test_it_ends_on_its_day_and_is_renewed(fresh):
    bot = add(fresh, days=2)
    url = fresh.consoles["notice"].url + "/artefacts/1"
    assert bot.curl(url).status == 200
    fresh.clock.advance(hours=72)
    answer = bot.curl(url)
    assert (answer.status, answer.json()["reason"]) == (403, "not_allowed")
    assert fresh.trail.wait_for(account=BOT, reason="approval_expired")
    assert listed(fresh)["state"] == "ended"

    before = listed(fresh)["terms"]
    done(fresh.command("service", "renew", BOT, "--until", day(fresh, 30), "--reason", "still needed"))
    after = listed(fresh)["terms"]
    assert (after["owner"], after["networks"]) == (before["owner"], before["networks"])
    record = [entry for entry in fresh.trail.find(type="account_change", change="terms") if entry["object"] == BOT][-1]
    assert (record["recipient"], record["after"], record["stated_reason"]) == (before["owner"], ["127.0.0.1"], "still needed")
    # Three days went by at once: the revocation lists have to be made anew first.
    until("a list that is young enough", lambda: bot.curl(url).status == 200, 30)


def test_it_stops_when_its_owner_leaves_also_on_a_connection_that_is_open(fresh):
    owner = fresh.person("staff", nth=1)
    bot = add(fresh, owner=owner.name)
    with fresh.wire("notice", bot) as wire:
        assert wire.request("GET", "/artefacts/1").status == 200
        done(fresh.command("user", "disable", owner.name, "--reason", "left"))
        answer = wire.request("GET", "/artefacts/2")
        assert answer.status == 403, answer
    assert listed(fresh)["state"] == "owner_left"
    done(fresh.command("service", "renew", BOT, "--owner", fresh.person("staff").name, "--reason", "taken over"))
    assert bot.curl(fresh.consoles["notice"].url + "/artefacts/3").status == 200


def test_two_people_agree_on_it_and_on_every_renewal(start_gate):
    """T95, T96: what the approver saw is what holds."""
    site = with_bots(start_gate())
    site.reconfigure(lambda settings: settings.update(people={"approval": "two_person"}))
    officer = Administrator(site, site.person("security_admin"))
    arguments = ["--role", "build_bot", "--owner", site.person("staff").name, "--network", "127.0.0.1", "--until", day(site, 30)]
    request = json.loads(done(site.command("service", "add", BOT, *arguments, "--reason", "ticket 61", "--json")))
    assert request["terms"]["networks"] == ["127.0.0.1"]
    done(officer.command("user", "approve", request["id"], "--reason", "seen"))
    assert listed(site)["state"] == "running"

    renewal = json.loads(done(site.command("service", "renew", BOT, "--network", "10.20.3.0/28", "--reason", "moved", "--json")))
    assert (renewal["kind"], listed(site)["terms"]["networks"]) == ("service", ["127.0.0.1"])
    assert site.command("user", "approve", renewal["id"], "--reason", "my own").returncode == 1
    done(officer.command("user", "approve", renewal["id"], "--reason", "seen"))
    assert listed(site)["terms"]["networks"] == ["10.20.3.0/28"]


@pytest.mark.parametrize("change, told", [
    (["--network", "0.0.0.0/0"], "too wide"), (["--network", "10.20.3.1/28"], "--network"), (["--network", "10.0.0.0/8", "--until", "2019-01-01"], "366 days"),
    (["--network", "127.0.0.1", "--until", "soon"], "--until"), (["--network", "127.0.0.1", "--owner", "nobody-0000"], "nobody-0000"),
    (["--network", "127.0.0.1", "--role", "staff"], "staff")])
def test_bad_terms_are_named(site, change, told):
    usual = {"--owner": site.person("staff").name, "--until": day(site, 30), "--role": "build_bot"}
    arguments = [word for option, value in usual.items() if option not in change for word in (option, value)]
    refused = site.command("service", "add", "other-bot-3c", *arguments, *change, "--reason", "ticket 62")
    assert refused.returncode in (1, 2), refused
    assert told in refused.stderr
    assert "other-bot-3c" not in done(site.command("service", "list", "--json"))


def test_people_are_added_elsewhere(site, tmp_path):
    refused = site.command("user", "add", "other-bot-3c", "--role", "build_bot", "--use", "service", "--reason", "ticket 62")
    assert refused.returncode == 2
    assert "service add" in refused.stderr
    people = tmp_path / "people.csv"
    people.write_text(f"name,display_name,organisation,roles\nother-bot-3c,Bot,R&D,build_bot\n{BOT}2,Bot,R&D,staff\n", encoding="utf-8")
    refused = site.command("user", "import", people, "--dry-run", "--reason", "file of May")
    assert refused.returncode == 1
    assert "other-bot-3c: the role 'build_bot' is for service accounts" in refused.stderr


def test_a_certificate_that_nobody_bound_is_nobodys(site):
    assert Program(site, "stranger").curl(site.consoles["notice"].url + "/artefacts/1").json()["reason"] == "cert_not_bound"
