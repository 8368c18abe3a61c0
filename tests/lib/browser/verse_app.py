"""The app as a server that has just started, for every visit anew; run with `streamlit run`.

Streamlit looks in pages/ by itself until a first page calls st.navigation, once per process. Each
connection makes it forget that, so that each visit is the first of a fresh server. Its clock runs
ahead by the seconds in the file PROEF_KLOK, so that no test has to wait for a login to end. It
gives no scripts for charts and maps: drawing them is most of a visit. (Were the browser to refuse
them, it would keep none of the other scripts either.)
"""

import os
import re
import time
from pathlib import Path
from unittest.mock import patch

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from proeftuin.ui import login
from proeftuin.ui.door import RequestGuard

CHARTS = re.compile(r"/static/js/(ArrowVegaLiteChart|DeckGlJsonChart)\.")


class Fresh:
    """Forgets, before each session, that a router was ever seen; hides the scripts of charts."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            PagesManager.uses_pages_directory = None
        elif CHARTS.search(scope.get("path", "")):
            await Response(status_code=404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class Clock:
    """What the login asks of the module time."""

    @staticmethod
    def time() -> float:
        return time.time() + float(Path(os.environ["PROEF_KLOK"]).read_text())


patch.object(login, "time", Clock).start()
app = st.App(
    Path(__file__).resolve().parents[3] / "app.py",
    middleware=[Middleware(Fresh), Middleware(RequestGuard)],
)
