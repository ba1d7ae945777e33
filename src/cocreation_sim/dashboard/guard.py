"""Who may talk to the dashboard: its own page under its own addresses, and no other web site.

A browser lets any page send requests to any server, so a page from anywhere could talk to a
dashboard that listens on this machine only. The browser's headers tell: ``Origin`` and
``Sec-Fetch-Site`` name the page that asks, and ``Host`` the name under which it found the server.
(A foreign name that has been pointed at this machine is called DNS rebinding.)
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

from cocreation_sim.errors import InputError, shown

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Application = Callable[[Scope, Receive, Send], Awaitable[None]]
type Address = tuple[str, int | None]  # host and port; None where none was given

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
WILDCARDS: Final = ("0.0.0.0", "::", "")  # listening at every address of the machine
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
POLICY: Final = "; ".join((
    "default-src 'self' blob:",  # Vue compiles its components in the page
    "script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
HEADERS: Final = {
    b"content-security-policy": POLICY.encode(),
    b"x-frame-options": b"DENY",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
FOREIGN: Final = "the dashboard does not answer other web sites"


class Guard:
    """Refuses every request that does not come from the dashboard's own page.

    What it lets through is answered with headers that forbid other pages to embed or read it.

    Parameters
    ----------
    inner
        The application that answers.
    host
        The address it listens at.
    names
        Further names under which it can be reached, such as a proxy's: "NAME" or "NAME:PORT".

    Raises
    ------
    InputError
        If a name is none.

    Examples
    --------
    >>> async def answer(scope: Scope, receive: Receive, send: Send) -> None: ...
    >>> guard = Guard(answer, names=["sim.example.org"])
    >>> asked = {"type": "http", "server": ("127.0.0.1", 8765)}
    >>> guard.reason_to_refuse(asked | {"headers": [(b"host", b"localhost:8765")]})
    ''
    >>> guard.reason_to_refuse(asked | {"headers": [(b"host", b"evil.example:8765")]})[:50]
    'the dashboard does not answer as evil.example:8765'
    """

    def __init__(
        self, inner: Application, host: str = LOOPBACK[1], names: Iterable[str] = ()
    ) -> None:
        self.inner = inner
        self.own = {*LOOPBACK, socket.gethostname().lower() if host in WILDCARDS else normal(host)}
        self.further = {allowed_address(name) for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse: a page with status 403, a websocket before it is opened."""

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [h for h in message.get("headers", ()) if h[0].lower() not in HEADERS]
                message = {**message, "headers": [*given, *HEADERS.items()]}
            await send(message)

        reason = "" if scope["type"] == "lifespan" else self.reason_to_refuse(scope)
        if not reason:
            await self.inner(scope, receive, sealed)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": FOREIGN})
        else:
            body = f"{reason}\n".encode()
            headers = [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
            ]
            await sealed({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    def reason_to_refuse(self, scope: Scope) -> str:
        """Why a request is refused; empty if it is not."""
        headers: dict[str, list[str]] = {}
        for key, value in scope["headers"]:
            headers.setdefault(key.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        hosts, origins = headers.get("host", []), headers.get("origin", [])
        if len(hosts) != 1 or not self.is_own(parse_host(hosts[0]), scope):
            name = shown(hosts[0])[1:-1] if hosts else "a server without a name"
            return (
                f"the dashboard does not answer as {name}; whoever starts it can allow a name "
                "under which it is reached with --allow-host"
            )
        if scope["type"] == "websocket" and not origins:  # a browser always says
            return FOREIGN
        if not all(self.is_own(parse_origin(one), scope) for one in origins):
            return FOREIGN
        followed_link = (
            scope["type"] == "http"
            and headers.get("sec-fetch-mode") == ["navigate"]
            and headers.get("sec-fetch-dest") == ["document"]
        )
        sites = set(headers.get("sec-fetch-site", []))
        return "" if followed_link or sites <= {"none", "same-origin"} else FOREIGN

    def is_own(self, address: Address | None, scope: Scope) -> bool:
        """Whether an address is the dashboard's own: a name that is allowed, with its port."""
        if address is None:
            return False
        host, port = address
        arrived, listening = scope.get("server") or ("", None)
        if (host, None) in self.further:
            return port in (None, *DEFAULT_PORTS.values(), listening)
        own = {*self.own, normal(arrived or "")}
        return address in self.further or (host in own and (port or 80) == listening)


def parse_host(text: str) -> Address | None:
    """The address in a ``Host`` header; None if there is none.

    Examples
    --------
    >>> parse_host("LOCALHOST:8765"), parse_host("[::1]:80"), parse_host("sim.example.org")
    (('localhost', 8765), ('::1', 80), ('sim.example.org', None))
    >>> parse_host("user@example.org"), parse_host("a:b")
    (None, None)
    """
    parts = re.fullmatch(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?", text.lower(), re.ASCII)
    if parts is None or (parts[1] and not is_ip(parts[1])):
        return None
    return normal(parts[1] or parts[2]), int(parts[3]) if parts[3] else None


def parse_origin(text: str) -> Address | None:
    """The address in an ``Origin`` header; None if it is "null" or no web site's.

    Examples
    --------
    >>> parse_origin("http://[::1]:8765"), parse_origin("https://sim.example.org")
    (('::1', 8765), ('sim.example.org', 443))
    >>> parse_origin("null"), parse_origin("file://")
    (None, None)
    """
    scheme, _, rest = text.partition("://")
    found = parse_host(rest) if scheme in DEFAULT_PORTS else None
    return found and (found[0], found[1] or DEFAULT_PORTS[scheme])


def allowed_address(name: str) -> Address:
    """The address that an option allows.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> allowed_address("sim.example.org"), allowed_address("localhost:9000")
    (('sim.example.org', None), ('localhost', 9000))
    """
    found = parse_host(name) or parse_host(f"[{name}]")
    if found is None:
        raise InputError(
            f"--allow-host is {shown(name)}; allowed is a host name, with a port if it is reached "
            "at one of its own, such as sim.example.org or localhost:9000"
        )
    return found


def normal(host: str) -> str:
    """A host in one spelling, however its address is written.

    Examples
    --------
    >>> normal("0:0::1"), normal("fe80::1%eth0"), normal("::ffff:10.0.0.1"), normal("Localhost")
    ('::1', 'fe80::1', '10.0.0.1', 'localhost')
    """
    name = host.partition("%")[0]
    if not is_ip(name):
        return host.lower()
    found = ipaddress.ip_address(name)
    return str(getattr(found, "ipv4_mapped", None) or found)


def is_ip(text: str) -> bool:
    """Whether a text is an address of the internet protocol.

    Examples
    --------
    >>> is_ip("127.0.0.1"), is_ip("::1"), is_ip("a:b")
    (True, True, False)
    """
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
