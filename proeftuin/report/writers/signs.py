"""Signs people paste that a file cannot show: which they are, what stands in their place, the note.

Minutes hold what people wrote, and a closed conversation must always print. Whether the letters of
the PDF have a form for a sign is asked of typst itself, once per sign; Word brings its own letters
and refuses only what XML cannot hold.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, cast

import typst

from proeftuin.charts import DRUKLETTER, typst_fonts
from proeftuin.report.blocks import Alinea, Figuur, Rapport

VERVANGER = "□"
# Bullets and arrows of Word's own symbol letters, in the private-use area, as what they look like.
SYMBOLEN = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf06f": "○",
    "\uf0d8": "►",
    "\uf0e0": "→",
    "\uf0fc": "✓",
}
# Colour of skin, and the choice between text and picture: nothing to see without their sign.
_STIL = frozenset([*map(chr, range(0x1F3FB, 0x1F400)), "\ufe0e", "\ufe0f"])
_PROEF = f'#set document(title: "x")\n#set text(font: "{DRUKLETTER}")\n#sys.inputs.tekst'


def for_pdf(rapport: Rapport) -> Rapport:
    """The Rapport with only signs its letters have a form for, and a note when some had none."""
    return _substitute(rapport, find_unprintable)


def for_word(rapport: Rapport) -> Rapport:
    """The Rapport without the signs XML cannot hold, and a note when there were some."""
    return _substitute(rapport, lambda signs: {sign for sign in signs if not _fits_xml(sign)})


def find_unprintable(signs: Iterable[str]) -> set[str]:
    """Those of these signs that the letters of the PDF have no form for."""
    return _search(tuple(sorted(sign for sign in set(signs) if not sign.isascii())))


@cache
def _search(signs: tuple[str, ...]) -> set[str]:
    """By halves: one attempt tells of a whole group that it is printed."""
    if not signs or _is_printed("".join(f"{sign} " for sign in signs)):
        return set()
    if len(signs) == 1:
        return set(signs)
    half = len(signs) // 2
    return _search(signs[:half]) | _search(signs[half:])


def _is_printed(text: str) -> bool:
    try:
        typst.compile(
            _PROEF.encode(),
            font_paths=typst_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"tekst": text},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return False
    return True


def _fits_xml(sign: str) -> bool:
    code = ord(sign)
    is_control = code < 0x20 and sign not in "\t\n\r"
    return not (is_control or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))


def _substitute(rapport: Rapport, find: Callable[[set[str]], set[str]]) -> Rapport:
    missing = find({sign for text in _texts(rapport) for sign in text})
    if not missing:
        return rapport
    table = {
        sign: "" if sign in _STIL else SYMBOLEN.get(sign, VERVANGER) for sign in missing | _STIL
    }
    made = cast(Rapport, _replaced(rapport, str.maketrans(table)))
    lost = sorted(sign for sign in missing if table[sign] == VERVANGER)
    if not lost:
        return made
    codes = ", ".join(f"U+{ord(sign):04X}" for sign in lost)
    note = Alinea(
        f"Voor {'een teken' if len(lost) == 1 else f'{len(lost)} tekens'} in de teksten heeft dit "
        f"bestand geen letter ({codes}). Daar staat {VERVANGER}. In de app staat de tekst zoals "
        "die is geschreven.",
        "noot",
    )
    if not made.bijlagen:
        return replace(made, bijlage=(*made.bijlage, note))
    *first, last = made.bijlagen
    return replace(made, bijlagen=(*first, (*last, note)))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a Rapport, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Figuur):  # its letters are drawn in the picture
        yield from (value.alt, value.titel)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)


def _replaced(value: Any, table: dict[int, str]) -> Any:
    """The value with its texts translated; what is no text stays as it is."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, Figuur):
        return replace(value, alt=value.alt.translate(table), titel=value.titel.translate(table))
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.init]
        return replace(value, **{name: _replaced(getattr(value, name), table) for name in names})
    if isinstance(value, dict):
        return {name: _replaced(item, table) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_replaced(item, table) for item in value)
    return value
