"""Editions: measured figures become a frozen folder that the app reads."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.edition.bewaren import (
        BEVINDINGEN,
        LOGBOEK,
        MICRODATA,
        RESTANT,
        Verlopen,
        list_verlopen,
        remove_expired,
    )
    from proeftuin.edition.effect import check_evaluatie
    from proeftuin.edition.files import Editie
    from proeftuin.edition.publish import publish_editie

__all__ = [
    "BEVINDINGEN",
    "LOGBOEK",
    "MICRODATA",
    "RESTANT",
    "Editie",
    "Verlopen",
    "check_evaluatie",
    "list_verlopen",
    "publish_editie",
    "remove_expired",
]
__getattr__ = hand_on(__name__)
