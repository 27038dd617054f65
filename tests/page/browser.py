"""A page goes into a headless Chromium; what it says, shows and complains of comes out.

Spoken to by pipes in the protocol of its developer tools, so that nothing need be installed for it
besides the browser itself.
"""

import json
import os
import shutil
import subprocess
import tempfile
from base64 import b64decode
from pathlib import Path

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --hide-scrollbars "
    "--force-device-scale-factor=1 --remote-debugging-pipe"
).split()
CODES = {"ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35, "Tab": 9, " ": 32, "Enter": 13}
TEXTS = {" ": " ", "Enter": "\r"}


class Browser:
    """One browser with one page; use it as a context."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        read, their_write = os.pipe()
        their_read, write = os.pipe()
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={self.folder.name}", "about:blank"]
        joined = 'exec "$@" 3<&' + f"{their_read} 4>&{their_write}"
        self.process = subprocess.Popen(
            ["bash", "-c", joined, "browser", *command],
            pass_fds=(their_read, their_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(their_read)
        os.close(their_write)
        self.read, self.write = os.fdopen(read, "rb"), os.fdopen(write, "wb", buffering=0)
        self.number, self.session, self.said, self.asked = 0, None, [], []
        self.pending = b""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        self.session = None
        try:
            self.ask("Browser.close")
        finally:
            self.process.wait(20)
            self.read.close()
            self.write.close()
            self.folder.cleanup()

    def ask(self, method, **params):
        """The answer to one request; what else is said meanwhile is kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.write.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.heard()
            if answer.get("id") == self.number:
                assert "error" not in answer, (method, answer)
                return answer["result"]

    def heard(self):
        """The next message."""
        while b"\0" not in self.pending:
            more = os.read(self.read.fileno(), 1 << 20)
            assert more, "the browser has ended"
            self.pending += more
        first, self.pending = self.pending.split(b"\0", 1)
        message = json.loads(first)
        event = message.get("method", "")
        if event in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            self.said.append(message["params"])
        if event == "Network.requestWillBeSent":
            self.asked.append(message["params"]["request"]["url"])
        if event == "Page.loadEventFired":
            self.loaded = True
        return message

    def open(self, path, width=1000, height=1200, **features):
        """Open a file in a window of a size; `features`: prefers_color_scheme="dark" and such."""
        self.said, self.asked, self.loaded = [], [], False
        pairs = [
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()
        ]
        self.ask("Emulation.setEmulatedMedia", features=pairs)
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.ask("Page.navigate", url=Path(path).resolve().as_uri())
        while not self.loaded:
            self.heard()
        return self

    def run(self, code):
        """The value of an expression of the page's language; a promise is waited for."""
        found = self.ask("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def until(self, condition):
        """Wait until a condition holds; a long wait fails."""
        self.run(
            "new Promise((done, fail) => { const late = setTimeout(() => fail('too late'), 20000);"
            f"const look = () => {{ if ({condition}) {{ clearTimeout(late); done(); }}"
            "else setTimeout(look, 15); }; look(); })"
        )

    def press(self, key, times=1):
        """A key goes down and up."""
        for _ in range(times):
            for kind in ("keyDown", "keyUp"):
                code = CODES[key]
                text = {"text": TEXTS[key]} if key in TEXTS and kind == "keyDown" else {}
                self.ask(
                    "Input.dispatchKeyEvent",
                    type=kind,
                    key=key,
                    code={" ": "Space"}.get(key, key),
                    windowsVirtualKeyCode=code,
                    **text,
                )

    def picture(self, path):
        """The whole page as PNG."""
        found = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        Path(path).write_bytes(b64decode(found["data"]))
