"""Passwords by PAM, over real modules: pam_matrix of libpam-wrapper, with pam_exec noting what modules are told."""

import glob
import os
import subprocess

import pytest
import yaml
from harness import program
from harness.guessing import STAFF_LIMIT
from harness.pam import PASSWORD, PamFolder, gate_with_passwords, number
from harness.waiting import until


@pytest.fixture(scope="module")
def pam(tmp_path_factory):
    return PamFolder(tmp_path_factory.mktemp("pam"))


@pytest.fixture(scope="module")
def gate(origin, pam, tmp_path_factory):
    gate = gate_with_passwords(tmp_path_factory.mktemp("gate"), origin, pam, "login")
    yield gate
    gate.end()


def helpers_of(gate):
    """Processes that one of its threads has started."""
    children = []
    for path in glob.glob(f"/proc/{gate.process.pid}/task/*/children"):
        with open(path, encoding="ascii") as file:
            children += file.read().split()
    return [child for child in children if "gwanmun-pam" in command_line(child)]


def command_line(process):
    with open(f"/proc/{process}/cmdline", encoding="utf-8") as file:
        return file.read().replace("\0", " ")


def test_a_password_opens_the_console_that_asks_for_one_and_no_other(gate):
    """Certificate and password are two kinds; a password is no code (compliance profile 2.3)."""
    visit = gate.visit("notice", gate.person("staff"))
    refused = visit.get("/")
    assert (refused.status, refused.reason) == (401, "factor_required")
    assert refused.json()["factors"] == ["password"] and "login_url" in refused.json()

    answer = visit.present(password=PASSWORD)
    assert answer.status == 201, answer
    visit.keep(answer)
    assert [factor["kind"] for factor in answer.json()["factors"]] == ["certificate", "password"]
    assert visit.get("/").status == 200
    build = gate.visit("build", visit.person)
    assert build.get("/", [("Gwanmun-Session", visit.token)]).json()["factors"] == ["totp"]


def test_the_page_has_a_field_for_it_only_for_those_whose_consoles_ask(gate):
    """Before a console is chosen, people are asked for what brings them everywhere."""
    fields = {role: b'name="password"' in gate.visit(None, gate.person(role)).navigate("/.gwanmun/login").body
              for role in ("staff", "foreign_partner")}
    assert fields == {"staff": True, "foreign_partner": False}


@pytest.mark.parametrize("password", ["x" * 512, "x" * 4000, "\0", PASSWORD + "\0", PASSWORD + " ", PASSWORD.upper()])
def test_what_cannot_be_a_password_is_a_wrong_one(own_count, password):
    answer = own_count.present(password=password)
    assert (answer.status, answer.reason) == (401, "factor_failed")


@pytest.fixture
def own_count(gate):
    """Somebody whose count is taken back after each attempt."""
    visit = gate.visit("notice", gate.person("auditor"))
    yield visit
    assert visit.present(password=PASSWORD).status == 201


def test_password_and_code_are_shown_together(gate):
    visit = gate.visit("fab", gate.person("staff"))
    assert sorted(visit.get("/").json()["factors"]) == ["password", "totp"]
    answer = visit.present(password=PASSWORD, totp=gate.code(visit.person))
    assert answer.status == 201, answer
    visit.keep(answer)
    assert visit.get("/").status == 200


def test_modules_are_told_who_and_from_where(gate, pam):
    person = gate.person("staff")
    pam.take_steps()
    assert gate.visit("notice", person).present(password=PASSWORD).status == 201
    assert pam.take_steps() == [("auth", person.name, "127.0.0.1", "gwanmun")]


def test_without_a_certificate_no_password_is_looked_at(gate, pam):
    """T42, T93: a password is of no use without the certificate, an administrator's neither."""
    pam.take_steps()
    answer = gate.visit("notice", None).present(password=PASSWORD)
    assert (answer.status, answer.reason) == (403, "no_client_cert")
    foreign = gate.visit("notice", gate.person(None, "unbound")).present(password=PASSWORD)
    assert (foreign.status, foreign.reason) == (403, "cert_not_bound")
    assert pam.take_steps() == []


