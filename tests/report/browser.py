# SPDX-License-Identifier: GPL-2.0-or-later
"""Chromium without a window, driven over a pipe by its DevTools protocol; nothing but the standard
library.  The network is off; requests, exceptions and console messages are collected."""
import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

PROGRAM = shutil.which("chromium")


class Browser:
    """One page.  @requests, @problems and @messages are what was seen so far."""

    def __init__(self):
        self.requests, self.problems, self.messages = [], [], []
        self.number, self.buffer = 0, b""
        self.profile = tempfile.TemporaryDirectory()
        to_child, self.out = os.pipe()
        self.into, from_child = os.pipe()

        def wire():
            # 3 and 4 by contract; copies first, as one may be in the way of the other
            a, b = os.dup(to_child), os.dup(from_child)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--proxy-server=127.0.0.1:9", "--remote-debugging-pipe", "--mute-audio",
             "--user-data-dir=" + self.profile.name, "about:blank"],
            preexec_fn=wire, close_fds=False, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_child)
        os.close(from_child)
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def close(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        os.close(self.out)
        os.close(self.into)
        # its helpers may still be leaving
        for _ in range(20):
            try:
                self.profile.cleanup()
                return
            except OSError:
                time.sleep(0.1)

    def _message(self, timeout):
        end = time.time() + timeout
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.into], [], [], max(0, end - time.time()))
            if not ready:
                return None
            data = os.read(self.into, 1 << 20)
            if not data:
                raise RuntimeError("the browser is gone")
            self.buffer += data
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def _event(self, m):
        method, p = m.get("method"), m.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(p["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(p["exceptionDetails"].get("exception", {}).get("description", "exception"))
        elif method == "Runtime.consoleAPICalled":
            self.messages.append(p["type"])
        elif method == "Log.entryAdded":
            self.problems.append(p["entry"]["text"])

    def call(self, method, **params):
        self.number += 1
        m = {"id": self.number, "method": method, "params": params}
        if self.session:
            m["sessionId"] = self.session
        os.write(self.out, json.dumps(m).encode() + b"\0")
        while True:
            got = self._message(60)
            if got is None:
                raise RuntimeError(method + ": no answer")
            if got.get("id") == self.number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']['message']}")
                return got["result"]
            self._event(got)

    def js(self, text):
        """The value of an expression; a promise is waited for."""
        r = self.call("Runtime.evaluate", expression=text, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in r:
            raise RuntimeError(r["exceptionDetails"].get("exception", {}).get("description", text))
        return r["result"].get("value")

    def settle(self):
        self.js("new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))")

    def open(self, url):
        self.call("Page.navigate", url=url)
        end = time.time() + 60
        while self.js("document.readyState") != "complete" and time.time() < end:
            time.sleep(0.02)
        self.settle()

    def go(self, hash_):
        self.js(f"location.hash = {json.dumps(hash_)}; 1")
        self.settle()

    def key(self, key):
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else None)
        extra = {"text": text} if text else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **extra)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)
        self.settle()

    def size(self, width, height, mobile=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        self.settle()

    def media(self, kind="", scheme="light"):
        self.call("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))
