"""The headers that every answer bears, so that a browser does no more with it than is meant."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.http.middleware.csp import FILE

NEEDED_BY_NO_PAGE = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
# An answer that says one of these itself is left its own word.
USUAL = {
    "x-content-type-options": "nosniff",
    # Another site learns neither which page a reader comes from nor what was chosen there.
    "referrer-policy": "same-origin",
    "permissions-policy": ", ".join(f"{what}=()" for what in NEEDED_BY_NO_PAGE),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# Parts of a page are no pages; a first visit fetches ninety of them, and all would weigh 40 KB.
PARTS = ("text/javascript", "text/css", "font/")
OF_PARTS = {"x-content-type-options": "nosniff"}
POLICY = "content-security-policy"


class SafeHeaders:
    """Adds the usual headers to every answer, and the strictest policy to one that names none."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                part = headers.get("content-type", "").startswith(PARTS)
                for name, value in (OF_PARTS if part else USUAL).items():
                    headers.setdefault(name, value)
                # What a browser holds already keeps its policy, unless a 304 names another.
                if not part and message["status"] != 304:
                    headers.setdefault(POLICY, FILE)
            await send(message)

        await self.app(scope, receive, send_safely)
