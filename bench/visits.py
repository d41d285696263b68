"""Visits of a phone in a real Chromium, on a slowed line and processor."""

import base64
import json
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE = {"width": 360, "height": 740}
SLOWER = 4  # a phone's processor beside that of a desk
PATIENCE = 120_000  # milliseconds; a visit that takes longer counts as failed
QUIET = 700  # milliseconds without a request, after which a visit is over
ASKED = 100  # milliseconds between two looks whether it is; the page itself says when it was


@dataclass(frozen=True)
class Line:
    """A visitor's line: bits a second either way, and milliseconds of latency."""

    name: str
    bits: int
    latency: int


LINES = {
    "A": Line("1.6 Mbit/s, 150 ms", 1_600_000, 150),
    "B": Line("400 kbit/s, 400 ms", 400_000, 400),
}

UNHINDERED = Line("as fast as the machine", 10**9, 0)

# When a visitor has something to read and look at, and when the page is live, asked at each frame
# in the visitor's own browser. What is there as a frame begins has been painted when the next one
# does; if it came with the very first paint, the browser itself says when that was. Until all is
# there nothing is measured, for to lay out is work. Bokeh keeps what it shows below the shadow
# roots of its elements. A mark of ours answers when a tap has put a sentence into the line below.
WATCH = """
(live => {
  const seen = window.seenAt = {};
  function* all(root, selector) {
    yield* root.querySelectorAll(selector);
    if (window.Bokeh)
      for (const host of root.querySelectorAll('*'))
        if (host.shadowRoot) yield* all(host.shadowRoot, selector);
  }
  const shown = (element, width, height) => {
    const box = element.getBoundingClientRect();
    return box.width >= width && box.height >= height && box.right > 0 && box.bottom > 0
      && box.left < innerWidth
      && element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  };
  const marks = 'path, rect, text, circle';
  const says = signs => element => element.textContent.trim().length >= signs;
  const draws = chart => chart.tagName === 'svg' ? chart.querySelectorAll(marks).length > 5
    : chart.tagName !== 'IMG' || chart.complete && chart.naturalWidth > 0;
  const WANTED = [
    ['h1, h2, h3', says(3), one => shown(one, 20, 10)],
    ['p, li', says(20), one => shown(one, 20, 10)],
    ['svg, canvas, img', draws, one => shown(one, 100, 60)],
  ];
  const any = (selector, ...fits) => {
    for (const element of all(document, selector))
      if (fits.every(fit => fit(element))) return true;
    return false;
  };
  const begun = () => WANTED.some(([selector]) => any(selector));
  const there = () => WANTED.every(([selector, holds]) => any(selector, holds));
  const readable = () => WANTED.every(wanted => any(...wanted));
  const LIVE = {
    streamlit: () => !document.getElementById('first')
      && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
      && any('#root [data-testid=stVegaLiteChart] :is(svg, canvas)', ...WANTED[2].slice(1)),
    page: () => document.readyState === 'complete' && readable(),
  };
  const frame = () => new Promise(requestAnimationFrame);
  const painted = async holds => {
    do await frame(); while (!holds());
    await frame();
    return performance.now();
  };
  const firstPaint = new Promise(told => new PerformanceObserver(paints => {
    for (const {startTime} of paints.getEntriesByName('first-contentful-paint')) told(startTime);
  }).observe({type: 'paint', buffered: true}));
  const read = async () => {
    let whole = true;
    for (await frame(); !there(); await frame()) whole &&= !begun();
    const since = performance.now();
    await frame();
    if (!readable()) return painted(readable);
    const now = performance.now(), first = await firstPaint;
    return whole && first > since ? first : now;
  };
  const speaks = '[data-say]', whole = () => document.readyState === 'complete';
  const answers = () => {
    const mark = document.querySelector(speaks);
    const tap = () => mark?.dispatchEvent(new MouseEvent('click', {bubbles: true}));
    tap();
    const said = mark?.closest('.card').querySelector('.say')?.textContent;
    tap();
    return said === mark?.dataset.say && Boolean(said);
  };
  read().then(now => { seen.readable = now; });
  painted(() => answers() || whole() && !document.querySelector(speaks))
    .then(now => { if (answers()) seen.answers = now; });
  if (live) painted(LIVE[live]).then(now => { seen.live = now; });
})
"""


@contextmanager
def chromium(path: str, flags: list[str]) -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


def visit(browser: Browser, url: str, line: Line, live: str, again: bool = False) -> dict:
    """What `observed` says of a first visit, with nothing in the cache; or of one `again`."""
    visitor = browser.new_context(viewport=PHONE, locale="kk")
    try:
        if again:
            observed(visitor, url, UNHINDERED, live)
        return observed(visitor, url, line, live)
    finally:
        visitor.close()


def observed(visitor: BrowserContext, url: str, line: Line, live: str) -> dict[str, float]:
    """Seconds until readable and, if `live` says how it is known, until live.

    With the latter, megabytes and requests until the line is quiet.
    """
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(f"({WATCH})({json.dumps(live)})")
    wire = Wire(visitor.new_cdp_session(page), line)
    page.goto(url, wait_until="commit")
    _await(page, f"window.seenAt?.{'live' if live else 'readable'}")
    while live and wire.settle():
        page.wait_for_timeout(QUIET)
    found = {name: at / 1000 for name, at in page.evaluate("window.seenAt").items()}
    page.close()
    return found | ({"megabytes": wire.bytes / 1e6, "requests": wire.requests} if live else {})


def _await(page: Page, state: str) -> None:
    """Wait until a page says so; asked from outside, for our pages let no text be evaluated."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(state):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{page.url}: {state} was never true")
        page.wait_for_timeout(ASKED)


class Wire:
    """What goes over the line of one page, slowed as the line is."""

    def __init__(self, session, line: Line):
        self.bytes = self.requests = self._settled = 0
        self._under_way: set[str] = set()
        self._pack = None  # of the websocket, if its two ends agreed to
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", lambda e: self._under_way.discard(e["requestId"]))
        session.on("Network.webSocketHandshakeResponseReceived", self._agreed)
        session.on("Network.webSocketFrameReceived", self._framed)
        session.send("Network.enable")
        speed = line.bits / 8
        conditions = {"downloadThroughput": speed, "uploadThroughput": speed}
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": line.latency, **conditions},
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def settle(self) -> bool:
        """Whether anything was asked for since the last call, or is still under way."""
        before, self._settled = self._settled, self.requests
        return bool(self._under_way) or self.requests != before

    def _sent(self, event: dict) -> None:
        if event["request"]["url"].startswith("http"):
            self.requests += 1
            self._under_way.add(event["requestId"])

    def _finished(self, event: dict) -> None:
        self._under_way.discard(event["requestId"])
        self.bytes += event["encodedDataLength"]

    def _agreed(self, event: dict) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        if "permessage-deflate" in headers.get("sec-websocket-extensions", ""):
            self._pack = zlib.compressobj(wbits=-zlib.MAX_WBITS)

    def _framed(self, event: dict) -> None:
        frame = event["response"]
        data = frame["payloadData"]
        body = base64.b64decode(data) if frame["opcode"] == 2 else data.encode()
        # Chromium tells what a frame says, not what it weighed; packed again, it weighs the same.
        if self._pack:
            body = self._pack.compress(body) + self._pack.flush(zlib.Z_SYNC_FLUSH)
        self.bytes += len(body)
