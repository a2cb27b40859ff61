"""`gwanmun serve` on what `gwanmun demo` made: the configuration of a gate that has stopped."""

import os
import signal
import subprocess

import yaml

from . import program
from .waiting import until

STOP_SECONDS = 20


class Service:
    """One process; several may follow each other on one configuration."""

    def __init__(self, gate, *arguments, name="service"):
        self._output = os.path.join(gate.folder, name + ".log")
        with open(self._output, "wb") as output:
            self.process = subprocess.Popen(
                [program.path(), "serve", "--config", gate.ready["config"], *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def is_serving(self):
        assert self.process.poll() is None, f"gwanmun ended with {self.process.returncode}: {self.output()[-2000:]}"
        return " serving " in self.output()

    def is_waiting(self):
        assert self.process.poll() is None, f"gwanmun ended with {self.process.returncode}: {self.output()[-2000:]}"
        return "waiting for the trail" in self.output()

    def output(self):
        with open(self._output, encoding="utf-8", errors="replace") as file:
            return file.read()

    def ask_to_stop(self):
        self.process.send_signal(signal.SIGTERM)

    def end(self):
        if self.process.poll() is None:
            self.ask_to_stop()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(STOP_SECONDS)
                raise


def configure(gate, origin, edit=lambda settings: None):
    """Stops the gate and lets its configuration say what its command line said; the ports are those it had."""
    assert gate.stop() == 0
    settings = gate.settings()
    desk, ops = (int(gate.ready[door].rpartition(":")[2]) for door in ("desk", "ops"))
    settings["listen"] = {"gate": f"127.0.0.1:{gate.port}", "desk": f"127.0.0.1:{desk}", "ops": f"127.0.0.1:{ops}"}
    settings["upstreams"] = {console: [origin.url] for console in gate.consoles}
    edit(settings)
    with open(gate.ready["config"], "w", encoding="utf-8") as file:
        yaml.safe_dump(settings, file, allow_unicode=True, sort_keys=False)


def serving(service):
    until("the service to serve", service.is_serving, 60)
    return service
