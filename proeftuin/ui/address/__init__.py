"""The address of a page: links to pages, and the choices that live in it, by their ids."""

from proeftuin.ui.address.choices import (
    arrive,
    forget_unknown,
    is_unknown,
    keep_unknown,
    pick,
    pick_part,
    pick_wijk,
    switch,
    write_address,
    write_choice,
)
from proeftuin.ui.address.links import WEGWIJZER, link_html, page_link
