"""Waiting in a real browser for what a test needs: a run that is over, a list that chose, a map
that answers. Nothing here waits for time: each helper looks at a state until it is there, and
fails with what it missed once a deadline far beyond any slow machine has passed.
"""

import time
from collections.abc import Callable
from weakref import WeakKeyDictionary

from playwright.sync_api import Locator, Page, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

DEADLINE = 120.0  # seconds
NOT_RUNNING = '[data-testid="stApp"][data-test-script-state="notRunning"]'
KAART = '[data-testid="stDeckGlJsonChart"]'
# What an event asked of the page has gone out, and what came in is drawn, two frames later.
_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_IS_DRAWN = """() => !document.querySelector('.stMain [data-testid="stSkeleton"]')
  && [...document.querySelectorAll('.stMain [data-testid="stVegaLiteChart"]')]
    .every(chart => !chart.offsetParent || chart.querySelector('svg, canvas'))"""
_ASKED, _RUNNING, _OVER = "asked", "running", "over"

expect.set_options(timeout=DEADLINE * 1000)


def wait_until(is_so: Callable[[], bool], what: str, pause: Callable[[], object]) -> None:
    """Look until it is so, with a pause between looks; AssertionError naming what never came."""
    deadline = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < deadline, f"{what} did not come in {DEADLINE:.0f} seconds"
        pause()


class Runs:
    """What one page asked of its server and what came back: is a run of the script going on?

    A run is asked for by a message out (or by opening the page), begins with `new_session` and
    ends with `script_finished`. An end that comes before its own begin belongs to an earlier run.
    """

    def __init__(self, page: Page) -> None:
        page.set_default_timeout(DEADLINE * 1000)
        page.on("websocket", self._listen)
        self.page, self.state = page, _OVER
        self.asked = 0  # how many runs were asked for

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._note_sent)
        socket.on("framereceived", self._note_received)

    def _note_sent(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script"):
            self.state = _ASKED
            self.asked += 1

    def _note_received(self, frame: bytes | str) -> None:
        if not isinstance(frame, bytes):
            return
        message = ForwardMsg.FromString(frame)
        match message.WhichOneof("type"):
            case "new_session":
                self.state = _RUNNING
            case "script_finished" if (
                message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                self.state = _ASKED
            case "script_finished" if self.state == _RUNNING:
                self.state = _OVER

    def goto(self, url: str) -> None:
        """Open an address and wait until its run is over."""
        self.state = _ASKED
        self.page.goto(url)
        self.wait()

    def wait(self) -> None:
        """Wait until the run that was asked for, if any, is over and shown."""
        self.page.evaluate(_FRAMES)
        wait_until(
            lambda: self.state == _OVER, "the end of a run", lambda: self.page.wait_for_timeout(20)
        )
        self.page.wait_for_selector(NOT_RUNNING, state="attached")
        self.page.evaluate(_FRAMES)

    def wait_for_drawing(self) -> None:
        """Wait until the run is over and every chart in sight is drawn."""
        self.wait()
        self.page.wait_for_function(_IS_DRAWN)
        self.page.evaluate(_FRAMES)


_KNOWN: "WeakKeyDictionary[Page, Runs]" = WeakKeyDictionary()


def runs_of(page: Page) -> Runs:
    """The watcher of this page; the first call must come before the page opens the app."""
    if page not in _KNOWN:
        _KNOWN[page] = Runs(page)
    return _KNOWN[page]


def open_list(page: Page, box: Locator) -> None:
    """Open a list and wait until its options are in sight; what closes it again is undone."""

    def click() -> None:
        if box.get_attribute("aria-expanded") != "true":
            box.click()
        page.wait_for_timeout(20)

    wait_until(page.get_by_role("option").first.is_visible, "the options of a list", click)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a list and wait until the list shows it and the run is over."""
    runs = runs_of(page)
    runs.wait()
    box = page.get_by_role("combobox", name=label, exact=True)
    open_list(page, box)
    box.fill(option)  # a long list draws only what is in sight
    expect(page.get_by_role("option", name=option, exact=True)).to_be_visible()
    page.get_by_role("option", name=option, exact=True).click()
    expect(box).to_have_value(option)
    runs.wait()


def choose_last(page: Page, box: Locator) -> bool:
    """Choose the last option of a list by keyboard; whether the list then shows another."""
    runs = runs_of(page)
    runs.wait()
    before = box.input_value()
    open_list(page, box)
    box.press("End")  # a long list draws only what is in sight: by keys, not by mouse
    box.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)
    runs.wait()
    return box.count() == 1 and box.input_value() != before


def click_wijk(page: Page, naam: str, across: float, down: float) -> None:
    """Click on the map, at a share of its width and height, once it says this wijk is there.

    The words beside the pointer come from the same search under the pointer as the answer to a
    click: when they name the wijk, the map listens. A press that a busy browser saw as a long one
    is no click to the map: nothing is asked of the server, and the press is made again.
    """
    runs = runs_of(page)
    runs.wait()
    frame = page.locator(KAART).first.bounding_box()
    assert frame
    x, y = frame["x"] + frame["width"] * across, frame["y"] + frame["height"] * down
    words = page.locator(f"{KAART} .deck-tooltip", has_text=naam)

    def point() -> None:
        page.mouse.move(x - 3, y - 3)
        page.mouse.move(x, y)
        page.evaluate(_FRAMES)

    point()
    wait_until(words.first.is_visible, f"the map's word for {naam}", point)
    before = runs.asked

    def click() -> None:
        page.mouse.click(x, y)
        for _ in range(10):
            page.evaluate(_FRAMES)

    click()
    wait_until(lambda: runs.asked > before, f"the map's answer to a click on {naam}", click)
