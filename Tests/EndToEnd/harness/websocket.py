"""WebSockets for tests: a console that echoes, and what a client needs to reach it through the gate."""

import ssl

from websockets.server import ServerProtocol
from websockets.sync.client import connect


def accept(exchange):
    """A behaviour of an origin: agrees to the upgrade and leaves. Gives the protocol's state to one that stays."""
    protocol = ServerProtocol()
    protocol.receive_data(exchange.head + b"\r\n")
    [request] = protocol.events_received()
    protocol.send_response(protocol.accept(request))
    exchange.connection.is_done = True
    for data in protocol.data_to_send():
        exchange.send(data)
    return protocol


def echo(exchange):
    """A behaviour of an origin: every message goes back."""
    protocol = accept(exchange)
    while data := exchange.connection.file.read1(65536):
        protocol.receive_data(data)
        for frame in protocol.events_received():
            if frame.opcode in (frame.opcode.TEXT, frame.opcode.BINARY):
                (protocol.send_text if frame.opcode is frame.opcode.TEXT else protocol.send_binary)(frame.data)
        for data in protocol.data_to_send():
            if not data:
                return
            exchange.send(data)


def context_of(visit):
    """TLS as the visit's person."""
    context = ssl.create_default_context(cafile=visit.gate.ca)
    context.load_cert_chain(visit.person.cert, visit.person.key)
    context.set_alpn_protocols(["http/1.1"])
    return context


def open_websocket(visit, origin_header=None, path="/ws", **options):
    """A connection of `websockets`, with what the visit would send."""
    console = visit.gate.consoles[visit.console]
    return connect(
        console.url.replace("https://", "wss://") + path, ssl=context_of(visit), origin=origin_header or console.url,
        additional_headers=visit.credentials(), compression=None, proxy=None, **options)
