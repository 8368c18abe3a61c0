"""The app for one test: the cookie `proef_rol` is the role. Only ever started by a test."""

from unittest.mock import patch

import streamlit as st

from proeftuin.access.rules import Toegang
from proeftuin.ui import shell
from proeftuin.vocabulary import ROL_OPENBAAR, ROLLEN


def reader_of_cookie() -> Toegang:
    rol = st.context.cookies.get("proef_rol", ROL_OPENBAAR)
    return Toegang(rol if rol in ROLLEN else ROL_OPENBAAR)


patch.object(shell, "reader", reader_of_cookie).start()
shell.run_pages()
