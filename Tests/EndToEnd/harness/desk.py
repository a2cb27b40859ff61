"""An administrator at the desk: the same commands, over the desk's own door, as themselves."""

import os

from . import program


class Administrator:
    def __init__(self, gate, person):
        self.gate = gate
        self.person = person

    def command(self, *arguments):
        code = os.path.join(self.gate.folder, f"{self.person.name}.code")
        with open(os.open(code, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(self.gate.code(self.person) + "\n")
        door = ["--desk", self.gate.ready["desk"], "--cert", self.person.cert, "--key", self.person.key, "--ca", self.gate.ca]
        return program.run(*arguments, *door, "--totp-file", code, env={**os.environ, **self.gate.clock.environment()})
