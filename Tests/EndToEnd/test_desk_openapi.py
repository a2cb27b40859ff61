"""The desk's API as its description says it, judged by a tool that is not ours (schemathesis). Issue 5, point 7."""

import json
import os
import pathlib
import subprocess
import sys

from harness import program

HERE = pathlib.Path(__file__).parent
COMMITTED = pathlib.Path(program.ROOT) / "docs" / "desk-openapi.json"
SECONDS = 280


def curl(gate, person, *arguments):
    command = ["curl", "--silent", "--show-error", "--cacert", gate.ca, "--cert", person.cert, "--key", person.key]
    done = subprocess.run([*command, "--write-out", "\n%{http_code}", *arguments], check=True, capture_output=True, text=True, timeout=60)
    body, status = done.stdout.rsplit("\n", 1)
    return int(status), body


def session(gate, person):
    status, body = curl(gate, person, "--json", json.dumps({"totp": gate.code(person)}), gate.ready["desk"] + "/.gwanmun/session")
    assert status == 201, body
    return json.loads(body)["token"]


def schemathesis(gate, person, folder, *arguments):
    """What it keeps (crashes, examples that failed) goes into `folder`, where it runs."""
    command = [sys.executable, "-m", "harness.fuzz_api", "--config-file", str(HERE / "schemathesis.toml"), "run", str(COMMITTED)]
    command += ["--url", gate.ready["desk"], "--tls-verify", gate.ca, "--request-cert", person.cert, "--request-cert-key", person.key]
    command += ["-H", f"Gwanmun-Session: {session(gate, person)}", "--seed", "5", "--max-examples", "4"]
    command += ["--generation-database", "none", "--no-color", "--continue-on-failure", *arguments]
    return subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(HERE)}, capture_output=True, text=True, timeout=SECONDS)


def failures(told):
    """What failed and how to ask it again, which stands before pages of warnings."""
    begin = max(told.find("= FAILURES ="), told.find("= ERRORS ="), 0)
    return told[begin:].partition("= WARNINGS =")[0][:12000] + told[-600:]


def test_it_is_served_printed_and_committed_the_same(gate):
    person = gate.person("auditor")
    header = ["--header", f"Gwanmun-Session: {session(gate, person)}"]
    status, served = curl(gate, person, *header, gate.ready["desk"] + "/api/v1/openapi.json")
    printed = program.run("desk", "openapi")
    assert (status, printed.returncode) == (200, 0)
    assert served + "\n" == printed.stdout == COMMITTED.read_text()


def test_every_answer_is_as_it_says(gate, tmp_path):
    """By somebody who may ask for nearly everything. SCIM has testers of its own (test_scim.py)."""
    done = schemathesis(gate, gate.person("security_admin"), tmp_path, "--exclude-tag", "SCIM")
    assert done.returncode == 0, failures(done.stdout)
