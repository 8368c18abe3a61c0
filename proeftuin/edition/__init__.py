"""Editions: measured figures become a frozen folder that the app reads."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.edition.besluiten import choose_editie, choose_nulmeting, withdraw_editie
    from proeftuin.edition.bewaren import (
        BEVINDINGEN,
        BIJDRAGEN,
        LOGBOEK,
        MICRODATA,
        RESTANT,
        Verlopen,
        list_verlopen,
        remove_expired,
    )
    from proeftuin.edition.evaluatie import check_evaluatie
    from proeftuin.edition.memory import describe_memory, find_reeks
    from proeftuin.edition.nulmeting import Version, compare_cells, read_versions
    from proeftuin.edition.nulmeting_register import check_frozen, find_geldende, split_keuze
    from proeftuin.edition.publish import publish_editie
    from proeftuin.edition.reserve import restore_everything, write_everything
    from proeftuin.edition.vastlegging import Vastlegging

__getattr__ = hand_on(__name__)
