"""The JSON Schemas of policies, judged by a validator that is not ours (jsonschema, draft 2020-12)."""

import json
import pathlib
import re

import pytest
import yaml
from jsonschema import Draft202012Validator

from harness import program

ROOT = pathlib.Path(program.ROOT)
CORPUS = ROOT / "Tests" / "Corpus" / "policies"
SCHEMAS = ROOT / "Policies" / "schema"
FILES = ["policy", "tests", "question"]


class Core(yaml.SafeLoader):
    """Scalars as YAML 1.2 has them, and as editors read them: no dates, no numbers to base 60, no yes and no.

    Aliases, of which a few lines can stand for more than any memory holds, are not followed.
    """

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "an alias", self.peek_event().start_mark)
        return super().compose_node(parent, index)


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def validator(kind):
    return Draft202012Validator(json.loads((SCHEMAS / f"{kind}.schema.json").read_text()))


def complaints(kind, text):
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator(kind).iter_errors(yaml.load(text, Core))]


def sound_files():
    """Every sound policy of the repository, file by file: the starter bundle, the demo, the corpus's base, the guide's examples."""
    for folder in [ROOT / "Policies", ROOT / "Policies" / "demo", CORPUS / "base"]:
        for file in sorted(folder.glob("*.yaml")):
            yield str(file.relative_to(ROOT)), "policy", file.read_text()
        for file in sorted((folder / "tests").glob("*.yaml")):
            yield str(file.relative_to(ROOT)), "tests", file.read_text()
    guide = (ROOT / "docs" / "policy-guide.md").read_text().split("```yaml\n")[1:]
    for example in (part.split("```")[0] for part in guide):
        name = example.splitlines()[0].removeprefix("# ")
        yield f"guide: {name}", "tests" if name.startswith("tests/") else "policy", example


@pytest.mark.parametrize("kind", FILES)
def test_the_committed_schema_is_a_schema_and_what_the_program_prints(kind):
    committed = (SCHEMAS / f"{kind}.schema.json").read_text()
    Draft202012Validator.check_schema(json.loads(committed))
    printed = program.run("policy", "schema", "--file", kind)
    assert (printed.returncode, printed.stdout) == (0, committed)


@pytest.mark.parametrize("kind", FILES)
def test_in_korean_it_asks_for_the_same(kind):
    def bare(schema):
        if isinstance(schema, dict):
            return {key: bare(value) for key, value in schema.items()
                    if not (key in ("title", "description") and isinstance(value, str))}
        return [bare(item) for item in schema] if isinstance(schema, list) else schema

    korean = json.loads(program.run("policy", "schema", "--file", kind, "--language", "ko").stdout)
    english = json.loads((SCHEMAS / f"{kind}.schema.json").read_text())
    assert bare(korean) == bare(english) and korean != english


def test_no_sound_policy_is_refused():
    files = list(sound_files())
    assert len(files) >= 30
    assert {name: found for name, kind, text in files if (found := complaints(kind, text))} == {}


def test_the_questions_of_the_documentation_are_sound():
    question = (ROOT / "Policies" / "README.md").read_text().split("```yaml\n")[1].split("```")[0]
    assert complaints("question", question) == []
    assert complaints("question", question + "colour: red\n") != []


# What an editor's schema cannot know: names that other sections define, how numbers compare, days that exist, what characters hide.
def test_the_schema_catches_what_is_wrong_in_form():
    seen, missed, unreadable = 0, [], 0
    for file in sorted(CORPUS.glob("*/*.yaml")):
        if file.parent.name in ("base", "tests"):
            continue
        kind = "tests" if file.parent.name == "sentences" else "policy"
        try:
            found = complaints(kind, file.read_text(encoding="utf-8"))
        except (ValueError, yaml.YAMLError, RecursionError):
            unreadable += 1  # Nobody gets as far as the schema.
            continue
        if found:
            seen += 1
        else:
            missed.append(f"{file.parent.name}/{file.stem}")
    print(f"{seen} caught, {len(missed)} left to the reader, {unreadable} not YAML")
    assert seen >= CAUGHT, missed
    said = (CORPUS / "expected.txt").read_text().splitlines()
    of_form = {line.split(":")[0] for line in said if any(words in line for words in FORM)}
    overlooked = sorted(of_form.intersection(missed) - BEYOND_FORM)
    assert overlooked == [], overlooked


# What the reader says of structure alone.
FORM = ["unknown key", " needs '", "has no meaning here", "is not one of", "an empty list can never hold",
        "is not a duration", "is not a whole number", "is not a name of", "is not true or false", "a mapping with the keys"]
CAUGHT = 193
BEYOND_FORM = {
    "grades/count-exponent",  # 3e0 is the number 3 to JSON
    "grades/profile-missing",  # of several files, one names it
    "consoles/console-host-is-ours",  # the configuration says what is
    "terms/approval-roles-beside-groups",  # depends on what kind of value `approvers` has
    "terms/approval-without-roles",  # the same
}


def test_the_bundle_tells_editors_where_its_schema_is():
    for file in sorted((ROOT / "Policies").glob("*.yaml")) + sorted((ROOT / "Policies" / "tests").glob("*.yaml")):
        hint = file.read_text().splitlines()[0]
        assert hint.startswith("# yaml-language-server: $schema="), file
        assert (file.parent / hint.partition("=")[2]).exists(), file


@pytest.mark.parametrize("language, page", [("en", "policy-reference.md"), ("ko", "policy-reference.ko.md")])
def test_the_reference_is_what_the_program_prints(language, page):
    printed = program.run("policy", "reference", "--language", language)
    assert (printed.returncode, printed.stdout) == (0, (ROOT / "docs" / page).read_text())
