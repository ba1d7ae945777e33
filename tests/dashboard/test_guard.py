"""Other web sites get nothing out of a dashboard; its own page, and links to it, get all of it."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from cocreation_sim.dashboard.guard import Guard
from cocreation_sim.errors import InputError
from tests.browser import PATIENCE, browser, chromium, page
from tests.dashboard.serving import served

CHANNELS = "/jupyter/api/kernels/mine/channels?session_id=1"
OWN = ["localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:8765"]
FOREIGN = [
    "evil.example:8765",  # a name of theirs that points here
    "evil.example",
    "localhost",  # port 80, whose server is another
    "localhost:8766",
    "127.0.0.1:80",
    "10.0.0.7:8765",
    "localhost.evil.example:8765",
    "evil.example:8765@localhost:8765",
    "localhost:8765, evil.example",
    "",
]


def answer(
    guard: Guard, kind: str = "http", server: tuple[str, int] = ("127.0.0.1", 8765), **headers: str
) -> int:
    """The status with which a request is answered; 200 if it is let through."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": f"{kind}.disconnect"}

    named = [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in headers.items()]
    asyncio.run(guard({"type": kind, "server": server, "headers": named}, receive, send))
    return {"websocket.close": 403, "websocket.accept": 200}.get(
        sent[0]["type"], sent[0].get("status")
    )


async def anything(scope, receive, send):
    """An application that answers whatever it is asked."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"all of it"})


@pytest.fixture
def guard() -> Guard:
    return Guard(anything)


# ---------------------------------------------------------------- who is answered


@pytest.mark.parametrize("host", OWN)
def test_its_own_names_are_answered(guard, host):
    assert answer(guard, host=host) == 200
    assert answer(guard, host=host, origin=f"http://{host}".lower()) == 200
    assert answer(guard, "websocket", host=host, origin=f"http://{host}".lower()) == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_foreign_names_and_pages_are_refused(guard, host):
    assert answer(guard, host=host) == 403
    assert answer(guard, "websocket", host=host, origin="http://localhost:8765") == 403
    for scheme in ("http", "https"):
        assert answer(guard, host=OWN[0], origin=f"{scheme}://{host}") == 403
        assert answer(guard, "websocket", host=OWN[0], origin=f"{scheme}://{host}") == 403


@pytest.mark.parametrize("origin", ["null", "", "file://", "chrome-extension://localhost:8765"])
def test_pages_from_nowhere_are_refused(guard, origin):
    assert answer(guard, host=OWN[0], origin=origin) == 403
    assert answer(guard, "websocket", host=OWN[0], origin=origin) == 403


def test_what_is_missing_or_said_twice(guard):
    assert answer(guard) == 403
    assert answer(guard, host=OWN[0]) == 200  # no browser asks
    assert answer(guard, "websocket", host=OWN[0]) == 403  # every browser says who opens it
    twice = {"Host": "evil.example", "host": OWN[0]}
    assert answer(guard, **twice) == 403
    twice = {"Origin": "http://evil.example", "origin": f"http://{OWN[0]}"}
    assert answer(guard, host=OWN[0], **twice) == 403


def test_a_link_is_followed_but_nothing_is_embedded(guard):
    link = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    frame = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"}
    script = {"sec_fetch_mode": "no-cors", "sec_fetch_dest": "script"}
    for site in ("cross-site", "same-site"):
        assert answer(guard, host=OWN[0], sec_fetch_site=site, **link) == 200
        for embedded in (frame, script):
            assert answer(guard, host=OWN[0], sec_fetch_site=site, **embedded) == 403
    for site in ("same-origin", "none"):
        assert answer(guard, host=OWN[0], sec_fetch_site=site, **script) == 200


def test_further_names_can_be_allowed():
    guard = Guard(anything, names=["sim.example.org", "localhost:9000", "fd00::7"])
    for host in ("sim.example.org", "sim.example.org:443", "SIM.example.org:8765", "[fd00:0::7]"):
        assert answer(guard, host=host) == 200
    secure = "https://sim.example.org"
    assert answer(guard, "websocket", host="sim.example.org", origin=secure) == 200
    assert answer(guard, "websocket", host=OWN[1], origin=secure) == 200  # a proxy's own Host
    assert answer(guard, host="localhost:9000") == 200
    for host in ("sim.example.org:81", "a.sim.example.org", "localhost", "localhost:9001"):
        assert answer(guard, host=host) == 403


@pytest.mark.parametrize("name", ["", "*", "https://sim.example.org", "a b", "sim/x", "a:b"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(InputError, match=r"--allow-host is .*; allowed is a host name"):
        Guard(anything, names=[name])


def test_an_address_that_was_chosen_is_its_own():
    chosen, everywhere = Guard(anything, "10.0.0.7"), Guard(anything, "0.0.0.0")
    assert answer(chosen, server=("10.0.0.7", 8765), host="10.0.0.7:8765") == 200
    assert answer(chosen, server=("10.0.0.7", 8765), host="10.0.0.8:8765") == 403
    for here, host in [("10.0.0.9", "10.0.0.9"), ("::ffff:10.0.0.9", "10.0.0.9")]:
        assert answer(everywhere, server=(here, 8765), host=f"{host}:8765") == 200
    assert answer(everywhere, server=("10.0.0.9", 8765), host="10.0.0.8:8765") == 403
    assert answer(everywhere, host=f"{socket.gethostname()}:8765") == 200
    assert answer(everywhere, host="0.0.0.0:8765") == 403


# ---------------------------------------------------------------- the server as it runs


@pytest.fixture(scope="module")
def dashboard() -> Iterator[str]:
    pytest.importorskip("solara", reason="the extra 'viz' is not installed")
    with served("--allow-host", "sim.example.org") as address:
        yield address


def asked(dashboard: str, path: str = "/", method: str = "GET", **headers: str):
    """What the server answers to a request with these headers: status, headers, content."""
    at = urlsplit(dashboard)
    connection = http.client.HTTPConnection(at.hostname, at.port, timeout=PATIENCE / 1000)
    try:
        connection.request(
            method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        got = connection.getresponse()
        content = b"" if got.status == 101 else got.read()
        return got.status, dict(got.getheaders()), content
    finally:
        connection.close()


def opened(dashboard: str, **headers: str) -> int:
    """The status with which a websocket is answered; 101 if it is opened."""
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    return asked(dashboard, CHANNELS, **upgrade, **headers)[0]


def test_the_server_refuses_foreign_requests(dashboard):
    at = urlsplit(dashboard).netloc
    assert asked(dashboard)[0] == 200
    assert opened(dashboard, Origin=f"http://{at}") == 101
    assert asked(dashboard, Host="sim.example.org")[0] == 200
    for foreign in ({"Origin": "http://evil.example"}, {"Host": "evil.example", "Origin": at}):
        status, headers, content = asked(dashboard, **foreign)
        assert status == 403
        assert headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in headers
        assert content.decode().startswith("the dashboard does not answer")
        assert content.count(b"\n") == 1
        assert asked(dashboard, CHANNELS, "POST", **foreign)[0] == 403
        assert opened(dashboard, **foreign) == 403
    assert opened(dashboard) == 403


@pytest.mark.parametrize(
    "path", ["/", "/static/main-vuetify.js", "/_solara/cdn/none.js", "/no-such-page"]
)
def test_every_answer_forbids_to_embed_it(dashboard, path):
    _, headers, _ = asked(dashboard, path)
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/resourcez",
        "/resourcez?verbose",
        "/readyz",
        "/jupyter/api/kernels/mine",
        "/jupyter/api/kernels",
        "/jupyter/api/contents",
        "/_solara/api/evict/mine",
        "/static/public/x",
        "/_solara/cdn/..%2f..%2fpyvenv.cfg",
        "/static/..%2f__init__.py",
        "/docs",
        "/openapi.json",
    ],
)
def test_nothing_is_told_of_the_server(dashboard, path):
    for method in ("GET", "POST"):
        status, _, content = asked(dashboard, path, method)
        assert status in (404, 405)
        assert len(content) < 100


def test_no_request_moves_the_page_elsewhere(dashboard):
    """Solara believed the first request on where its scripts are, for every later visitor."""
    with served() as fresh:
        elsewhere = {"X-Script-Name": "//evil.example", "Script-Name": "//evil.example"}
        assert b"evil.example" not in asked(fresh, **elsewhere)[2]
        assert b"evil.example" not in asked(fresh)[2]


# ---------------------------------------------------------------- a real browser

TRIES = """
const at = ADDRESS, found = {};
const tries = {
  fetch: () => fetch(at).then(r => r.text()),
  opaque: () => fetch(at, {mode: "no-cors", credentials: "include"}).then(r => r.type),
  counts: () => fetch(at + "resourcez").then(r => r.text()),
  close: () => fetch(at + "_solara/api/close/mine?session_id=1", {method: "POST"}),
  websocket: () => new Promise((yes, no) => {
    const socket = new WebSocket(at.replace("http", "ws") + CHANNELS.slice(1));
    socket.onopen = () => yes("opened");
    socket.onerror = () => no("refused");
  }),
  script: () => new Promise((yes, no) => {
    const element = document.createElement("script");
    element.src = at + "static/main-vuetify.js";
    element.onload = () => yes("loaded");
    element.onerror = () => no("refused");
    document.head.append(element);
  }),
};
const all = Object.entries(tries).map(([name, act]) =>
  act().then(got => { found[name] = got; }, () => { found[name] = null; }));
