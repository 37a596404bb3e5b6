"""Signed calls of the lingtu API in one file, without packages. Copy it; Python 3.6 or newer.

LINGTU_URL=http://127.0.0.1:8000 LINGTU_APP_KEY=A LINGTU_APP_SECRET=S python lingtu_min.py mug.jpg mug.png
"""

import hashlib
import hmac
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request

TRIES = 5


class LingtuError(Exception):
    """The server's refusal: `code` is the contract's, the text its message."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


def sign_v1(app_id, secret, path, salt, timestamp):
    """`path` as it is sent, without the query."""
    return hashlib.sha256(f"{app_id}{path}{salt}{timestamp}{secret}".encode()).hexdigest()


def sign_v2(app_id, secret, path, salt, timestamp, method="POST", query="", body=b""):
    """Protects the body too; sent with the header signVersion: 2."""
    lines = ["LT2-HMAC-SHA256", method, path, query, app_id, salt, timestamp, hashlib.sha256(body).hexdigest()]
    return hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()


class Lingtu:
    def __init__(self, url, app_id, secret, version="1"):
        """version "2" protects the body too: for servers without TLS."""
        self.url, self.app_id, self.secret, self.version = url.rstrip("/"), app_id, secret, version

    def sign(self, path, data):
        """The headers of one call; a salt counts once."""
        salt, timestamp = secrets.token_hex(16), str(int(time.time()))
        keys = self.app_id, self.secret, path, salt, timestamp
        if self.version == "2":
            sign = sign_v2(*keys, method="GET" if data is None else "POST", body=data or b"")
        else:
            sign = sign_v1(*keys)
        headers = {"appId": self.app_id, "timestamp": timestamp, "salt": salt, "sign": sign}
        return {**headers, "signVersion": self.version, "Content-Type": "application/json"}

    def call(self, path, body=None):
        """A signed call: GET without a body, else POST of bytes or a JSON value. The answer's JSON value.

        Network errors, 429 and 5xx are tried again: the same body, so the same requestId, but signed anew.
        """
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        for tried in range(1, TRIES + 1):
            request = urllib.request.Request(self.url + path, data, self.sign(path, data))
            pause = 0.25 * 2**tried
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                refusal = _refusal(error)
                if tried == TRIES or error.code == 501 or (error.code < 500 and error.code != 429):
                    raise refusal from None
                pause = float(error.headers.get("Retry-After") or pause)
            except OSError:
                if tried == TRIES:
                    raise
            time.sleep(pause)

    def submit(self, path, **fields):
        """Start a job: its jobId. The same requestId gives the same job, charged once."""
        return self.call(path, {"requestId": secrets.token_hex(16), **fields})

    def wait(self, job_id, timeout=600):
        """The job at its successful end."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            job = self.call("/aigc/job/result", {"jobId": job_id})
            if job["status"] == "succeed":
                return job
            if job["status"] not in ("waiting", "executing"):
                raise LingtuError(job["code"], job["message"] or job["status"])
            time.sleep(1)
        raise TimeoutError(f"job {job_id} has not ended after {timeout} s")


def _refusal(error):
    try:
        body = json.load(error)
        return LingtuError(body["code"], body["message"])
    except (ValueError, KeyError, TypeError):  # a proxy's page
        return LingtuError(error.code, error.reason)


def main(picture, output):
    lingtu = Lingtu(os.environ["LINGTU_URL"], os.environ["LINGTU_APP_KEY"], os.environ["LINGTU_APP_SECRET"])
    with open(picture, "rb") as file:
        link = lingtu.call("/aigc/upload", file.read())["url"]
    job = lingtu.wait(lingtu.submit("/aigc/matting", image=link))
    with urllib.request.urlopen(job["urls"][0]) as answer, open(output, "wb") as file:
        file.write(answer.read())
    print(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
