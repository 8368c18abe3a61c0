"""Open data: what `haal` fetches of public services, written as the files that others read."""

from proeftuin.opendata.bevolking import fetch_bevolking
from proeftuin.opendata.dienst import Dienst
from proeftuin.opendata.herkomst import Opgehaald, check_target
from proeftuin.opendata.jeugdzorg import fetch_jeugdzorg
from proeftuin.opendata.omtrek import fetch_omtrek, read_omtrek
from proeftuin.opendata.postcodes import fetch_postcodes, read_postcodes

__all__ = [
    "Dienst",
    "Opgehaald",
    "check_target",
    "fetch_bevolking",
    "fetch_jeugdzorg",
    "fetch_omtrek",
    "fetch_postcodes",
    "read_omtrek",
    "read_postcodes",
]
