"""The journal of the conversations: what people write, apart from the figures, with history."""

from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.opslag import find_bestand, find_opslag
from proeftuin.journal.persoonsgegevens import find_persoonsgegevens
from proeftuin.journal.restore import restore_file
from proeftuin.journal.samen import clashing_fields, merge_fields
from proeftuin.journal.types import (
    AUDIENCE,
    PROGNOSE,
    SOORTEN,
    VRAGEN,
    ZICHT,
    Actie,
    Agendapunt,
    BevestigingNodig,
    Bevriezing,
    Bevroren,
    Botsing,
    Cijferrij,
    Door,
    Duiding,
    Gesprek,
    Historie,
    JournalError,
    NietGevonden,
    Verhaal,
    Waarschuwing,
)
