"""Inventory and rendering of a policy: what is protected, and who may do what (T16, T92)."""

import csv
import io
import json
import os

import pytest
import yaml

from harness import program

BUNDLE = os.path.join(os.path.dirname(__file__), "..", "..", "Policies")


def run(*arguments):
    result = program.run("policy", *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


def section(name):
    """One section of the bundle, from whichever file holds it."""
    for file in sorted(os.listdir(BUNDLE)):
        if file.endswith(".yaml"):
            with open(os.path.join(BUNDLE, file), encoding="utf-8") as opened:
                content = yaml.safe_load(opened)
            if name in content:
                return content[name]
    raise AssertionError(name)


def test_t16_the_inventory_equals_the_policy():
    written = section("consoles")
    listed = {row["id"]: row for row in csv.DictReader(io.StringIO(run("inventory", BUNDLE, "--csv")))}
    assert listed.keys() == written.keys()
    for name, console in written.items():
        row, provider, contract = listed[name], console.get("provider", {}), console.get("contract", {})
        assert (row["owner"], row["manager"]) == (console["owner"], console["manager"])
        assert row["label"] == console.get("grade", "classified")
        assert row["tags"].split() == sorted(console.get("tags", []))
        assert (row["provider"], row["region"]) == (provider.get("name", ""), provider.get("region", ""))
        assert (row["contract"], row["data_owner"]) == (contract.get("ref", ""), contract.get("data_owner", ""))
    same = json.loads(run("inventory", BUNDLE, "--json"))["consoles"]
    assert {entry["id"]: entry["owner"] for entry in same} == {name: console["owner"] for name, console in written.items()}


def test_the_inventory_in_a_terminal_names_every_console():
    lines = run("inventory", BUNDLE).splitlines()
    assert [line.split()[0] for line in lines[1:]] == sorted(section("consoles"))


def test_csv_and_json_at_once_are_refused():
    assert program.run("policy", "inventory", BUNDLE, "--csv", "--json").returncode == 2


def test_t92_every_console_by_every_role():
    cells = json.loads(run("render", BUNDLE, "--json"))["cells"]
    assert {(cell["console"], cell["role"]) for cell in cells} == {
        (console, role) for console in section("consoles") for role in section("roles")}
    partner = next(cell for cell in cells if (cell["console"], cell["role"]) == ("fab", "foreign_partner"))
    [opening] = partner["openings"]
    assert opening["rule"] == "nct-partner" and "grant" in opening["approvals"]
    assert opening["zones"] == ["isolated_vdi"] and opening["storage"] == "deny"


@pytest.mark.parametrize("language, nothing, factor", [("ko", "허용 안 함", "2차 인증"), ("en", "nothing", "second factor")])
def test_t92_the_document_has_every_console_and_role_in_both_languages(language, nothing, factor):
    text = run("render", BUNDLE, "--language", language)
    chapters = text.split("\n## ")
    for console in section("consoles"):
        chapter = next(chapter for chapter in chapters if chapter.splitlines()[0].split()[-1] == console)
        for role in section("roles"):
            assert f"| {role.replace('_', chr(92) + '_')} |" in chapter
    assert nothing in text and factor in text and "isolated\\_vdi" in text
