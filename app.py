"""The app: `streamlit run app.py` imports it for the server and runs it for every page.

The server is Streamlit's own with one layer around it (proeftuin/ui/door.py); the page is a menu
over pages/ and nothing else. Start with `make app`.
"""

import streamlit as st
from starlette.middleware import Middleware

from proeftuin.ui import RequestGuard, run_desk, run_pages, take_turn

if __name__ == "__main__":
    with take_turn():
        run_pages()
else:
    app = st.App(__file__, lifespan=run_desk, middleware=[Middleware(RequestGuard)])
