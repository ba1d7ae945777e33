"""Serving the dashboard: on this machine only unless told otherwise, and from its own files.

Nobody but its own page is answered (`guard`), and nothing but what that page asks for (`ROUTES`).
"""

from __future__ import annotations

import logging
import os
import re
import socket
import warnings
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from cocreation_sim.cache import lend_home
from cocreation_sim.dashboard.guard import Guard
from cocreation_sim.errors import InputError
from cocreation_sim.scenario.scenario import Scenario

HERE: Final = "127.0.0.1"
PORT: Final = 8765
ROUTES: Final = (  # of Solara's, what the page needs; the others tell how the server is doing
    "/",
    "/jupyter/api/kernels/{kernel_id}/{name}",
    "/_solara/api/close/{kernel_id}",
    "/jupyter/nbextensions",
    "/static/assets",
    "/static",
)
MISSING: Final = 'the dashboard needs its extra; install it with: pip install "cocreation-sim[viz]"'


def serve(
    scenario: Scenario,
    host: str = HERE,
    port: int = PORT,
    browser: bool = True,
    tell: Callable[[str], None] = lambda sentence: None,
    names: Sequence[str] = (),
) -> None:
    """Serve the dashboard until it is stopped.

    Parameters
    ----------
    scenario
        What a visitor finds.
    host
        Address to listen at.
    port
        Port to listen at; 0 for any that is free.
    browser
        Whether to open a browser.
    tell
        Called with where it is.
    names
        Further names under which it can be reached, such as a proxy's: "NAME" or "NAME:PORT".

    Raises
    ------
    InputError
        If the extra is not installed, the address cannot be listened at, or a name is none.
    """
    listening = listen(host, port)
    try:
        asgi = Guard(application(scenario), host, names)
        import uvicorn

        shown = host if host != "0.0.0.0" else HERE
        where = f"http://{f'[{shown}]' if ':' in shown else shown}:{listening.getsockname()[1]}/"
        tell(f"The dashboard is at {where} (Ctrl-C ends it)")
        if browser:
            webbrowser.open(where)
        config = uvicorn.Config(asgi, log_level="warning", timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises
    ------
    InputError
        If the host is no address of this machine, or the port is taken or not allowed.
    """
    if not 0 <= port <= 65535:
        raise InputError(f"--port is {port}; allowed is a whole number from 0 to 65535")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise InputError(
            f"--host is {host!r}, which is no address; allowed is one of this machine, such as "
            f"{HERE}"
        ) from None
    listening = socket.socket(found[0], socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(found[4])
        listening.listen()
    except OSError as error:
        listening.close()
        raise InputError(
            f"cannot listen at {host}, port {port}: {(error.strerror or str(error)).lower()}; "
            "give another --port (0 for any that is free) or --host"
        ) from None
    return listening


def application(scenario: Scenario) -> Any:
    """The web application; it asks nothing of other machines and tells them nothing.

    Raises
    ------
    InputError
        If the extra is not installed.
    """
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    os.environ.pop("SOLARA_APP", None)
    lend_home()
    try:
        import solara.server.settings as settings
        import solara.server.starlette as solara_server
        import uvicorn  # noqa: F401
        from mesa.visualization import SolaraViz  # noqa: F401
        from solara.server import app as apps
        from starlette.applications import Starlette
        from starlette.routing import Mount
    except ImportError:
        raise InputError(MISSING) from None
    from cocreation_sim.dashboard import page

    settings.telemetry.mixpanel_enable = False
    settings.kernel.cull_timeout = "5m"  # for how long a visitor who has gone may come back
    settings.theme.show_banner = False
    settings.theme.title = page.TITLE
    settings.main.root_path = settings.main.root_path or ""  # never what a request says
    logging.getLogger("solara").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    page.opening["scenario"] = scenario
    apps.apps["__default__"] = apps.AppScript(page.__name__)  # type: ignore[no-untyped-call]
    return Starlette(
        routes=[
            Mount("/_solara/cdn", app=own_files(settings.assets.proxy_cache_dir)),
            *(route for route in solara_server.routes if getattr(route, "path", None) in ROUTES),
        ],
        lifespan=solara_server.lifespan,
        middleware=solara_server.middleware,
    )


def own_files(folder: Path) -> Any:
    """What the page needs of scripts and fonts, from the package solara-assets.

    Solara would fetch what it does not find. Here it is not found, or taken from another release
    of the same script where the one that is asked for is not installed.

    Raises
    ------
    InputError
        If they are not installed.
    """
    from starlette.staticfiles import StaticFiles

    if not (folder / "@widgetti").is_dir():
        raise InputError(
            "the dashboard's scripts and fonts are not installed; install them with: "
            'pip install "cocreation-sim[viz]" solara-assets'
        )

    class OwnFiles(StaticFiles):
        def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
            found, stat = super().lookup_path(path)
            if stat is None:
                found, stat = super().lookup_path(nearest_release(folder, path))
            return found, stat

    return OwnFiles(directory=folder)


def nearest_release(folder: Path, path: str) -> str:
    """The same file of the newest release that is there.

    Examples
    --------
    >>> nearest_release(Path("nowhere"), "some-script@1.2.3/dist/main.js")
    'some-script@1.2.3/dist/main.js'
    """
    parts = re.fullmatch(r"((?:@[\w.-]+/)?[\w.-]+)@[\w.-]+/(.+)", path.replace("\\", "/"))
    if parts is None:
        return path
    scope, _, name = parts[1].rpartition("/")
    there = [p for p in (folder / scope).glob(f"{name}@*") if (p / parts[2]).is_file()]
    if not there:
        return path
    newest = max(there, key=lambda p: [int(n) for n in re.findall(r"\d+", p.name.split("@")[1])])
    return (newest / parts[2]).relative_to(folder).as_posix()
