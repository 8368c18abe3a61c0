"""Editions: measured figures become a frozen folder that the app reads."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.edition.besluiten import choose_editie, withdraw_editie
    from proeftuin.edition.bewaren import (
        BEVINDINGEN,
        LOGBOEK,
        MICRODATA,
        RESTANT,
        Verlopen,
        list_verlopen,
        remove_expired,
    )
    from proeftuin.edition.files import Editie
    from proeftuin.edition.publish import publish_editie

__all__ = [
    "BEVINDINGEN",
    "LOGBOEK",
    "MICRODATA",
    "RESTANT",
    "Editie",
    "Verlopen",
    "choose_editie",
    "list_verlopen",
    "publish_editie",
    "remove_expired",
    "withdraw_editie",
]
__getattr__ = hand_on(__name__)
