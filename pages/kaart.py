"""Kaart: any figure per wijk, as value or as change since the nulmeting."""

import streamlit as st

from proeftuin.ui import kaart as ui_kaart
from proeftuin.ui import kaart as ui_kaart_cijfers
from proeftuin.ui import nulmeting as ui_nulmeting
from proeftuin.ui import shell as ui
from proeftuin.ui import tables as ui_tabellen

context = ui.start_page("kaart")
ui_tabellen.load_styles()
kop = st.container()
columns = st.columns([3, 3, 2, 2])
with columns[0]:
    indicator = ui_kaart.pick_indicator()
with columns[1]:
    is_verandering = ui_kaart.pick_mode()
with columns[2]:
    keuze = ui_kaart.pick_periode(context, is_verandering=is_verandering)
with columns[3]:
    wijk = ui.pick_wijk(context)
with kop:
    ui.show_title("Kaart", indicator.vraag, indicator)

published = ui.cijfers(context, indicator.slug)
beeld, cijfers = st.columns([3, 2], gap="large")
with beeld:
    ui_kaart.show_map(context, published, indicator, keuze, wijk)
with cijfers:
    ui_kaart_cijfers.show_wijk(context, published, indicator, keuze, wijk)
    ui_kaart.show_legend(context, published, indicator, keuze)
ui_kaart_cijfers.show_map_table(context, published, indicator, keuze)
ui_nulmeting.show_nulmeting(context, (indicator.slug,))
if indicator.opmerking:
    ui.note(indicator.opmerking)
ui.note(f"Wijkgrenzen: {context.settings.geo.bron}. Eenheid: {indicator.eenheid}.")
