"""A gRPC service without generated code: its messages are bytes."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc

SERVICE = "test.Echo"
MIB = 1 << 20


class Service:
    """What a console of gRPC offers here, and what came of its calls."""

    def __init__(self):
        self.calls = []
        self.ended = threading.Semaphore(0)

    def Unary(self, request, context):
        self._began(context)
        context.send_initial_metadata([("x-initial", "first")])
        context.set_trailing_metadata([("x-trailing", "last"), ("x-sum-bin", b"\x00\xff")])
        return request

    def Collect(self, requests, context):
        self._began(context)
        return b"".join(requests)

    def Spread(self, request, context):
        self._began(context)
        for number in range(int(request)):
            yield str(number).encode()

    def Chat(self, requests, context):
        self._began(context)
        for request in requests:
            yield request

    def Fail(self, request, context):
        """With the status that the request names."""
        self._began(context)
        context.set_trailing_metadata([("x-trailing", "of a failure")])
        context.abort(next(code for code in grpc.StatusCode if code.value[0] == int(request)), "그만 100%")

    def Asked(self, request, context):
        """What came with the call."""
        self._began(context)
        return json.dumps({"metadata": list(map(list, self.calls[-1])), "remaining": context.time_remaining()}).encode()

    def Hold(self, request, context):
        """One message, and then nothing until somebody ends the call."""
        self._began(context)
        over = threading.Event()
        context.add_callback(lambda: (over.set(), self.ended.release()))
        yield b"first"
        over.wait(60)

    def _began(self, context):
        self.calls.append([(key, value) for key, value in context.invocation_metadata() if isinstance(value, str)])


class Server:
    """Serves it over HTTP/2: in the clear, or under a certificate."""

    def __init__(self, chain=None, key=None):
        self.service = Service()
        kinds = {"Unary": grpc.unary_unary_rpc_method_handler, "Collect": grpc.stream_unary_rpc_method_handler,
                 "Spread": grpc.unary_stream_rpc_method_handler, "Chat": grpc.stream_stream_rpc_method_handler,
                 "Fail": grpc.unary_unary_rpc_method_handler, "Asked": grpc.unary_unary_rpc_method_handler,
                 "Hold": grpc.unary_stream_rpc_method_handler}
        handlers = {name: kind(getattr(self.service, name)) for name, kind in kinds.items()}
        self._server = grpc.server(ThreadPoolExecutor(80))
        self._server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(SERVICE, handlers)])
        if chain:
            credentials = grpc.ssl_server_credentials([(_read(key), _read(chain))])
            self.url = f"https://127.0.0.1:{self._server.add_secure_port('127.0.0.1:0', credentials)}"
        else:
            self.url = f"http://127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def end(self):
        self._server.stop(0).wait(10)


class Client:
    """A visit's person, calling a console through the gate."""

    def __init__(self, visit, session=True):
        gate, host = visit.gate, visit.gate.consoles[visit.console].host
        credentials = grpc.ssl_channel_credentials(_read(gate.ca), _read(visit.person.key), _read(visit.person.cert))
        self._metadata = [("gwanmun-session", visit.token)] if session and visit.token else []
        self._channel = grpc.secure_channel(f"127.0.0.1:{gate.port}", credentials, [
            ("grpc.ssl_target_name_override", host), ("grpc.default_authority", f"{host}:{gate.port}"), ("grpc.enable_http_proxy", 0),
            ("grpc.use_local_subchannel_pool", 1), ("grpc.max_receive_message_length", 64 * MIB)])

    def unary(self, method, request=b"", **options):
        return self._call(self._channel.unary_unary, method, request, options)

    def unary_with_call(self, method, request=b"", **options):
        return self._channel.unary_unary(f"/{SERVICE}/{method}").with_call(request, **self._with_session(options))

    def collect(self, requests, **options):
        return self._call(self._channel.stream_unary, "Collect", requests, options)

    def stream(self, method, request=b"", **options):
        return self._call(self._channel.unary_stream, method, request, options)

    def chat(self, requests, **options):
        return self._call(self._channel.stream_stream, "Chat", requests, options)

    def _call(self, kind, method, request, options):
        return kind(f"/{SERVICE}/{method}")(request, **self._with_session(options))

    def _with_session(self, options):
        return {"timeout": 20, **options, "metadata": [*self._metadata, *options.get("metadata", [])]}

    def close(self):
        self._channel.close()


def _read(path):
    with open(path, "rb") as file:
        return file.read()
