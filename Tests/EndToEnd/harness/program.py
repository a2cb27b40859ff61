"""The program under test."""

import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def path():
    """GWANMUN names another build; by default the debug one, whose exclusivity and overflow checks are all on."""
    return os.environ.get("GWANMUN", os.path.join(ROOT, ".build", "debug", "gwanmun"))


def run(*arguments, within=60, **options):
    """Runs one command to its end."""
    command = [path(), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=within, stdin=subprocess.DEVNULL, **options)
