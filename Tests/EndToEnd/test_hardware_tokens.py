"""Hardware tokens, from the maker's file to the owner's first code (RFC 4226, RFC 6238, RFC 6030)."""

import json
import os
import re
import subprocess

import pskc
import pytest
from harness.visit import Visit

SECRET = b"31415926535897932384"
POSITION = re.compile(r"^error: (\S+):(\d+):(\d+): ", re.MULTILINE)


def private(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.chmod(path, 0o600)
    return path


def container(path, serials=("HW-1",), password=None, **key):
    """A key container as another program writes it."""
    file = pskc.PSKC()
    for serial in serials:
        file.add_key(id=serial, serial=serial, manufacturer="Maker", secret=SECRET,
                     **{"algorithm": "urn:ietf:params:xml:ns:keyprov:pskc:hotp", "response_length": 6,
                        "response_encoding": "DECIMAL", "counter": 0, **key})
    if password:
        file.encryption.setup_pbkdf2(password, iterations=1000)
    file.write(str(path))
    os.chmod(path, 0o600)
    return path


def hotp(counter):
    return subprocess.run(["oathtool", "--hotp", f"--counter={counter}", SECRET.hex()], check=True, capture_output=True,
                          text=True).stdout.strip()


def totp(now, period):
    return subprocess.run(["oathtool", "--totp", f"--time-step-size={period}s", f"--now=@{int(now)}", SECRET.hex()],
                          check=True, capture_output=True, text=True).stdout.strip()


def done(result):
    assert result.returncode == 0, result
    return result


@pytest.fixture
def newcomer(own_gate):
    """Somebody with a certificate and nothing else."""
    person = own_gate.person(None, "unbound")
    done(own_gate.command("user", "add", "park-5c1e", "--role", "staff", "--organisation", "R&D"))
    done(own_gate.command("user", "bind-cert", "park-5c1e", person.cert))
    return Visit(own_gate, "build", person)


def give(gate, file, serial="HW-1", *options):
    done(gate.command("token", "import", file, *options))
    done(gate.command("token", "assign", serial, "--to", "park-5c1e", "--reason", "handed over"))


def test_an_encrypted_container_of_another_program_leads_to_a_login(own_gate, newcomer, tmp_path):
    file = container(tmp_path / "tokens.xml", password="qwerty")
    give(own_gate, file, "HW-1", "--container-password", private(tmp_path / "password", "qwerty\n"))
    assert newcomer.present(totp=hotp(0)).status == 201
    again = newcomer.present(totp=hotp(0))
    assert (again.status, again.reason) == (401, "factor_failed")
    assert newcomer.present(totp=hotp(7)).status == 201
    assert newcomer.present(totp=hotp(30)).status == 401
    listed = json.loads(done(own_gate.command("token", "list", "--json")).stdout)
    assert [(token["serial"], token["state"], token["user"]) for token in listed] == [("HW-1", "assigned", "park-5c1e")]


def test_a_clock_of_sixty_seconds_is_judged_by_its_own_steps(own_gate, newcomer, tmp_path):
    table = f"serial,type,secret_hex,period\nHW-60,totp,{SECRET.hex()},60\n"
    give(own_gate, private(tmp_path / "tokens.csv", table), "HW-60")
    assert newcomer.present(totp=totp(own_gate.clock.now(), 30)).status == 401
    own_gate.clock.advance(minutes=3)
    assert newcomer.present(totp=totp(own_gate.clock.now(), 60)).status == 201


def test_a_token_that_ran_ahead_is_set_right_by_two_codes(own_gate, newcomer, tmp_path):
    give(own_gate, container(tmp_path / "tokens.xml"))
    assert newcomer.present(totp=hotp(0)).status == 201
    assert newcomer.present(totp=hotp(400)).status == 401
    codes = private(tmp_path / "codes", f"{hotp(400)}\n{hotp(401)}\n")
    done(own_gate.command("token", "resync", "HW-1", "--codes-file", codes, "--reason", "played with"))
    assert newcomer.present(totp=hotp(402)).status == 201
    wrong = private(tmp_path / "wrong", f"{hotp(500)}\n{hotp(502)}\n")
    assert own_gate.command("token", "resync", "HW-1", "--codes-file", wrong).returncode == 1


def test_a_revoked_token_is_worth_nothing(own_gate, newcomer, tmp_path):
    give(own_gate, container(tmp_path / "tokens.xml"))
    newcomer.keep(newcomer.present(totp=hotp(0)))
    done(own_gate.command("token", "revoke", "HW-1", "--reason", "found in the bin"))
    assert newcomer.get("/.gwanmun/session").status == 401
    assert newcomer.present(totp=hotp(1)).status == 401


def test_a_token_takes_the_place_of_another_by_its_first_code(own_gate, newcomer, tmp_path):
    give(own_gate, container(tmp_path / "tokens.xml"))
    assert newcomer.present(totp=hotp(0)).status == 201
    second = container(tmp_path / "more.xml", ["HW-2"], counter=500)
    done(own_gate.command("token", "import", second))
    assign = ["token", "assign", "HW-2", "--to", "park-5c1e", "--reason", "battery at its end"]
    refused = own_gate.command(*assign, "--in-place-of", "HW-9")
    assert refused.returncode == 1 and "no such authenticator" in refused.stderr, refused
    told = done(own_gate.command(*assign, "--in-place-of", "HW-1")).stdout
    assert "HW-1" in told

    # Until then the old one works; who has it confirms the new one on their own page.
    person = Visit(own_gate, None, newcomer.person)
    person.keep(person.present(totp=hotp(1)))
    page = person.navigate("/.gwanmun/me").body.decode()
    form = re.search(r'factors/confirm".*?name="form_token" value="([^"]+)".*?name="factor" value="([^"]+)"', page)
    body = "form_token={}&factor={}&code={}".format(*form.groups(), hotp(500)).encode()
    headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", own_gate.ready["gate"]),
               ("Sec-Fetch-Site", "same-origin"), ("Accept", "text/html")]
    assert person.post("/.gwanmun/me/factors/confirm", body, headers).status == 200

    assert newcomer.present(totp=hotp(2)).status == 401
    assert newcomer.present(totp=hotp(501)).status == 201
    shown = json.loads(done(own_gate.command("user", "show", "park-5c1e", "--json")).stdout)
    states = {device["serial"]: device["state"] for device in shown["devices"]}
    assert states == {"HW-1": "replaced", "HW-2": "active"}
    assert "replaced by hotp-" in done(own_gate.command("user", "show", "park-5c1e")).stdout


