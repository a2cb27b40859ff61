"""Command-line tools behind the gate: a login that is kept in a file of its owner's, and curl that goes on with it."""

import json
import os
import re
import subprocess

import pytest

from harness import program

FORM = ("Content-Type", "application/x-www-form-urlencoded")


class Tool:
    """Somebody's terminal: a home of their own, and the program."""

    def __init__(self, gate, person, home):
        self.gate, self.person, self.home = gate, person, home
        self.environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": "", "LC_ALL": "C.UTF-8", "DISPLAY": ""}

    def run(self, *arguments, given=None):
        return subprocess.run([program.path(), *arguments], capture_output=True, text=True, timeout=60, input=given or "",
                              env=self.environment)

    def log_in(self, code, *more, person=None):
        person = person or self.person
        return self.run("login", self.gate.ready["gate"], "--cert", person.cert, "--key", person.key, "--ca", self.gate.ca,
                        "--code-file", "-", *more, given=f"{code}\n")

    def configuration(self):
        return self.run("curl-config", self.gate.ready["gate"])

    def curl(self, url, configuration):
        return subprocess.run(["curl", "--silent", "--config", "-", url], capture_output=True, text=True, timeout=60,
                              input=configuration)

    @property
    def files(self):
        folder = self.home / ".local/state/gwanmun"
        return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def tool(gate, tmp_path):
    return Tool(gate, gate.person("staff", nth=1), tmp_path)


def console(gate, name):
    return next(c["url"] for c in gate.ready["consoles"] if c["id"] == name)


def test_a_code_opens_a_session_that_curl_goes_on_with(gate, tool):
    done = tool.log_in(gate.code(tool.person))
    assert done.returncode == 0, done.stderr
    assert tool.person.name in done.stdout
    configuration = tool.configuration()
    assert configuration.returncode == 0, configuration.stderr
    answer = tool.curl(console(gate, "build") + "/api", configuration.stdout)
    assert answer.returncode == 0 and tool.person.name in answer.stdout, answer


def test_the_file_is_for_its_owner_alone_and_no_use_without_the_key(gate, tool):
    assert tool.log_in(gate.code(tool.person)).returncode == 0
    (file,) = tool.files
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    token = json.loads(file.read_text())["token"]
    other = gate.visit("build", gate.person("staff", nth=0))
    assert other.get("/", [("Gwanmun-Session", token)]).status in (401, 403)


def test_a_file_that_others_may_read_is_refused(gate, tool):
    assert tool.log_in(gate.code(tool.person)).returncode == 0
    (file,) = tool.files
    file.chmod(0o644)
    done = tool.configuration()
    assert done.returncode != 0 and "chmod 600" in done.stderr


def test_logging_out_ends_the_session_and_leaves_no_file(gate, tool):
    assert tool.log_in(gate.code(tool.person)).returncode == 0
    configuration = tool.configuration().stdout
    assert tool.run("logout", gate.ready["gate"]).returncode == 0
    assert tool.files == []
    answer = tool.curl(console(gate, "build") + "/api", configuration)
    assert json.loads(answer.stdout)["reason"] == "factor_required"
    done = tool.configuration()
    assert done.returncode == 1 and "gwanmun login" in done.stderr


def test_a_session_that_is_over_is_told_and_its_file_removed(gate, tool):
    assert tool.log_in(gate.code(tool.person)).returncode == 0
    gate.command("session", "end", tool.person.name, "--reason", "test")
    done = tool.configuration()
    assert done.returncode == 1 and "is over" in done.stderr and "hint: gwanmun login" in done.stderr
    assert tool.files == []


def test_a_wrong_code_leaves_no_file(gate, tool):
    done = tool.log_in(gate.wrong_code(tool.person))
    assert done.returncode == 1 and "error: " in done.stderr
    assert tool.files == []
    gate.command("user", "unlock", tool.person.name, "--reason", "test")


def test_no_secret_is_an_argument_or_printed(gate, tool):
    code = gate.code(tool.person)
    done = tool.log_in(code, "--json")
    token = json.loads(tool.files[0].read_text())["token"]
    assert token not in done.stdout + done.stderr and code not in done.stdout + done.stderr
    assert set(json.loads(done.stdout)) == {"user", "expires_at", "file"}


class TestByBrowser:
    def page(self, gate, person):
        """The browser of a person who is logged in: the page, and the code behind its button."""
        visit = gate.logged_in(person, console=None)
        page = visit.navigate("/.gwanmun/terminal")
        assert page.status == 200
        token = re.search(r'name="form_token" value="([^"]+)"', page.body.decode()).group(1)
        made = visit.post("/.gwanmun/terminal", f"form_token={token}".encode(), [FORM, ("Origin", gate.ready["gate"]), ("Accept", "text/html")])
        assert made.status == 200, made
        return visit, re.search(r'<code id="code">([^<]+)</code>', made.body.decode()).group(1)

    def test_the_code_of_the_page_carries_the_session_over(self, gate, tool):
        visit, code = self.page(gate, tool.person)
        done = tool.log_in(code, "--browser")
        assert done.returncode == 0, done.stderr
        assert "/.gwanmun/terminal" in done.stderr
        answer = tool.curl(console(gate, "build") + "/api", tool.configuration().stdout)
        assert tool.person.name in answer.stdout
        # One session for both: nobody was displaced, and ending it ends both.
        assert visit.get("/.gwanmun/session").status == 200
        assert tool.run("logout", gate.ready["gate"]).returncode == 0
        assert visit.get("/.gwanmun/session").status == 401

    def test_the_code_works_once_and_for_nobody_else(self, gate, tool, tmp_path):
        _, code = self.page(gate, tool.person)
        other = gate.person("staff", nth=0)
        assert tool.log_in(code, "--browser", person=other).returncode == 1
        assert tool.log_in(code, "--browser").returncode == 0
        assert tool.log_in(code, "--browser").returncode == 1

    def test_the_page_speaks_korean_too(self, gate, tool):
        visit = gate.logged_in(tool.person, console=None)
        assert "터미널에서 접속" in visit.navigate("/.gwanmun/terminal", "ko").body.decode()
