"""The app for one test: the cookie `proef_rol` is the role. Only ever started by a test."""

import streamlit as st

from proeftuin import ui
from proeftuin.access.rules import ROL_OPENBAAR, ROLLEN, Toegang


def reader_of_cookie() -> Toegang:
    rol = st.context.cookies.get("proef_rol", ROL_OPENBAAR)
    return Toegang(rol if rol in ROLLEN else ROL_OPENBAAR)


ui.reader = reader_of_cookie
ui.run_app()
