"""Names under .localhost are this machine (RFC 6761, section 6.3), also where the system's resolver does not know it."""

import socket

_resolve = socket.getaddrinfo


def _with_localhost(host, *arguments, **options):
    if isinstance(host, str) and host.endswith(".localhost"):
        host = "127.0.0.1"
    return _resolve(host, *arguments, **options)


def teach_resolver():
    socket.getaddrinfo = _with_localhost
