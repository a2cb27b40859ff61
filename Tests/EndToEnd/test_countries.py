"""Rules about countries, by a database in a file: looked up per connection, taken anew when the file changes, never a reason to end (V14)."""

import os
import random

import pytest

from harness import program
from harness.countries import database
from harness.waiting import until

PROXY = "127.0.7.1"
KOREAN, FOREIGN, UNKNOWN = "203.0.113.9", "198.51.100.7", "192.0.2.1"
NETWORKS = {"203.0.113.0/24": "KR", "198.51.100.0/24": "US"}


def replace(path, data):
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.rename(path + ".new", path)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return str(tmp_path_factory.mktemp("countries") / "countries.mmdb")


@pytest.fixture(scope="module")
def site(gate, file):
    """The open console for people in Korea, and for those on this machine, wherever that stands."""
    replace(file, database(NETWORKS))

    def settings(configuration):
        address = configuration["listen"]["gate"]
        configuration["listen"]["gate"] = {"address": address, "proxy_protocol": {"from": ["127.0.7.0/24"]}}
        configuration["countries"] = {"database": file}
        gate.edit_policy("rules.yaml", lambda content: content["rules"].append({
            "id": "deny-abroad", "effect": "deny", "consoles": ["notice"], "countries_not": ["KR"], "unless": {"zones": ["site"]}}))

    gate.reconfigure(settings)
    return gate


def ask(gate, source, path="/"):
    preface = f"PROXY TCP4 {source} 127.0.0.1 40000 443\r\n".encode()
    with gate.wire("notice", gate.person("staff"), source=PROXY, preface=preface) as wire:
        return wire.request("GET", path)


def test_people_in_the_country_come_in_and_the_record_names_it(site, origin):
    assert ask(site, KOREAN, "/from-korea").status == 200
    record = site.trail.wait_for(request_id=origin.the_arrival("/from-korea").header("X-Request-Id"))
    assert (record["src_ip"], record["country"]) == (KOREAN, "KR")


def test_v14_people_elsewhere_and_nobody_knows_where_do_not(site):
    for source, country in [(FOREIGN, "US"), (UNKNOWN, None)]:
        answer = ask(site, source)
        assert (answer.status, answer.json()["reason"]) == (403, "not_allowed")
        record = site.trail.wait_for(request_id=answer.json()["request_id"], reason="country_denied", rule_id="deny-abroad")
        assert record.get("country") == country


def test_private_addresses_have_no_country(site, origin):
    with site.wire("notice", site.person("staff")) as wire:
        assert wire.request("GET", "/from-here").status == 200
    assert "country" not in site.trail.wait_for(request_id=origin.the_arrival("/from-here").header("X-Request-Id"))


def changes(site, sequence):
    return [record["change"] for record in site.trail.since(sequence) if record.get("part") == "countries"]


def test_a_new_database_holds_for_connections_that_stand(site, file):
    preface = f"PROXY TCP4 {FOREIGN} 127.0.0.1 40001 443\r\n".encode()
    with site.wire("notice", site.person("staff"), source=PROXY, preface=preface) as wire:
        assert wire.request("GET", "/").status == 403
        sequence = site.trail.last_sequence()
        replace(file, database({**NETWORKS, "198.51.100.0/24": "KR"}))
        until("the new database to hold", lambda: wire.request("GET", "/").status == 200, 20)
        until("the record", lambda: "adopted" in changes(site, sequence))
    replace(file, database(NETWORKS))
    until("the old one to hold again", lambda: ask(site, FOREIGN).status == 403, 20)


@pytest.mark.parametrize("broken", [b"", b"no database", database(NETWORKS)[:-40]], ids=["empty", "text", "cut short"])
def test_a_broken_database_keeps_the_old_and_says_so(site, file, broken):
    mark, sequence = len(site.output()), site.trail.last_sequence()
    replace(file, broken)
    until("a complaint", lambda: "countries.mmdb" in site.output()[mark:] and "the one before" in site.output()[mark:], 20)
    until("the record", lambda: "refused" in changes(site, sequence))
    assert ask(site, KOREAN).status == 200 and ask(site, FOREIGN).status == 403
    replace(file, database(NETWORKS))
    until("the good one to be taken", lambda: changes(site, sequence)[-1:] == ["adopted"], 20)


def test_a_damaged_database_ends_nothing(site, file):
    """Whatever its damaged records say, the gate answers; what cannot be read is unknown."""
    whole = database(NETWORKS)
    dice = random.Random(7)
    for _ in range(8):
        damaged = bytearray(whole)
        for _ in range(4):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        replace(file, bytes(damaged))
        assert site.command("reload").returncode in (0, 1)
        for source in (KOREAN, FOREIGN, UNKNOWN):
            assert ask(site, source).status in (200, 403)
    # Cut short in place, under the node that reads it.
    with open(file, "r+b") as opened:
        opened.truncate(100)
    assert ask(site, KOREAN).status in (200, 403)
    replace(file, whole)
    until("the good one to hold", lambda: ask(site, KOREAN).status == 200 and ask(site, FOREIGN).status == 403, 20)


def test_config_check_looks_at_the_database(site, file):
    good = program.run("config", "check", site.ready["config"])
    assert good.returncode == 0, good.stderr
    replace(file, b"no database")
    bad = program.run("config", "check", site.ready["config"])
    assert bad.returncode != 0 and "no database of countries" in bad.stderr
    replace(file, database(NETWORKS))
