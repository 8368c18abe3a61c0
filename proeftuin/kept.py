"""Things that pages make once and keep, by key; what they draw is kept by ui.shell.show_kept."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any, TypeVar

Made = TypeVar("Made")


class _Vak:
    """One thing that is kept, and who makes it now."""

    def __init__(self) -> None:
        self.lock, self.made = RLock(), list[Any]()


class Kept:
    """Made things by key, the ones used last; each is made once, however many ask at a time.

    Streamlit's own cache hashes every part of a key again, which took longer than many a build.
    """

    def __init__(self, most: int) -> None:
        """most: how many things are kept."""
        self._lock, self._most = Lock(), most
        self._vakken: OrderedDict[Hashable, _Vak] = OrderedDict()

    def take(self, key: Hashable, build: Callable[[], Made]) -> Made:
        """What build made for this key; an error of build is the caller's, and is not kept."""
        with self._lock:
            vak = self._vakken.setdefault(key, _Vak())
            self._vakken.move_to_end(key)
            while len(self._vakken) > self._most:
                self._vakken.popitem(last=False)
        if not vak.made:
            with vak.lock:
                if not vak.made:
                    vak.made.append(build())
        made: Made = vak.made[0]
        return made
