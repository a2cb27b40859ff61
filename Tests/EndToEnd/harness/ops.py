"""The ops listener, as a collector and an orchestrator ask it."""

import http.client
from urllib.parse import urlsplit

from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus

OPENMETRICS = "application/openmetrics-text; version=1.0.0"


class Ops:
    def __init__(self, gate):
        self._address = urlsplit(gate.ready["ops"])

    def ask(self, path, method="GET", **headers):
        """Status, headers, body."""
        connection = http.client.HTTPConnection(self._address.hostname, self._address.port, timeout=10)
        try:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def page(self):
        status, headers, body = self.ask("/metrics")
        assert status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4")
        return body.decode()

    def numbers(self):
        return Numbers(prometheus(self.page()))

    def openmetrics_numbers(self):
        status, headers, body = self.ask("/metrics", Accept=OPENMETRICS)
        assert status == 200 and headers["Content-Type"].startswith(OPENMETRICS)
        return Numbers(openmetrics(body.decode()))


class Numbers:
    """Every series of one moment."""

    def __init__(self, families):
        self.families = list(families)
        self._series = {}
        for family in self.families:
            for sample in family.samples:
                key = (sample.name, frozenset(sample.labels.items()))
                assert key not in self._series, f"{key} stands twice"
                self._series[key] = sample.value

    def get(self, name, **labels):
        """One series; 0 when it does not stand there, as for a counter that has not counted."""
        return self._series.get((name, frozenset(labels.items())), 0)

    def sum(self, name, **labels):
        """Every series with this name and at least these labels."""
        wanted = labels.items()
        return sum(value for (n, found), value in self._series.items() if n == name and wanted <= dict(found).items())

    def names(self):
        return {name for name, _ in self._series}

    def series(self):
        return set(self._series)
