"""What may be asked of an edition about one aanbieder and about products; intern only.

The table `aanbieders` holds no count of 1 to 9 and no whole from which one follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from proeftuin.edition.files import Editie
from proeftuin.results.editie import read_records
from proeftuin.vocabulary import JEUGDIGEN, TOTAAL

AANBIEDERS = "aanbieders"  # the table


@dataclass(frozen=True)
class Aanbiederregel:
    """What is shown of one maat in a window, of an aanbieder or of all, over a product or all.

    product '' is all of them. Both numbers None where they are hidden; of a share noemer says of
    how many units it is.
    """

    venster: str
    maat: str
    product: str
    aanbieder: str
    waarde: float | None
    noemer: float | None
    status: str


@dataclass(frozen=True)
class Aanbiedercijfer:
    """A count, share (0..1), days or euros; both numbers None where it is hidden.

    noemer: of a share how many units it is of. status NOG_NIET_RIJP with a waarde: a share of those
    who are ripe.
    """

    waarde: float | None
    noemer: float | None
    status: str


@dataclass(frozen=True)
class Aanbiedercijfers:
    """All rows of the table by (venster, maat, product, aanbieder); see read_aanbiedercijfers."""

    rijen: Mapping[tuple[str, str, str, str], Aanbiedercijfer]

    def read_cel(
        self, venster: str, maat: str, aanbieder: str = TOTAAL, product: str = ""
    ) -> Aanbiedercijfer | None:
        """One cell; None where there is nothing: a count of 0, or no share or mean."""
        return self.rijen.get((venster, maat, product, aanbieder))

    def has_maat(self, maat: str) -> bool:
        """Whether anything of it was counted, shown or not."""
        return any(key[1] == maat for key in self.rijen)

    def list_largest(self, venster: str, maat: str) -> list[str]:
        """Aanbieders of whom this is shown, largest first."""
        found = {
            key[3]: cijfer.waarde
            for key, cijfer in self.rijen.items()
            if key[:3] == (venster, maat, "") and key[3] != TOTAAL and cijfer.waarde
        }
        return sorted(found, key=lambda naam: (-found[naam], naam))

    def list_producten(self, venster: str, aanbieder: str) -> list[str]:
        """Products of this aanbieder, most jeugdigen first; those with few at the end, by code."""
        found = {
            key[2]: cijfer.waarde or 0.0
            for key, cijfer in self.rijen.items()
            if (key[0], key[1], key[3]) == (venster, JEUGDIGEN, aanbieder)
        }
        return sorted(found, key=lambda product: (-found[product], product))


def read_aanbiedercijfers(editie: Editie) -> Aanbiedercijfers:
    """The table of an intern edition; ProeftuinError (Dutch) for one that does not have it."""
    return Aanbiedercijfers(
        {
            (row.venster, row.maat, row.product, row.aanbieder): Aanbiedercijfer(
                row.waarde, row.noemer, row.status
            )
            for row in read_records(editie, AANBIEDERS, Aanbiederregel)
        }
    )
