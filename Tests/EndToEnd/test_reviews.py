"""What has to be looked at again and again is a task with a due date, made from the records and signed off by people (ISMS-P 2.9.5, 2.5.6; T90, T101)."""

import csv
import hashlib
import json
import os
from datetime import datetime, timedelta, timezone

import pytest

from harness import program
from harness.approvals import add_policy, answer, instant, reason_of, refused
from harness.desk import Administrator
from harness.objects import assert_whole
from harness.waiting import until

KST = timezone(timedelta(hours=9))

SUPPORT = """
approvals:
  user_prior_approval: {approvers: 1, from_roles: [security_admin], distinct_from: [requester], max_life: 8h, log_bundle: true}
roles:
  provider_support:
    {kind: external, excludes: [privileged_admin], lockout: strict, idle: 10m, absolute: 1h, step_up: 15m, concurrent: 1, wildcard_paths: true,
     actions: [view], approvals: [user_prior_approval]}
rules:
  - {id: zz-support, effect: allow, roles: [provider_support], consoles: [build], paths: [/**], actions: [view],
     factors: [certificate, second], approvals: [grant]}
"""


def to_next_month(gate):
    """Moves the clock to the second day of the next month of Korea; returns the month that is over, as `2026-11`."""
    now = datetime.fromtimestamp(gate.clock.now(), KST)
    following = (now.replace(day=1) + timedelta(days=32)).replace(day=2, hour=10, minute=0, second=0, microsecond=0)
    gate.clock.advance(seconds=int((following - now).total_seconds()))
    return now.strftime("%Y-%m")


def ready(gate, task):
    """The review, once there is something to look at."""

    def look():
        done = gate.command("review", "show", task, "--json")
        return done.returncode == 0 and "tables" in (shown := json.loads(done.stdout)) and shown

    return until(f"what {task} shows", look, within=60)


def table(task, section):
    [found] = [t for t in task["tables"] if t["section"] == section]
    return [dict(zip(found["columns"], row)) for row in found["rows"]]


@pytest.fixture(scope="module")
def past(gate):
    """A month with use, denials, a partner and a change, and its end."""
    staff, partner = gate.person("staff"), gate.person("foreign_partner")
    visit = gate.logged_in(staff)
    for number in range(3):
        assert visit.get(f"/page/{number}").status == 200
    assert gate.logged_in(gate.person("auditor")).post("/changed", b"x").status == 403
    gate.partner_visit = gate.logged_in(partner)
    for path in ("/p-17/drawings/1", "/p-17/drawings/2", "/elsewhere"):
        assert gate.partner_visit.get(path).status == 200
    ended = gate.command("grant", "list", "--user", partner.name, "--json")
    gate.grants = answer(ended)
    gate.trail.wait_for(path="/elsewhere")
    gate.month = to_next_month(gate)
    gate.auditor = Administrator(gate, gate.person("auditor"))
    gate.security = Administrator(gate, gate.person("security_admin"))
    return gate


def sign(who, shown, *more):
    """Signs what was shown."""
    return who.command("review", "sign", shown["id"], "--sheet", shown["sheet_sha256"], "--reason", "e2e: monthly review", *more, "--json")


