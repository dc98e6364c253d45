"""urllib3 connections whose socket hangs on a lifeline.

The only module that imports urllib3 when it is loaded; ``http_call`` loads it at the first call.
"""

from __future__ import annotations

import socket
import ssl

from urllib3.connection import HTTPConnection, HTTPSConnection

from almapy.adapters.lifeline import Lifeline


class PlainLine(HTTPConnection):
    """HTTP without TLS: only towards this computer."""

    def __init__(self, lifeline: Lifeline, host: str, port: int) -> None:
        super().__init__(host, port, timeout=lifeline.remaining)
        self._lifeline = lifeline

    def _new_conn(self) -> socket.socket:
        return self._lifeline.connect(self.host, self.port or 80)


class SecureLine(HTTPSConnection):
    """HTTPS; after ``set_tunnel`` the host given here is that of the proxy."""

    def __init__(self, lifeline: Lifeline, host: str, port: int, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=lifeline.remaining, ssl_context=context)
        self._lifeline = lifeline

    def _new_conn(self) -> socket.socket:
        return self._lifeline.connect(self.host, self.port or 443)
