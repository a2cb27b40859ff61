"""The gate from a shell, with nothing but curl and oathtool."""

import json
import subprocess

import pytest


@pytest.fixture
def curl(gate, tmp_path):
    person = gate.person("staff")

    def run(*arguments):
        command = ["curl", "--silent", "--show-error", "--cacert", gate.ca, "--cert", person.cert, "--key", person.key]
        command += ["--cookie", tmp_path / "jar", "--cookie-jar", tmp_path / "jar", "--write-out", "\n%{http_code}"]
        done = subprocess.run([*command, *arguments], check=True, capture_output=True, text=True, timeout=60)
        body, status = done.stdout.rsplit("\n", 1)
        return int(status), body

    run.person = person
    return run


def test_log_in_look_and_sign_out(gate, origin, curl):
    url = gate.consoles["build"].url
    assert curl(url + "/by-curl")[0] == 401

    gate.clock.advance(60)
    code = curl.person.authenticator.by_oathtool(gate.clock.now())
    status, body = curl("--json", json.dumps({"totp": code}), url + "/.gwanmun/session")
    assert (status, json.loads(body)["user"]) == (201, curl.person.name)

    assert curl(url + "/by-curl")[0] == 200
    assert origin.the_arrival("/by-curl").header("User-Agent").startswith("curl/")

    assert curl("--request", "DELETE", url + "/.gwanmun/session")[0] == 204
    assert curl(url + "/by-curl")[0] == 401


def test_upload_and_download_a_file(gate, origin, curl, tmp_path):
    (tmp_path / "drawing.bin").write_bytes(bytes(range(256)) * 5000)
    url = gate.consoles["notice"].url
    status, body = curl("--upload-file", tmp_path / "drawing.bin", url + "/drawing.bin")
    assert (status, json.loads(body)["body_bytes"]) == (200, 256 * 5000)


def test_p12_as_the_browser_gets_it_works_too(gate, curl):
    person = curl.person
    done = subprocess.run(
        ["curl", "--silent", "--fail", "--cacert", gate.ca, "--cert-type", "P12", "--cert", f"{person.p12}:{person.p12_password}",
         gate.consoles["notice"].url + "/"], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
