"""PAM asks more than the password: a second code (pam_oath), another password in place of one that has expired."""

import json
import os
import re
import secrets
import subprocess

import pytest
from harness.pam import HOTP_CODES, PASSWORD, PamFolder, gate_with_passwords, number
from harness.visit import JSON
from harness.waiting import until

FORM = ("Content-Type", "application/x-www-form-urlencoded")


@pytest.fixture
def pam(tmp_path):
    folder = tmp_path / "pam"
    folder.mkdir()
    return PamFolder(folder)


@pytest.fixture
def start(origin, pam, tmp_path):
    gates = []

    def start(service, **settings):
        folder = tmp_path / "gate"
        folder.mkdir()
        gates.append(gate_with_passwords(folder, origin, pam, service, **settings))
        return gates[-1]

    yield start
    for gate in gates:
        gate.end()


def answer(visit, conversation, *answers):
    return visit.post(
        "/.gwanmun/session", json.dumps({"conversation": conversation["id"], "answers": answers}).encode(), [JSON])


def asked(problem):
    assert (problem.status, problem.reason) == (401, "factor_required"), problem
    assert problem.json()["factors"] == ["password"] and problem.header("Set-Cookie") is None
    return problem.json()["conversation"]


def test_password_and_then_a_code_of_pams_own(start):
    """pam_oath asks after the password; each of these requests is a connection of its own."""
    gate = start("two")
    visit = gate.visit("notice", gate.person("staff"))
    conversation = asked(visit.present(password=PASSWORD))
    assert conversation["stage"] == "proof" and len(conversation["prompts"]) == 1
    assert "One-time password" in conversation["prompts"][0]["text"] and conversation["prompts"][0]["echo"] is False
    opened = answer(visit, conversation, HOTP_CODES[0])
    assert opened.status == 201, opened
    visit.keep(opened)
    assert visit.get("/").status == 200
    # Used up.
    assert (answer(visit, conversation, HOTP_CODES[1]).status) == 401


def test_a_wrong_password_and_a_wrong_code_are_refused_alike(start):
    gate = start("two")
    visit = gate.visit("notice", gate.person("staff"))
    wrong_password = visit.present(password="wrong")
    wrong_code = answer(visit, asked(visit.present(password=PASSWORD)), "000000")
    for refused in (wrong_password, wrong_code):
        assert (refused.status, refused.reason) == (401, "factor_failed")
    assert wrong_password.json()["title"] == wrong_code.json()["title"]


def test_a_question_is_for_its_own_certificate_and_its_time_alone(start):
    gate = start("two", open_time="30s")
    person, other = gate.person("staff"), gate.person("staff", nth=1)
    visit, thief = gate.visit("notice", person), gate.visit("notice", other)
    conversation = asked(visit.present(password=PASSWORD))
    assert answer(thief, conversation, HOTP_CODES[0]).reason == "factor_required"
    gate.clock.advance(seconds=31)
    until("the question's end", lambda: number(gate, "open_logins") == 0)
    late = answer(visit, conversation, HOTP_CODES[0])
    assert (late.status, late.reason) == (401, "factor_required")
    until("the helper's end", lambda: number(gate, "helpers") == 0)


def test_whoever_types_slowly_keeps_nobody_waiting(start):
    """One helper at a time, and one login that waits for its person: the next does not wait for it."""
    gate = start("two", helpers=1)
    slow, quick = gate.visit("notice", gate.person("staff")), gate.visit("notice", gate.person("staff", nth=1))
    waiting = asked(slow.present(password=PASSWORD))
    assert answer(quick, asked(quick.present(password=PASSWORD)), HOTP_CODES[0]).status == 201
    assert answer(slow, waiting, HOTP_CODES[0]).status == 201


def test_an_expired_password_is_changed_before_anything_else(start, pam):
    """T93."""
    gate = start("expired")
    person = gate.person("staff")
    visit = gate.visit("notice", person)
    step = visit.present(password=PASSWORD)
    given = []
    while step.status == 401:
        conversation = asked(step)
        assert conversation["stage"] == "change"
        given.append(PASSWORD if not given else "a new long password")
        step = answer(visit, conversation, given[-1])
    assert step.status == 201 and len(given) == 3, step
    assert f"{person.name}:a new long password:" in pam.read("passwords")
    visit.keep(step)
    assert visit.get("/").status == 200
    change = gate.trail.wait_for(type="factor_change", account=person.name, factor="password")
    assert PASSWORD not in json.dumps(change)


def field(page, name):
    return re.search(rf'name="{name}" (?:type="(?P<type>\w+)"|value="(?P<value>[^"]*)")', page)


@pytest.mark.parametrize("language, title", [("ko", "비밀번호 변경"), ("en", "Change your password")])
def test_the_pages_ask_for_the_old_and_the_new_password(start, pam, language, title):
    gate = start("expired")
    person = gate.person("foreign_partner" if language == "en" else "staff")
    visit = gate.visit(None, person)
    headers = [FORM, ("Accept", "text/html"), ("Accept-Language", language), ("Origin", gate.ready["gate"]),
               ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Site", "same-origin")]
    page = visit.post("/.gwanmun/login", f"password={PASSWORD.replace(' ', '+')}".encode(), headers)
    assert page.status == 401 and title in page.text
    conversation = field(page.text, "conversation")["value"]
    new = "a+new+long+password"
    body = f"conversation={conversation}&current_password={PASSWORD.replace(' ', '+')}&new_password={new}&repeat_password="
    again = visit.post("/.gwanmun/login/answer", (body + "other").encode(), headers)
    assert again.status == 401 and title in again.text
    done = visit.post("/.gwanmun/login/answer", (body + new).encode(), headers)
    assert done.status == 303 and "__Host-gwanmun=" in done.header("Set-Cookie"), done
    assert f"{person.name}:a new long password:" in pam.read("passwords")


@pytest.fixture
def unix_account():
    """An account of this machine, made for the test and removed after it."""
    if os.geteuid() != 0:
        pytest.skip("pam_unix knows the passwords of others for root alone, and only root makes accounts")
    made = []

    def make(name):
        subprocess.run(["useradd", "--no-create-home", "--no-user-group", "--shell", "/usr/sbin/nologin", name], check=True)
        made.append(name)
        subprocess.run(["chpasswd"], input=f"{name}:{PASSWORD}", text=True, check=True)

    yield make
    for name in made:
        subprocess.run(["userdel", name], check=True, capture_output=True)


def test_pam_unix_judges_and_changes_the_password_of_an_account_of_this_machine(start, unix_account):
    prefix = f"gwt{secrets.token_hex(3)}-"
    gate = start("unix", user=prefix + "{account}")
    person = gate.person("staff")
    unix_account(prefix + person.name)
    visit = gate.visit("notice", person)
    assert visit.present(password="wrong").reason == "factor_failed"
    assert visit.present(password=PASSWORD).status == 201

    # As `passwd --expire`, or an account whose first password somebody else has set.
    subprocess.run(["chage", "-d", "0", prefix + person.name], check=True)
    step = visit.present(password=PASSWORD)
    while step.status == 401:
        conversation = asked(step)
        assert conversation["stage"] == "change"
        is_old = "Current" in conversation["prompts"][0]["text"]
        step = answer(visit, conversation, PASSWORD if is_old else "tr0ub4dor&3-and-more")
    assert step.status == 201, step
    assert visit.present(password=PASSWORD).reason == "factor_failed"
    assert visit.present(password="tr0ub4dor&3-and-more").status == 201
