"""Where this app finds its editions and its configuration."""

import os
from pathlib import Path

import streamlit as st

from proeftuin.settings import Settings, read_settings


def data_dir() -> Path:
    """Where the editions are: PROEFTUIN_DATA, default var."""
    return Path(os.environ.get("PROEFTUIN_DATA") or "var")


def app_settings() -> Settings:
    """The configuration of this app: PROEFTUIN_CONFIG, default that of the product.

    Read once per process and file. SettingsError (Dutch) when something in it is wrong.
    """
    return _read(os.environ.get("PROEFTUIN_CONFIG") or None)


@st.cache_resource(show_spinner=False, max_entries=4)
def _read(path: str | None) -> Settings:
    return read_settings(path)