def test_wrong_unknown_and_locked_look_alike_and_do_alike(own_gate_with_passwords, pam):
    """T50, T54: one message and the same steps, for who is unknown to PAM and for who is locked out at the gate."""
    gate = own_gate_with_passwords
    person, unknown = gate.person("staff"), gate.person("staff", nth=1)
    pam.forget(unknown.name)
    visit, stranger = gate.visit("notice", person), gate.visit("notice", unknown)
    answers, steps = [], []
    for one, password in [(visit, "wrong"), (stranger, "wrong"), *[(visit, "wrong")] * (STAFF_LIMIT - 1), (visit, PASSWORD)]:
        pam.take_steps()
        answers.append(one.present(password=password))
        steps.append(pam.take_steps())
    assert {(a.status, a.reason, a.json()["title"]) for a in answers} == {(401, "factor_failed", answers[0].json()["title"])}
    assert {tuple(type for type, *_ in step) for step in steps} == {("auth",)}
    assert [step[0][1] for step in steps[:2]] == [person.name, unknown.name]
    pam.set_password(unknown.name)
    # Locked here: PAM hears of nobody, so that nobody is locked out there.
    assert steps[-1][0][1].startswith("nobody-")
    records = [gate.trail.wait_for(request_id=a.json()["request_id"]) for a in (answers[0], answers[1], answers[-1])]
    assert [record["reason"] for record in records] == ["factor_failed", "factor_failed", "account_locked"]


@pytest.fixture
def own_gate_with_passwords(origin, pam, tmp_path):
    gate = gate_with_passwords(tmp_path, origin, pam, "login")
    yield gate
    gate.end()


def test_no_password_is_written_down_anywhere(gate, pam):
    canary = "canary-password-7f3a9b"
    visit = gate.visit("notice", gate.person("staff", nth=1))
    assert visit.present(password=canary).status == 401
    assert visit.present(password=PASSWORD).status == 201
    found = []
    for folder, _, files in os.walk(os.path.dirname(gate.ready["config"])):
        for name in filter(lambda name: os.path.isfile(os.path.join(folder, name)), files):  # noqa: B023
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            found += [name for secret in (canary, PASSWORD) if secret.encode() in content]
    assert found == []
    assert canary not in gate.output() and PASSWORD not in gate.output()
    assert all(canary not in command_line(process) for process in helpers_of(gate))


def test_helpers_are_counted_and_end_with_the_node(own_gate_with_passwords):
    gate = own_gate_with_passwords
    assert gate.visit("notice", gate.person("staff")).present(password=PASSWORD).status == 201
    helpers = helpers_of(gate)
    assert len(helpers) == 1
    assert number(gate, "helpers") == 1 and number(gate, "helper_starts_total") == 1
    assert number(gate, "queue") == 0 and number(gate, "open_logins") == 0
    assert gate.stop() == 0
    until("the helpers' end", lambda: not any(os.path.exists(f"/proc/{process}") for process in helpers))


def test_a_module_that_hangs_or_dies_costs_one_attempt(origin, pam, tmp_path):
    """The next attempt has a new helper; nobody else waits for more than a turn."""
    gate = gate_with_passwords(tmp_path, origin, pam, "trouble", patience="2s")
    try:
        victim, other = gate.person("staff"), gate.person("staff", nth=1)
        for manner in ("hangs", "dies"):
            pam.write("trouble.list", f"{victim.name} {manner}\n")
            refused = gate.visit("notice", victim).present(password=PASSWORD)
            assert (refused.status, refused.reason) == (401, "factor_failed")
            assert gate.visit("notice", other).present(password=PASSWORD).status == 201
        pam.write("trouble.list", "")
        assert gate.visit("notice", victim).present(password=PASSWORD).status == 201
        assert number(gate, "failures_total", cause="silent") == 1
        assert number(gate, "failures_total", cause="died") == 1
        assert number(gate, "helper_starts_total") == 3
    finally:
        gate.end()


def test_a_configuration_without_service_or_helper_is_refused_with_the_place(gate, tmp_path):
    settings = gate.settings()
    settings["pam"] = {"service": "not-there", "folder": str(tmp_path), "helper": str(tmp_path / "no-program")}
    path = os.path.join(os.path.dirname(gate.ready["config"]), "changed.yaml")
    with open(path, "w", encoding="utf-8") as file:
        yaml.safe_dump(settings, file, allow_unicode=True, sort_keys=False)
    answer = program.run("config", "check", path)
    os.remove(path)
    assert answer.returncode == 2
    assert f"{path}:" in answer.stderr and "'not-there', expected a file of that name" in answer.stderr
    assert "expected the program gwanmun-pam" in answer.stderr


def test_doctor_tells_what_judges_passwords(gate, pam):
    answer = program.run("doctor", "--config", gate.ready["config"], "--json")
    assert "judges passwords" in answer.stdout and "gwanmun-pam" in answer.stdout
    subprocess.run(["chmod", "o+w", os.path.join(pam.path, "login")], check=True)
    answer = program.run("doctor", "--config", gate.ready["config"], "--json")
    subprocess.run(["chmod", "o-w", os.path.join(pam.path, "login")], check=True)
    assert answer.returncode == 1 and "others may change it" in answer.stdout
