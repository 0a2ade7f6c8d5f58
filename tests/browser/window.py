"""One window of the browser, and what may be asked of any page in it."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.vietnamese import foreign_words

DESK, PHONE = 1280, 390
PICTURES = Path(settings.BASE_DIR) / "var" / "screenshots"
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"

# Everything a reader may come to read or hear: texts (also of what is closed now), names, hints, tips.
TEXTS = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest("script, style")) found.push(node.data);
  const named = ["aria-label", "placeholder", "title", "alt", "data-label", "data-show", "data-hide"];
  for (const name of named)
    for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name));
  for (const button of document.querySelectorAll("input[type=submit], input[type=button]")) found.push(button.value);
  return found.map((text) => text.trim()).filter(Boolean);
}"""

# What a page is built of, not how often: two pages with the same parts are the same to axe.
PARTS = """() => [...new Set([...document.querySelectorAll("body *")].map((element) =>
  element.tagName + "." + [...element.classList].sort().join(".")))]"""

# Fields whose words come from the browser, in whatever language it has.
OWN_WORDS = """() => [...document.querySelectorAll("input[type=file], input[type=date], input[type=time]")]
  .filter((field) => field.checkVisibility() && !field.classList.contains("visually-hidden"))
  .map((field) => field.outerHTML)"""

AXE_RUN = """async () => {
  const told = await axe.run(document, {resultTypes: ["violations"]});
  return told.violations.filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}"""

TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= window.innerWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
    .map((element) => element.outerHTML.slice(0, 120)).slice(-3);
}"""

CODES = re.compile(r"\b[EGCIH]\d[a-c]?\b")  # of the plan's standards: data, never words for a reader
HASH = re.compile(r"\b[0-9a-f]{64}\b|\b([0-9a-f]{4} ){15}[0-9a-f]{4}\b|\b[A-Z2-7]{4}(-[A-Z2-7]{4}){2}\b")
LEFTOVERS = re.compile(r"\{\{|\{%|%\(|\bNone\b|\bTrue\b|\bFalse\b|\bNaN\b|\bundefined\b|\[object|<[a-z]+ ")


class Window:
    """A browser context with one page. `faults`: what happened in it that never should."""

    def __init__(self, context: BrowserContext, live: str):
        self.context, self.live = context, live
        self.faults: list[str] = []
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failed)
        context.on("response", self._on_response)
        self.page: Page = context.new_page()

    # -- what happens by itself ------------------------------------------------------------------------------
    def _on_console(self, said: ConsoleMessage) -> None:
        # What did not load is told more exactly by the answer itself.
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.faults.append(f"{self.page.url}: {said.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.live + "/", "data:", "blob:", "about:")):
            self.faults.append(f"{self.page.url} asks another host: {request.url}")

    def _on_failed(self, request: Request) -> None:
        # What is under way when the page is left is aborted; a download is a document that "fails".
        if request.resource_type != "document" and request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{self.page.url} did not get {request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        page = response.request.resource_type == "document"
        # A page that saves itself is told which field is not right yet, while somebody is still typing.
        not_yet = response.status == 422 and response.request.headers.get("accept") == "application/json"
        if response.status >= (500 if page else 400) and not not_yet:
            self.faults.append(f"{response.status}: {response.url}")

    # -- what a person does ----------------------------------------------------------------------------------
    def open(self, path: str, status: int = 200) -> Page:
        answer = self.page.goto(path)
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}"
        return self.page

    def send(self, button: str, status: int = 200, *, refused: bool = False) -> Page:
        """Press a button that sends a form; `status`: of the page one arrives at; `refused`: it says what is wrong."""
        with self.page.expect_navigation() as arrived:
            self.page.get_by_role("button", name=button, exact=True).click()
        assert arrived.value.status == status, f"{button}: {arrived.value.status}"
        wrong = self.page.locator(".field-error, form .note-red").all_inner_texts()
        assert bool(wrong) == refused, f"{button}: {wrong}"
        return self.page

    def sign_in(self, username: str, password: str) -> Page:
        page = self.open("/accounts/login/")
        page.get_by_label("Tên đăng nhập", exact=True).fill(username)
        page.get_by_label("Mật khẩu", exact=True).fill(password)
        self.send("Đăng nhập")
        assert "/accounts/login/" not in page.url, f"{username} was not let in"
        return page

    # -- what must hold on any page --------------------------------------------------------------------------
    def faults_of(self, name: str, allowed: Iterable[str] = (), seen: dict[str, set[str]] | None = None) -> list[str]:
        """Look at the page as it is, at both widths; leaves a picture of each as `name`.

        `allowed`: words besides Vietnamese. `seen`: parts that axe has looked at, by width; new ones are added. Of a
        page without any new part no picture is taken.
        """
        texts = [HASH.sub("", text) for text in self.page.evaluate(TEXTS)]
        faults = [f"“{word}” in “{text}”" for text in texts for word in foreign_words(text, allowed)]
        faults += [f"“{each.group()}” in “{text}”" for text in texts for each in CODES.finditer(text)]
        faults += [f"“{each.group()}” in “{text}”" for text in texts for each in LEFTOVERS.finditer(text)]
        faults += [f"speaks the browser's language: {field}" for field in self.page.evaluate(OWN_WORDS)]
        titles = self.page.locator("h1").count()
        faults += [f"{titles} titles of first rank"] if titles != 1 else []
        for width in (DESK, PHONE):
            self.page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{width}: wider than the screen: {element}" for element in self.page.evaluate(TOO_WIDE)]
            if self._has_new_parts(seen, str(width)):
                faults += [f"{width}: {told}" for told in self._axe()]
                self.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        return [f"{name}: {fault}" for fault in faults]

    def _has_new_parts(self, seen: dict[str, set[str]] | None, key: str) -> bool:
        if seen is None:
            return True
        parts, known = set(self.page.evaluate(PARTS)), seen.setdefault(key, set())
        new = not parts <= known
        known |= parts
        return new

    def _axe(self) -> list[str]:
        if self.page.evaluate("typeof axe") == "undefined":
            self.page.evaluate(_axe_source())
        return self.page.evaluate(AXE_RUN)


def _axe_source() -> str:
    return f"() => {{ (0, eval)({json.dumps(AXE.read_text(encoding='utf-8'))}); }}"
