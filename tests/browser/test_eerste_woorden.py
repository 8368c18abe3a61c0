"""A first visitor on a slow line: words are painted before any script or style has come."""

import gzip

import pytest
from playwright.sync_api import Browser, Route

from proeftuin.ui import door

pytestmark = pytest.mark.browser
TRAAG = 50_000  # bytes per second
SECONDEN = 5.0


def test_words_are_painted_while_scripts_and_styles_still_wait(
    browser: Browser,
) -> None:
    text = door.first_words(door._INDEX.read_text(encoding="utf-8"), door._intro())
    assert len(gzip.compress(text.encode())) < TRAAG * SECONDEN / 50
    held: list[str] = []

    def answer(route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(body=text, content_type="text/html")
        else:
            held.append(route.request.url)  # never answered

    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", answer)
    page.goto("http://localhost:9/verblijf", wait_until="commit")
    page.get_by_text("Hoe gaat het met de jeugdhulp").wait_for()
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
    assert [url for url in held if url.endswith(".css")] and len(held) > 50
    context.close()
