"""Kaart: any figure per wijk, as value or as change since the nulmeting."""

import streamlit as st

from proeftuin.ui import (
    cijfers,
    load_styles,
    note,
    pick_indicator,
    pick_mode,
    pick_periode,
    pick_wijk,
    show_legend,
    show_map,
    show_map_table,
    show_nulmeting,
    show_title,
    show_wijk,
    start_page,
)

context = start_page("kaart")
load_styles()
kop = st.container()
columns = st.columns([3, 3, 2, 2])
with columns[0]:
    indicator = pick_indicator()
with columns[1]:
    is_verandering = pick_mode()
with columns[2]:
    keuze = pick_periode(context, is_verandering=is_verandering)
with columns[3]:
    wijk = pick_wijk(context)
with kop:
    show_title("Kaart", indicator.vraag, indicator)

published = cijfers(context, indicator.slug)
beeld, ernaast = st.columns([3, 2], gap="large")
with beeld:
    show_map(context, published, indicator, keuze, wijk)
with ernaast:
    show_wijk(context, published, indicator, keuze, wijk)
    show_legend(context, published, indicator, keuze)
show_map_table(context, published, indicator, keuze)
show_nulmeting(context, (indicator.slug,))
if indicator.opmerking:
    note(indicator.opmerking)
note(f"Wijkgrenzen: {context.settings.geo.bron}. Eenheid: {indicator.eenheid}.")
