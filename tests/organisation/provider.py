"""A real OpenID provider on loopback, and somebody in the middle who may change what its token endpoint answers."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import flask
import httpx
import oidc_provider_mock
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

Claims = dict[str, Any]


@dataclass
class Provider:
    """Its address, and what to do to the answers of its token endpoint."""

    issuer: str = ""
    tamper: Callable[[str], str] | None = None
    key: RSAKey | None = None

    def knows(self, sub: str, **claims: Any) -> None:
        """Enter somebody."""
        httpx.put(f"{self.issuer}/users/{sub}", json=claims, trust_env=False).raise_for_status()

    def signs(self, token: str, **changes: Any) -> str:
        """The claims of a token with changes, under the provider's own key."""
        return jwt.encode(header_of(token), {**claims_of(token), **changes}, self.key)

    def proves(self, browser: Any, sub: str, start: Any) -> Any:
        """Somebody signs in there, and their browser comes back; returns our answer."""
        proved = httpx.post(start.headers["Location"], data={"sub": sub}, trust_env=False)
        back = urlsplit(proved.headers["Location"])
        return browser.get(f"{back.path}?{back.query}")


def claims_of(token: str) -> Claims:
    """What an id token says, whoever signed it."""
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def header_of(token: str) -> Claims:
    """What an id token says of its signature."""
    return json.loads(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))


def signed_by_another(token: str, **changes: Any) -> str:
    """The same claims, or others, under a key that is not the provider's, but with the name of its key."""
    return jwt.encode(header_of(token), {**claims_of(token), **changes}, RSAKey.generate_key(2048))


def unsigned(token: str) -> str:
    """The same claims, with `alg: none`."""
    return f"eyJhbGciOiJub25lIiwia2lkIjoieCJ9.{token.split('.')[1]}."


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, until the block ends."""
    told = Provider()
    app = oidc_provider_mock.app(require_nonce=True)
    inner = app.wsgi_app

    @app.before_request
    def keep_key() -> None:
        told.key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))

    def middle(environ: dict[str, Any], start_response: Any) -> Any:
        answer = Response.from_app(inner, environ, buffered=True)
        if environ["PATH_INFO"] == "/oauth2/token" and told.tamper:
            body = json.loads(answer.get_data())
            answer.set_data(json.dumps({**body, "id_token": told.tamper(body["id_token"])}))
        return answer(environ, start_response)

    app.wsgi_app = middle  # type: ignore[method-assign]
    server = make_server("localhost", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    told.issuer = f"http://localhost:{server.server_port}"
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