Promise.all(all).then(() => { document.title = JSON.stringify(found); });
"""


@contextmanager
def foreign_page(dashboard: str) -> Iterator[str]:
    """The address of a page of somebody else's, which tries what it can."""
    script = TRIES.replace("ADDRESS", repr(dashboard)).replace("CHANNELS", repr(CHANNELS))
    content = (
        f"<a href='{dashboard}'>a link</a><iframe src='{dashboard}'></iframe>"
        f"<script>{script}</script>"
    ).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def test_a_foreign_page_gets_nothing(dashboard):
    """It tries all a page can; what a person does, to follow a link, works."""
    chromium()
    port = urlsplit(dashboard).port
    rebound = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    with foreign_page(dashboard) as elsewhere, browser(rebound) as chrome:
        with page(chrome) as (shown, _):
            shown.goto(elsewhere)
            shown.wait_for_function("document.title.startsWith('{')")
            found = shown.evaluate("JSON.parse(document.title)")
            assert found == dict.fromkeys(found)
            assert len(found) == 6
            frames = [frame for frame in shown.frames if frame != shown.main_frame]
            assert [frame.url for frame in frames] == ["chrome-error://chromewebdata/"]
            shown.get_by_text("a link").click()
            shown.locator(".status", has_text="Week 0").wait_for()
        with page(chrome) as (shown, _):
            refused = shown.goto(f"http://evil.example:{port}/")
            assert refused is not None
            assert refused.status == 403
            assert "does not answer as evil.example" in refused.text()
