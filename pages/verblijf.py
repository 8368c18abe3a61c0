"""Verblijf."""

from proeftuin import charts, ui
from proeftuin.sentences_compare import compare
from proeftuin.sentences_text import page_sentence

context = ui.start_page("verblijf")
ind = ui.indicator_of("verblijf")
ui.heading("Verblijf", ind.vraag, ind)
p = ui.cijfers(context, "verblijf")
zin = page_sentence(compare(p, context.settings, ind, "west"), context.settings)
ui.sentence(zin)
w = ui.pick_wijk(context)
o = ui.switch("Onzekerheid tonen", "onzekerheid")
ui.show_chart(
    ui.chart_of(
        context,
        ("l", w, o),
        lambda: charts.line_chart(p, context.settings, ind, wijk=w, onzekerheid=o),
    ),
    zin,
    "v",
)
