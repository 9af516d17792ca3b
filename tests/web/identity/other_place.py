"""Another place that knows people: a small OpenID Connect server on the loopback interface."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

KEY = "a key that nobody verifies, as the token comes from the server itself"
PERSON = {"sub": "p-17", "email": "dora@example.org", "email_verified": True, "preferred_username": "dora"}


class Answers(BaseHTTPRequestHandler):
    server: OtherPlace

    def log_message(self, *args: Any) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        base = self.server.address
        found = {
            "/.well-known/openid-configuration": {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/me",
                "jwks_uri": f"{base}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/me": self.server.person,
        }
        self.answer(found.get(self.path))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {
            "iss": self.server.address,
            "aud": "wiki",
            "exp": now + 60,
            "iat": now,
            **self.server.person,
        }
        token = jwt.encode(claims, KEY, "HS256")
        self.answer({"access_token": "t", "token_type": "bearer", "id_token": token})

    def answer(self, found: object) -> None:
        body = json.dumps(found).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class OtherPlace(ThreadingHTTPServer):
    """The server; `person` is who is logged in there."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.person: dict[str, Any] = dict(PERSON)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def other_place() -> Iterator[OtherPlace]:
    server = OtherPlace()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
