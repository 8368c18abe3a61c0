"""The report as files to take along: one quiet row of buttons."""

from functools import partial

import streamlit as st

from proeftuin.report.write import FORMATEN, make_report, report_name
from proeftuin.ui.login import download_of
from proeftuin.ui.shell import Context, note

_KNOPPEN = ("pdf", "docx", "pptx", "xlsx")


def show_report_row(context: Context) -> None:
    """PDF, Word, slides and Excel of this edition; each is made on the click."""
    note("Download het rapport, met dezelfde zinnen en cijfers, voor de raad of een overleg:")
    with st.container(horizontal=True, gap="small", key="rapport_knoppen"):
        for formaat in _KNOPPEN:
            known = FORMATEN[formaat]
            file = report_name(context.editie, context.settings, formaat)
            build = partial(_bytes, context.sleutel, formaat, context)
            st.download_button(
                known.naam,
                download_of(context.toegang, context.slug, context.editie, file, build),
                file_name=file,
                mime=known.mime,
                key=f"rapport_{formaat}",
                on_click="ignore",
            )


@st.cache_resource(show_spinner=False, max_entries=12)
def _bytes(sleutel: tuple[str, ...], formaat: str, _context: Context) -> bytes:
    return make_report(_context.editie, _context.settings, formaat)
