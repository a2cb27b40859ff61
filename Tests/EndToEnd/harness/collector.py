"""A collector of OpenTelemetry's logs over HTTPS that reads every request by the official definition."""

import http.server
import json
import threading

from google.protobuf import json_format
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest


class Collector:
    def __init__(self, context, port=0):
        self.requests = []
        self.headers = []
        # Answers to give before the usual one: (status, headers, body).
        self.answers = []
        self.problems = []
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                collector._take(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass

        self._server = Server(("127.0.0.1", port), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _take(self, call):
        body = call.rfile.read(int(call.headers["Content-Length"]))
        self.headers.append((call.path, dict(call.headers)))
        status, headers, answer = self.answers.pop(0) if self.answers else (200, {}, b"{}")
        if status == 200:
            try:
                self.requests.append(json_format.Parse(body, ExportLogsServiceRequest()))
            except json_format.ParseError as error:
                self.problems.append((str(error), body))
        call.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(answer)), **headers}.items():
            call.send_header(name, value)
        call.end_headers()
        call.wfile.write(answer)

    def logs(self):
        assert not self.problems, self.problems[0]
        return [
            (logs.resource, scope.scope, record)
            for request in list(self.requests) for logs in request.resource_logs for scope in logs.scope_logs
            for record in scope.log_records]

    def sequences(self):
        found = [attributes(record).get("gwanmun.seq") for _, _, record in self.logs()]
        return [number for number in found if number is not None]

    def end(self):
        self._server.shutdown()
        self._server.server_close()


def value(any_value):
    kind = any_value.WhichOneof("value")
    if kind == "array_value":
        return [value(item) for item in any_value.array_value.values]
    if kind == "kvlist_value":
        return {pair.key: value(pair.value) for pair in any_value.kvlist_value.values}
    return getattr(any_value, kind)


def attributes(record):
    return {pair.key: value(pair.value) for pair in record.attributes}


def partial(rejected, why):
    return json.dumps({"partialSuccess": {"rejectedLogRecords": str(rejected), "errorMessage": why}}).encode()
