"""A message as a small tree, read as a stream: the header first, then each Client, let go of after.

The parser is expat itself, without layers between: a levering has a million messages. A DTD, and so
every entity, is refused.
"""

import codecs
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from defusedxml import DTDForbidden

BLOK_BYTES = 1 << 16
DIEPTE = 50  # no message goes deeper than ten
EINDE = ("Client", "Antwoord")  # JW319 has answers instead of clients: it names no person


class DubbelElement(ValueError):
    """An element that can be there once is there twice, with two contents; its name and line."""

    def __init__(self, naam: str, regel: int) -> None:
        """Where the second one begins."""
        super().__init__(naam, regel)
        self.naam, self.regel = naam, regel


class Onleesbaar(ValueError):
    """What is there is no XML, or goes too deep; from which line on."""

    def __init__(self, regel: int) -> None:
        """Where reading stopped."""
        super().__init__(regel)
        self.regel = regel


class Node:
    """An element: local name, line of its start tag, text and children."""

    __slots__ = ("kinderen", "naam", "regel", "tekst")

    def __init__(self, naam: str, regel: int) -> None:
        """Nothing in it yet."""
        self.naam, self.regel, self.tekst = naam, regel, ""
        self.kinderen: list[Node] = []

    def find(self, *pad: str) -> "Node | None":
        """The descendant along this path of local names, or None; DubbelElement when it is two."""
        node = self
        for naam in pad:
            found = None
            for kind in node.kinderen:
                if kind.naam == naam:
                    if found is None:
                        found = kind
                    elif kind.content() != found.content():
                        raise DubbelElement(naam, kind.regel)
            if found is None:
                return None
            node = found
        return node

    def content(self) -> tuple[object, ...]:
        """Its name, text and children that are still there, wherever it stands."""
        kinds = (kind.content() for kind in self.kinderen if kind is not WEG)
        return self.naam, self.tekst.strip(), *kinds

    def text(self, *pad: str) -> str | None:
        """Its text; None when there is no such element."""
        node = self.find(*pad)
        return node.tekst.strip() if node else None

    def walk(self, naam: str) -> Iterator["Node"]:
        """Every descendant of that local name, in order."""
        for kind in self.kinderen:
            if kind.naam == naam:
                yield kind
            else:
                yield from kind.walk(naam)


class Wortel(Node):
    """The element around all others."""

    __slots__ = ("ruimte",)

    def __init__(self, naam: str, regel: int, ruimte: str) -> None:
        """ruimte: the namespaces it declares, between spaces."""
        super().__init__(naam, regel)
        self.ruimte = ruimte


WEG = Node("", 0)  # in the place of a Client that was let go of


class Boom:
    """One message as it is read: `root`, and `is_afwijkend` when its form is not that of iJw."""

    def __init__(self, on_client: Callable[[Wortel, Node], None]) -> None:
        """on_client gets the root and each Client or Antwoord that is whole, which then goes."""
        self._on_client = on_client
        self.root: Wortel | None = None
        self.is_afwijkend = False  # a byte order mark, or elements with nothing in them (RS033)
        self.regel = 1  # where reading is, or stopped

    def read(self, path: Path | str) -> bytes:
        """Read it all; a hash of names and texts, however the XML is laid out.

        Raises Onleesbaar, DTDForbidden, what on_client raises, and OSError.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        finish = self._set_handlers(parser)
        try:
            with open(path, "rb", buffering=0) as stream:
                block = stream.read(BLOK_BYTES)
                self.is_afwijkend = block.startswith(codecs.BOM_UTF8)
                while block:
                    parser.Parse(block, False)
                    block = stream.read(BLOK_BYTES)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Onleesbaar(error.lineno) from error
        finally:
            self.regel = parser.CurrentLineNumber
            parser.StartElementHandler = parser.EndElementHandler = None  # they hold the parser
        return finish()

    def _set_handlers(self, parser: expat.XMLParserType) -> Callable[[], bytes]:
        """What to do at each element; gives what ends the hash. Closures, for they run most."""
        stack: list[Node] = []
        lines: list[str] = []  # of what is read and not in the hash yet
        digest = hashlib.sha256()

        def start(name: str, attrs: dict[str, str]) -> None:
            if stack:
                node = Node(name.rpartition(":")[2], parser.CurrentLineNumber)
                stack[-1].kinderen.append(node)
            else:
                ruimte = " ".join(attrs.values())
                node = self.root = Wortel(name.rpartition(":")[2], parser.CurrentLineNumber, ruimte)
            stack.append(node)
            if len(stack) > DIEPTE:
                raise Onleesbaar(node.regel)

        def add_text(content: str) -> None:
            if stack:
                stack[-1].tekst += content

        def end(_name: str) -> None:
            node = stack.pop()
            naam, tekst = node.naam, node.tekst.strip()
            lines.append(f"{naam}|{tekst}|{len(stack)}\n")
            if not tekst and not node.kinderen:
                self.is_afwijkend = True
            if naam in EINDE and self.root and stack:
                add_lines()
                self._on_client(self.root, node)
                stack[-1].kinderen[-1] = WEG

        def add_lines() -> None:
            digest.update("".join(lines).encode())
            lines.clear()

        def finish() -> bytes:
            add_lines()
            return digest.digest()

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = add_text
        parser.StartDoctypeDeclHandler = _refuse
        return finish


def _refuse(name: str, sysid: str | None, pubid: str | None, _has_subset: bool) -> None:
    raise DTDForbidden(name, sysid, pubid)
