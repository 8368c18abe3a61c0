"""Errors and findings: every message is Dutch, says what to do and never carries a person key."""

from dataclasses import dataclass

FOUT = "fout"
WAARSCHUWING = "waarschuwing"


class ProeftuinError(Exception):
    """A Dutch message for the user; the command line prints it and exits with 1."""


class SettingsError(ProeftuinError):
    """Something in the configuration file is wrong; names the key and the fix."""


class NoEdition(ProeftuinError):
    """There is no edition to read yet; says which commands make one."""


class DamagedEdition(ProeftuinError):
    """An edition is not whole or cannot be read; names the file and the cure, for a beheerder."""


class ForeignEdition(ProeftuinError):
    """An edition is of another gemeente or was made with other settings; names both."""


class ToegangGeweigerd(ProeftuinError):
    """The role may not read or write this; says what to do, names no one."""


@dataclass(frozen=True)
class Finding:
    """One finding of a check on a levering.

    ernst is FOUT or WAARSCHUWING; regel is the 1-based line in the file (header is 1), or None
    when the finding is about the whole file; aantal counts the rows it stands for (usually 1);
    waarde is what stands there, or empty. No field may ever hold a person key or a value from a
    person-key column.
    """

    code: str
    ernst: str
    bestand: str
    regel: int | None
    kolom: str | None
    melding: str
    oplossing: str
    aantal: int = 1
    waarde: str = ""


@dataclass(frozen=True)
class FindingGroup:
    """Findings with one cause: aantal of `finding` counts all its rows.

    regels are the first lines it was found on (none: it is about the file), waarden the first
    different values that stand there.
    """

    finding: Finding
    regels: tuple[int, ...]
    waarden: tuple[str, ...]


class LeveringRejected(ProeftuinError):
    """A levering with a fout; nothing was changed. Carries every finding, also by cause.

    bron: which levering, where there are more; else empty.
    """

    bron = ""

    def __init__(self, findings: list[Finding], groepen: list[FindingGroup] | None = None) -> None:
        """Keep the findings; the message counts the fouten."""
        self.findings = findings
        self.groepen = groepen or []
        aantal = sum(finding.aantal for finding in findings if finding.ernst == FOUT)
        said = f"{aantal:,}".replace(",", ".")
        super().__init__(
            f"De levering is afgekeurd: {said} {'fout' if aantal == 1 else 'fouten'}. "
            "Er is niets veranderd. Los de fouten op en laad opnieuw."
        )
