"""Requests that two parsers could understand differently die at the gate. The origin's log is the verdict."""

import base64
import json
import os
import ssl

import pytest

from harness import program

CORPUS = os.path.join(program.ROOT, "Tests", "Corpus", "http1")


def cases():
    with open(os.path.join(CORPUS, "index.json"), encoding="utf-8") as file:
        return json.load(file)


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        found = cases()
        metafunc.parametrize("case", found, ids=[c["name"] for c in found])
