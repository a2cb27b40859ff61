"""A running gateway: `gwanmun demo` in a folder of its own."""

import copy
import json
import os
import shutil
import signal
import subprocess
from urllib.parse import urlsplit

import yaml

from . import program
from .authority import Authority
from .clock import MovableClock, RealClock
from .person import Person
from .trail import Trail
from .visit import Visit
from .waiting import until
from .wire import Wire

START_SECONDS = 60
STOP_SECONDS = 20


class Console:
    def __init__(self, entry):
        self.id = entry["id"]
        self.url = entry["url"]
        self.grade = entry["grade"]
        self.host = urlsplit(self.url).hostname


class Gate:
    def __init__(self, folder, upstream=None, source_limits="off", clock="movable", demo=None, arguments=(), open_files=None):
        self.folder = str(folder)
        self.clock = MovableClock(self.folder) if clock == "movable" else RealClock()
        self._ready_file = os.path.join(self.folder, "ready.json")
        self._output = os.path.join(self.folder, "output.log")
        self._arguments = ["demo", "--dir", demo or os.path.join(self.folder, "demo"), "--listen", "127.0.0.1:0"]
        self._arguments += ["--desk", "127.0.0.1:0", "--ops", "127.0.0.1:0", "--source-limits", source_limits]
        self._arguments += ["--ready-file", self._ready_file, *(["--upstream", upstream] if upstream else []), *arguments]
        self._limits = ["prlimit", f"--nofile={open_files}:{open_files}"] if open_files else []
        self.people = []
        self.start()

    # Its life.

    def start(self):
        if os.path.exists(self._ready_file):
            os.remove(self._ready_file)
        self._was_told_to_end = False
        environment = {**os.environ, **self.clock.environment()}
        with open(self._output, "ab") as output:
            self.process = subprocess.Popen(
                [*self._limits, program.path(), *self._arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
        until("the ready file", self._is_ready, START_SECONDS)
        with open(self._ready_file, encoding="utf-8") as file:
            self.ready = json.load(file)
        gate = urlsplit(self.ready["gate"])
        self.port, self.host = gate.port, gate.hostname
        if not self.people:
            # A copy: tests may break the gateway's own.
            self.ca = shutil.copy(self.ready["ca"], os.path.join(self.folder, "ca.pem"))
        self.trail = Trail(self.ready["audit"])
        self.consoles = {entry["id"]: Console(entry) for entry in self.ready["consoles"]}
        if not self.people:
            self.people = [Person(entry, self.clock.now()) for entry in self.ready["users"]]

    def _is_ready(self):
        self._was_told_to_end = self.process.poll() is not None
        assert self.process.poll() is None, f"gwanmun ended with {self.process.returncode}: {self.output()[-2000:]}"
        return os.path.exists(self._ready_file)

    def ask_to_stop(self):
        self._was_told_to_end = True
        self.process.send_signal(signal.SIGTERM)

    def stop(self):
        """Ends it as an operator would, and says how it took that."""
        self.ask_to_stop()
        return self.process.wait(STOP_SECONDS)

    def kill(self):
        self._was_told_to_end = True
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def restart(self):
        assert self.stop() == 0
        self.start()

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def reconfigure(self, edit):
        """Stops, lets `edit` change gwanmun.yaml as a mapping, and starts again."""
        assert self.stop() == 0
        settings = self.settings()
        edit(settings)
        self.rewrite_settings(settings)
        self.start()

    def rewrite_settings(self, settings):
        """Puts a mapping in gwanmun.yaml's place, whole or not at all."""
        path = self.ready["config"]
        with open(path + ".new", "w", encoding="utf-8") as file:
            yaml.safe_dump(settings, file, allow_unicode=True, sort_keys=False)
        os.rename(path + ".new", path)

    def end(self):
        """For fixtures: whatever state it is in, no process is left, and none ended by itself."""
        assert self.process.poll() is None or self._was_told_to_end, f"gwanmun ended by itself: {self.output()[-4000:]}"
        if self.process.poll() is None:
            try:
                assert self.stop() == 0, self.output()[-2000:]
            except subprocess.TimeoutExpired:
                self.kill()
                raise
        self.clock.end()

    # What it shows.

    def output(self):
        with open(self._output, encoding="utf-8", errors="replace") as file:
            return file.read()

    def resident_kib(self):
        return self._status("VmRSS")

    def peak_resident_kib(self):
        return self._status("VmHWM")

    def forget_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as file:
            file.write("5")

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def processor_seconds(self):
        """Time that all its threads have spent on processors."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _status(self, field):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(field + ":"))

    # Its people.

    def person(self, role="staff", state="active", nth=0):
        """The nth of the people with this role and state."""
        found = [p for p in self.people if p.state == state and (role is None or role in p.roles)]
        assert len(found) > nth, f"the demo has {len(found)} people with role {role} and state {state}"
        return found[nth]

    def code(self, person):
        """A code that the gateway has not seen; the clock goes on to the next step when all three are spent."""
        code = person.authenticator.unused_code(self.clock.now())
        if code:
            return code
        if isinstance(self.clock, MovableClock):
            self.clock.advance(person.authenticator.period)
            return self.code(person)
        return until("the next TOTP step", lambda: person.authenticator.unused_code(self.clock.now()), 32)

    def wrong_code(self, person):
        return person.authenticator.wrong_code(self.clock.now())

    # Ways in.

    def settings(self):
        """gwanmun.yaml as it stands."""
        with open(self.ready["config"], encoding="utf-8") as file:
            return yaml.safe_load(file)

    def named_in_settings(self, path):
        """A file that gwanmun.yaml names, relative to itself."""
        return os.path.join(os.path.dirname(self.ready["config"]), path)

    def edit_policy(self, name, edit):
        """Lets `edit` change one file of the policy as a mapping; whole or not at all, as an editor's rename does."""
        path = os.path.join(self.ready["policies"], name)
        with open(path, encoding="utf-8") as file:
            content = yaml.safe_load(file)
        edit(content)
        with open(path + ".new", "w", encoding="utf-8") as file:
            yaml.safe_dump(content, file, allow_unicode=True, sort_keys=False)
        os.rename(path + ".new", path)

    def add_consoles(self, upstreams, like="notice", **keys):
        """Restarts with more consoles, by name and what is behind them, for whom and with the keys that one of the demo's has; `keys` besides."""
        authority = Authority(self._folder(f"authority-of-{'-'.join(upstreams)}"), "authority of added consoles")
        hosts = [f"{name}.{self.host.partition('.')[2]}" for name in upstreams]
        chain, key = authority.issue(*hosts)
        with open(self.ca, "a") as bundle, open(authority.path) as added:
            bundle.write(added.read())

        def add_all(content):
            model = content["consoles"][like]
            for name, servers in upstreams.items():
                servers = [servers] if isinstance(servers, str) else servers
                # Copies, or YAML would be written with anchors.
                content["consoles"][name] = copy.deepcopy({**model, "hosts": [name], "upstreams": servers, **keys})

        def allow_all(content):
            for rule in content["rules"]:
                if like in rule["consoles"]:
                    rule["consoles"].extend(upstreams)

        def edit(settings):
            settings["tls"]["certificates"].append({"names": hosts, "chain": chain, "key": key})
            self.edit_policy("consoles.yaml", add_all)
            self.edit_policy("rules.yaml", allow_all)

        self.reconfigure(edit)

    def _folder(self, name):
        path = os.path.join(self.folder, name)
        os.makedirs(path)
        return path

    def wire(self, console=None, person=None, **tls):
        """A connection to a console's host, or to the gate's own."""
        return Wire(self.port, self.consoles[console].host if console else self.host, self.ca, person, **tls)

    def visit(self, console=None, person=None):
        return Visit(self, console, person)

    def logged_in(self, person=None, console="build"):
        """A visit by someone who has shown certificate and code."""
        visit = self.visit(console, person or self.person())
        visit.log_in()
        return visit

    def command(self, *arguments, **options):
        """A command line, on this node's control socket."""
        return program.run(*arguments, "--config", self.ready["config"], env={**os.environ, **self.clock.environment()}, **options)
