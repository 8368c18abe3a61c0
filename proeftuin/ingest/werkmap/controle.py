"""What makes no sense in a block [bron.NAAM], said before any file is read."""

from collections import Counter
from collections.abc import Iterator, Mapping

from proeftuin.codelists import normalise_code, read_codelijst
from proeftuin.errors import SettingsError
from proeftuin.ingest.werkmap.csv_bron import CODERINGEN
from proeftuin.ingest.werkmap.koppelen import GETALLEN, LEEG, list_ours
from proeftuin.ingest.werkmap.vormen import GETAL, SINDS_1970, Datumvorm
from proeftuin.schema import BESTAND, Bestand, Kolomsoort
from proeftuin.settings import BronBlok

ZONDER_CODES = GETALLEN | {Kolomsoort.PERSOON, Kolomsoort.DATUM, Kolomsoort.TEKST}


def check_bronnen(bronnen: Mapping[str, BronBlok]) -> None:
    """Raise SettingsError (Dutch) with everything that is wrong, by key."""
    problems = [problem for blok, bron in bronnen.items() for problem in _judge(blok, bron)]
    if problems:
        raise SettingsError(" ".join(problems))


def _judge(blok: str, bron: BronBlok) -> Iterator[str]:
    key = f"bron.{blok}"
    if not bron.bestand.strip():
        yield f"Sleutel '{key}.bestand': schrijf de naam van een bestand, zoals 'Export*.xlsx'."
    bestand = BESTAND.get(bron.tabel)
    if bestand is None:
        yield (
            f"Sleutel '{key}.tabel': tabel '{bron.tabel}' bestaat niet. "
            f"Kies uit: {', '.join(BESTAND)}."
        )
        return
    shapes = list(_judge_shapes(key, bron))
    if shapes:  # what is no table of texts cannot be looked into
        yield from shapes
        return
    yield from _judge_columns(key, bron, bestand)
    yield from _judge_codes(key, bron, bestand)
    if bron.datumvorm:
        try:
            Datumvorm(bron.datumvorm)
        except ValueError:
            yield (
                f"Sleutel '{key}.datumvorm': '{bron.datumvorm}' is geen vorm. Schrijf jjjj, mm en "
                f"dd met wat ertussen staat, zoals dd/mm/jjjj, of {', '.join(SINDS_1970)}."
            )
    if bron.decimaal and bron.decimaal not in GETAL:
        yield f"Sleutel '{key}.decimaal': kies ',' of '.'."
    if bron.codering not in CODERINGEN:
        yield f"Sleutel '{key}.codering': kies uit: {', '.join(CODERINGEN)}."


def _judge_shapes(key: str, bron: BronBlok) -> Iterator[str]:
    """Tables of texts: the types below the first level, which TOML leaves free."""

    def is_texts(value: object) -> bool:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)

    for theirs, ours in bron.kolommen.items():
        if not isinstance(ours, str) and not is_texts(ours):
            yield f"Sleutel '{key}.kolommen': schrijf achter '{theirs}' de naam van onze kolom."
    for ours, waarde in bron.vast.items():
        if not isinstance(waarde, str):
            yield f"Sleutel '{key}.vast.{ours}': schrijf de waarde tussen aanhalingstekens."
    for ours, codes in bron.codes.items():
        if not isinstance(codes, dict) or not is_texts(list(codes.values())):
            yield f"Sleutel '{key}.codes.{ours}': schrijf 'label' = 'code', beide als tekst."
    for naam, filters in (("alleen", bron.alleen), ("behalve", bron.behalve)):
        for theirs, waarden in filters.items():
            if not is_texts(waarden):
                yield f"Sleutel '{key}.{naam}': schrijf achter '{theirs}' een lijst van teksten."


def _judge_columns(key: str, bron: BronBlok, bestand: Bestand) -> Iterator[str]:
    known = [kolom.naam for kolom in bestand.kolommen]
    mapped = Counter(ours for _, ours in list_ours(bron))
    for ours in dict.fromkeys([*mapped, *bron.vast, *bron.codes]):
        if ours not in known:
            yield (
                f"Sleutel '{key}': kolom '{ours}' bestaat niet in {bestand.naam}. "
                f"Kies uit: {', '.join(known)}."
            )
    for ours, aantal in mapped.items():
        if aantal > 1 or ours in bron.vast:
            yield (
                f"Sleutel '{key}': kolom '{ours}' is twee keer gekoppeld. Houd één kolom, of één "
                "vaste waarde, over."
            )
    for kolom in bestand.kolommen:
        if not kolom.mag_leeg and kolom.naam not in mapped and kolom.naam not in bron.vast:
            yield (
                f"Sleutel '{key}': kolom '{kolom.naam}' moet gevuld zijn. Koppel er een kolom aan "
                f"in '{key}.kolommen', of geef een vaste waarde in '{key}.vast'."
            )


def _judge_codes(key: str, bron: BronBlok, bestand: Bestand) -> Iterator[str]:
    for kolom in bestand.kolommen:
        codes = bron.codes.get(kolom.naam, {})
        if codes and kolom.soort in ZONDER_CODES:
            yield f"Sleutel '{key}.codes.{kolom.naam}': deze kolom heeft geen codes."
        for label, code in codes.items():
            if not code:
                yield (
                    f"Sleutel '{key}.codes.{kolom.naam}': label '{label}' heeft nog geen code. "
                    f"Vul de code in, of '{LEEG}' als de kolom dan leeg moet blijven."
                )
        waarden = [("codes." + kolom.naam, c) for c in codes.values() if c not in ("", LEEG)]
        if bron.vast.get(kolom.naam):
            waarden.append(("vast." + kolom.naam, bron.vast[kolom.naam]))
        lijst = kolom.codelijst
        for place, code in dict.fromkeys(waarden) if lijst else ():
            assert lijst is not None
            if normalise_code(lijst, code) not in read_codelijst(lijst):
                yield (
                    f"Sleutel '{key}.{place}': code '{code}' bestaat niet. "
                    f"Kies uit: {', '.join(read_codelijst(lijst))}."
                )
