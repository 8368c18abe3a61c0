"""A visit in a real browser that records everything that crosses the wire, and drives a page.

Recorded: every websocket frame in both directions, the body of every answer but Streamlit's own
static files, every address, every download, and what the browser made of it (the whole document
with its attributes, the tooltips, what it stored).
"""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Download, Locator, Page, Response, WebSocket, expect
from playwright.sync_api import Error as BrowserError

from tests.lib.browser.draad import header_text, unpack
from tests.lib.browser.wachten import choose_last, runs_of, wait_until

STORED = (
    "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
)


class Bezoek:
    """One tab. `opgenomen` lists (where, content) of all that crossed so far."""

    def __init__(self, browser: Browser, address: str) -> None:
        """Open a tab in a context of its own and start recording."""
        self.address = address
        self.opgenomen: list[tuple[str, bytes | str]] = []
        self.naam = ""
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
        )
        self.page: Page = self.context.new_page()
        self.runs = runs_of(self.page)
        self.page.on("websocket", self._listen)
        self.page.on("response", self._note_response)
        self.page.on("request", lambda request: self._note("adres", request.url))
        self.page.on("download", self._note_download)
        self.downloads: list[Download] = []

    def _note(self, soort: str, content: bytes | str) -> None:
        self.opgenomen.append((f"{self.naam} {soort}", content))

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self._note_frame("websocket in", frame))
        socket.on("framesent", lambda frame: self._note_frame("websocket uit", frame))

    def _note_frame(self, soort: str, frame: bytes | str) -> None:
        self._note(soort, frame)

    def _note_response(self, response: Response) -> None:
        if "/static/" in urlsplit(response.url).path or not response.url.startswith("http"):
            return
        try:
            content = response.body()
        except BrowserError:  # a download: its content is recorded as a file
            content = None
        self._note("kop", header_text(response.headers.items(), content))
        if content is not None:
            self._note("antwoord", content)

    def _note_download(self, download: Download) -> None:
        self.downloads.append(download)

    def open(self, slug: str) -> None:
        """Open a page by its address."""
        self.naam = slug
        self.runs.goto(f"{self.address}/{slug}")
        self.page.wait_for_selector(".stMain h1")
        self.runs.wait_for_drawing()

    def note_document(self) -> None:
        """Record what the browser shows and keeps."""
        self._note("document", self.page.content())
        self._note("opslag", str(self.page.evaluate(STORED)))

    def _all(self, selector: str) -> list[Locator]:
        return [
            item for item in self.page.locator(f".stMain {selector}").all() if item.is_visible()
        ]

    def switch_all(self) -> int:
        """Turn every toggle on; how many there are."""
        toggles = self._all('[data-testid="stCheckbox"] label')
        for toggle in toggles:
            toggle.click()
            self.runs.wait_for_drawing()
        return len(toggles)

    def choose_last(self) -> int:
        """Choose the last option of every list, one after the other; how many lists changed."""
        changed = 0
        labels = self.page.locator('.stMain [data-testid="stSelectbox"] label').all_inner_texts()
        for label in labels:
            box = self.page.get_by_role("combobox", name=label, exact=True)
            if box.count() != 1:  # another choice took this list away
                continue
            changed += choose_last(self.page, box)
        self.runs.wait_for_drawing()
        return changed

    def hover_charts(self) -> int:
        """Point at the middle of every mark group in sight; how many tooltips were shown."""
        shown = 0
        for chart in self._all('[data-testid="stVegaLiteChart"] svg')[:2]:
            marks = chart.locator(".mark-symbol path, .mark-rect path")
            if marks.count():
                marks.nth(marks.count() // 2).hover(force=True)
                expect(self.page.locator("#vg-tooltip-element.visible")).to_be_visible()
                tooltips = self.page.locator("#vg-tooltip-element").all_inner_texts()
                self._note("tooltip", "\n".join(tooltips))
                shown += any(tooltips)
        return shown

    def _click_downloads(self, buttons: list[Locator], pictures: int) -> tuple[int, int]:
        """Click these, of PNG pictures only so many; how many clicked and pictures left."""
        clicked = 0
        for button in buttons:
            is_picture = button.inner_text().endswith("PNG")
            if is_picture and not pictures:
                continue
            pictures -= is_picture
            with self.page.expect_download():  # a menu that closes takes what is being made along
                button.click()
            clicked += 1
        return clicked, pictures

    def download_all(self, *, pictures: int) -> list[str]:
        """Click every download, of PNG pictures only the first few; names of the files."""
        self.downloads.clear()
        loose = self._all('[data-testid="stDownloadButton"] button')
        clicked, pictures = self._click_downloads(loose, pictures)
        for menu in self._all('[data-testid="stPopover"] button'):
            menu.click()
            body = self.page.locator('[data-testid="stPopoverBody"]')
            expect(body.get_by_role("button", name="Excel")).to_be_visible()  # the last of them
            self.runs.wait()
            more, pictures = self._click_downloads(
                body.locator('[data-testid="stDownloadButton"] button').all(), pictures
            )
            clicked += more
            self.page.keyboard.press("Escape")
            body.wait_for(state="hidden")
        wait_until(
            lambda: len(self.downloads) == clicked,
            f"a download of {self.naam}",
            lambda: self.page.wait_for_timeout(50),
        )
        for download in self.downloads:
            content = Path(download.path()).read_bytes()
            for part, piece in unpack(download.suggested_filename, content):
                self._note(f"bestand {part}", piece)
        return [download.suggested_filename for download in self.downloads]

    def close(self) -> None:
        """Close the tab and forget it."""
        self.context.close()