def test_nothing_of_a_broken_file_is_stored(own_gate, tmp_path):
    container(tmp_path / "tokens.xml", ["HW-1", "HW-2"])
    text = (tmp_path / "tokens.xml").read_text().replace('Id="HW-2"', 'Id="HW-1"')
    broken = own_gate.command("token", "import", private(tmp_path / "broken.xml", text))
    assert broken.returncode == 2
    assert POSITION.search(broken.stderr), broken.stderr
    assert json.loads(own_gate.command("token", "list", "--json").stdout) == []


def test_a_known_token_is_told_with_its_place_and_stops_the_import(own_gate, tmp_path):
    done(own_gate.command("token", "import", container(tmp_path / "first.xml", ["HW-1"])))
    table = f"serial,type,secret_hex\nHW-3,hotp,{SECRET.hex()}\nHW-1,hotp,{SECRET.hex()}\n"
    second = own_gate.command("token", "import", private(tmp_path / "second.csv", table))
    assert second.returncode == 2
    assert POSITION.search(second.stderr).groups()[1:] == ("3", "1"), second.stderr
    assert "HW-1" in second.stderr
    assert [token["serial"] for token in json.loads(own_gate.command("token", "list", "--json").stdout)] == ["HW-1"]


def test_a_dry_run_stores_nothing(own_gate, tmp_path):
    done(own_gate.command("token", "import", container(tmp_path / "tokens.xml"), "--dry-run"))
    assert json.loads(own_gate.command("token", "list", "--json").stdout) == []


def test_a_file_that_others_may_read_is_refused(own_gate, tmp_path):
    file = container(tmp_path / "tokens.xml")
    os.chmod(file, 0o644)
    refused = own_gate.command("token", "import", file)
    assert refused.returncode != 0 and "chmod 600" in refused.stderr


def test_no_seed_is_on_the_disk_in_the_clear(own_gate, newcomer, tmp_path):
    give(own_gate, container(tmp_path / "tokens.xml", ["HW-1", "HW-2"]))
    forms = [SECRET, SECRET.hex().encode(), b"GMYTIMJVHEZDMNJTGU4DSNZZGMZDGOBU"]
    for folder, _, files in os.walk(os.path.dirname(own_gate.ready["config"])):
        for path in filter(os.path.isfile, (os.path.join(folder, name) for name in files)):
            with open(path, "rb") as file:
                content = file.read()
            assert not any(form in content for form in forms), path