def digest(shown):
    """The SHA-256 of a sheet, made of what was shown by the document alone (docs/reviews.md)."""
    sheet = {name: shown[name] for name in ["from", "kind", "period", "to"]}
    sheet["tables"] = [{name: table[name] for name in ["columns", "left", "rows", "section"]} for table in shown["tables"]]
    text = json.dumps(sheet, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_records_of_a_month_are_shown_and_signed_off_by_an_auditor(past):
    gate, task = past, f"access_records-{past.month}"
    shown = ready(gate, task)
    assert (shown["state"], shown["signers"]) == ("open", ["auditor"])
    people = {row["account"]: row for row in table(shown, "people")}
    assert int(people[gate.person("staff").name]["requests"]) >= 3
    assert any(row["reason"] == "action_denied" or row["reason"] == "default_deny" for row in table(shown, "denials"))
    # Whoever runs the people does not attest the records, and the control socket is nobody.
    assert "auditor" in refused(sign(gate.security, shown, "--others-sound"))
    alone = gate.command("review", "sign", task, "--sheet", shown["sheet_sha256"], "--others-sound", "--reason", "e2e: alone")
    assert alone.returncode == 1 and "certificate" in alone.stderr
    assert "unanswered" in refused(sign(gate.auditor, shown, "--answer", "trail=sound"))
    assert "findings" in refused(sign(gate.auditor, shown, "--answer", "downloads=finding", "--others-sound"))
    signed = answer(sign(gate.auditor, shown, "--answer", "denials=finding", "--others-sound", "--findings", "the auditor tried to write"))
    assert (signed["state"], signed["sign_off"]["by"], signed["sign_off"]["finding_count"]) == ("signed", gate.auditor.person.name, 1)
    assert_whole(gate.trail.wait_for(type="review_task", object=task, change="opened"))
    record = assert_whole(gate.trail.wait_for(type="review_signed", object=task))
    assert record["account"] == gate.auditor.person.name and record["period"] == past.month
    assert record["after"] == shown["sheet_sha256"] == signed["sign_off"]["sheet_sha256"] and record["findings"] == 1
    assert "already" in refused(sign(gate.auditor, shown, "--others-sound"))
    assert not [r for r in gate.trail.find(type="review_signed", object=task) if r["outcome"] != "success"]


def test_a_review_is_signed_as_it_was_seen_by_the_digest_of_its_sheet(past, tmp_path):
    gate, task = past, f"partner_rights-{past.month}"
    shown = ready(gate, task)
    # Of data, and of nothing else: anybody makes it of what was shown, and everybody is shown the same.
    assert digest(shown) == shown["sheet_sha256"]
    assert answer(past.auditor.command("review", "show", task, "--json"))["sheet_sha256"] == shown["sheet_sha256"]
    for language in ["ko_KR.UTF-8", "en_US.UTF-8"]:
        text = program.run("review", "show", task, "--config", gate.ready["config"], env={**os.environ, **gate.clock.environment(), "LC_ALL": language}).stdout
        assert f"--sheet {shown['sheet_sha256']}" in text
    # Who does not say what they saw is told how, and nothing is signed.
    unsaid = gate.security.command("review", "sign", task, "--others-sound", "--reason", "e2e: unseen")
    assert unsaid.returncode == 2 and f"--sheet {shown['sheet_sha256']}" in unsaid.stderr, unsaid.stderr
    assert gate.security.command("review", "sign", task, "--sheet", "abc", "--reason", "e2e: abc").returncode in (2, 64)
    other = dict(shown, sheet_sha256="0" * 64)
    assert "look at it again" in refused(sign(gate.security, other, "--others-sound"))
    assert answer(gate.command("review", "show", task, "--json"))["state"] == "open"
    assert not gate.trail.find(type="review_signed", object=task)

    signed = answer(sign(gate.security, shown, "--others-sound"))
    assert signed["sign_off"]["sheet_sha256"] == shown["sheet_sha256"]
    assert gate.trail.wait_for(type="review_signed", object=task)["after"] == shown["sheet_sha256"]
    again = gate.security.command("review", "sign", task, "--others-sound", "--reason", "e2e: again")
    assert again.returncode == 1 and gate.security.person.name in again.stderr and shown["sheet_sha256"] in again.stderr
    folder = tmp_path / "evidence"
    done = gate.command("evidence", "export", "--from", "2020-01-01T00:00:00+09:00", "--to", "2099-01-01T00:00:00+09:00", "--output", str(folder))
    assert done.returncode == 0, done.stderr
    with open(folder / "reviews.csv", encoding="utf-8", newline="") as file:
        [row] = [row for row in csv.DictReader(file) if row["review"] == task]
    assert (row["by"], row["sheet_sha256"], row["findings"]) == (gate.security.person.name, shown["sheet_sha256"], "0")
    assert shown["sheet_sha256"] in (folder / "index.ko.html").read_text()


def test_the_review_of_partners_rights_names_sponsors_and_what_nobody_used(past):
    shown = ready(past, f"partner_rights-{past.month}")
    accounts = {row["account"] for row in table(shown, "persons")}
    assert past.person("foreign_partner").name in accounts and past.person("staff").name not in accounts
    assert all(row["sponsor"] for row in table(shown, "grants"))


def test_t90_the_monthly_report_on_partners_lists_every_grant_and_every_use(past, tmp_path):
    partner = past.person("foreign_partner")
    shown = ready(past, f"partner_report-{past.month}")
    listed = {row["grant"] for row in table(shown, "grants") if row["account"] == partner.name}
    assert {grant["id"] for grant in past.grants} <= listed
    use = [row for row in table(shown, "partner_use") if row["account"] == partner.name]
    counted = len([r for r in past.trail.find(account=partner.name, type="decision") if r.get("inputs") != "earlier"])
    assert sum(int(row["requests"]) for row in use) == counted >= 3
    assert {"/p-17/drawings/…", "/elsewhere"} <= {row["path"] for row in use}
    changes = past.trail.find(type="grant_change", recipient=partner.name)
    assert len([row for row in table(shown, "grant_changes") if row["account"] == partner.name]) == len(changes) > 0

    folder = tmp_path / "report"
    done = past.command("review", "report", "partners", "--month", past.month, "--output", str(folder))
    assert done.returncode == 0, done.stderr
    with open(folder / "partner_use.csv", encoding="utf-8", newline="") as file:
        assert len([row for row in csv.DictReader(file) if row["account"] == partner.name]) == len(use)
    assert partner.name in (folder / "report.ko.html").read_text() and partner.name in (folder / "report.en.html").read_text()
    assert json.loads((folder / "report.json").read_text())["sheet_sha256"] == shown["sheet_sha256"]
    again = past.command("review", "report", "partners", "--month", past.month, "--output", str(folder))
    assert again.returncode == 2 and "not empty" in again.stderr
    nobody = past.command("review", "report", "partners", "--month", past.month, "--organisation", "Nobody", "--output", str(tmp_path / "n"))
    assert nobody.returncode == 1


def test_t90_a_partner_who_was_removed_before_the_month_is_over_is_in_its_report_all_the_same(own_gate, tmp_path):
    gate, partner = own_gate, own_gate.person("foreign_partner")
    visit = gate.logged_in(partner)
    for path in ("/p-17/drawings/1", "/p-17/drawings/2"):
        assert visit.get(path).status == 200
        gate.trail.wait_for(path=path, type="access")
    grants = {grant["id"] for grant in answer(gate.command("grant", "list", "--user", partner.name, "--json"))}
    done = gate.command("user", "remove", partner.name, "--reason", "e2e: left the project")
    assert done.returncode == 0, done.stderr
    assert visit.get("/p-17/drawings/3").status == 403
    month = to_next_month(gate)
    shown = ready(gate, f"partner_report-{month}")
    assert grants and grants <= {row["grant"] for row in table(shown, "grants") if row["account"] == partner.name}
    use = [row for row in table(shown, "partner_use") if row["account"] == partner.name]
    counted = [r for r in gate.trail.find(account=partner.name, type="decision") if r.get("inputs") != "earlier"]
    assert sum(int(row["requests"]) for row in use) == len(counted) >= 2
    assert sum(int(row["permitted"]) for row in use) == 2
    sent = sum(r["bytes_out"] for r in gate.trail.find(account=partner.name, type="access"))
    assert sum(int(row["bytes_out"]) for row in use) == sent > 0
    sessions = gate.trail.find(account=partner.name, type="session_start")
    assert sum(int(row["sessions"]) for row in table(shown, "sessions") if row["account"] == partner.name) == len(sessions) == 1
    changes = gate.trail.find(type="grant_change", recipient=partner.name)
    assert len([row for row in table(shown, "grant_changes") if row["account"] == partner.name]) == len(changes) > 0
    organisation = next(row["organisation"] for row in table(shown, "grants") if row["account"] == partner.name)
    folder = tmp_path / "report"
    done = gate.command("review", "report", "partners", "--month", month, "--organisation", organisation, "--output", str(folder))
    assert done.returncode == 0, done.stderr
    assert partner.name in (folder / "partner_use.csv").read_text(encoding="utf-8")
    # Whose rights are looked at is who has any.
    rights = ready(gate, f"partner_rights-{month}")
    assert partner.name not in {row["account"] for row in table(rights, "persons")}


def test_a_review_that_is_late_is_told_of_and_counted(past):
    gate = past
    task = f"partner_report-{gate.month}"
    ready(gate, task)
    assert answer(gate.command("status", "--json"))["reviews_overdue"] == 0
    gate.clock.advance(hours=24 * 12)
    gate.trail.wait_for(within=30, type="review_task", object=task, change="overdue")
    until("the count", lambda: answer(gate.command("status", "--json"))["reviews_overdue"] > 0, within=30)
    assert task in gate.command("review", "list", "--state", "overdue").stdout
    doctor = gate.command("doctor")
    assert "overdue" in doctor.stdout
    overdue = gate.trail.find(type="review_task", object=task, change="overdue")
    assert len(overdue) == 1 and overdue[0]["severity"] == "warning"


def test_a_restart_makes_no_review_twice(past):
    before = answer(past.command("review", "list", "--json"))
    past.restart()
    until("the node's first round", lambda: past.command("review", "list", "--json").returncode == 0)
    after = answer(past.command("review", "list", "--json"))
    assert [t["id"] for t in after] == [t["id"] for t in before]
    opened = [r["object"] for r in past.trail.find(type="review_task", change="opened")]
    assert len(opened) == len(set(opened))


def test_t101_a_provider_gets_in_with_an_approval_alone_and_its_records_wait_for_who_gave_it(own_gate, tmp_path):
    gate = own_gate
    add_policy(gate, SUPPORT)
    provider, security = gate.person("foreign_partner"), Administrator(gate, gate.person("security_admin"))
    done = gate.command("user", "roles", provider.name, "--role", "provider_support", "--reason", "e2e: support")
    assert done.returncode == 0, done.stderr
    visit = gate.logged_in(provider)
    assert reason_of(gate, visit.get("/before")) == "approval_missing"
    gate.clock.advance(minutes=1)
    request = answer(gate.command(
        "approval", "request", provider.name, "user_prior_approval", "--console", "build", "--from", instant(gate, seconds=-5),
        "--to", instant(gate, hours=1), "--reason", "e2e: the disk is full", "--json"))
    assert answer(security.command("approval", "approve", request["id"], "--reason", "e2e: planned", "--json"))["state"] == "given"
    assert visit.get("/with-approval").status == 200
    gate.trail.wait_for(path="/with-approval")
    gate.clock.advance(hours=1, minutes=1)
    task = f"log_bundle-{request['id']}"
    shown = ready(gate, task)
    assert shown["user"] == provider.name
    folder = tmp_path / "bundle"
    done = gate.command("review", "bundle", task, "--output", str(folder), "--config", gate.ready["config"])
    assert done.returncode == 0, done.stderr
    lines = (folder / "records.jsonl").read_bytes()
    assert b'"path":"/with-approval"' in lines and b'"path":"/before"' not in lines
    trail = gate.trail.text().encode()
    assert all(line in trail for line in lines.splitlines())
    counted = {row["fact"]: row["value"] for row in table(shown, "overview")}
    assert counted["sha256"] == hashlib.sha256(lines).hexdigest()
    assert int(counted["records"]) == len(lines.splitlines())
    assert os.stat(folder / "records.jsonl").st_mode & 0o777 == 0o600
    assert answer(sign(security, shown, "--others-sound"))["state"] == "signed"
    # The approval is over, and so is what it opened.
    assert gate.logged_in(provider).get("/after").status == 403
