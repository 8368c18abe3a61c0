"""Open data: what `haal` fetches of public services, written as the files that others read."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.opendata.bevolking import fetch_bevolking
    from proeftuin.opendata.dienst import Dienst
    from proeftuin.opendata.herkomst import Herkomst, Opgehaald, check_target
    from proeftuin.opendata.jeugdzorg import fetch_jeugdzorg
    from proeftuin.opendata.lezen import CBS_BESTAND, HERKOMST, read_cbs, read_herkomst
    from proeftuin.opendata.omtrek import fetch_omtrek, read_omtrek
    from proeftuin.opendata.postcodes import fetch_postcodes, read_postcodes

__getattr__ = hand_on(__name__)
