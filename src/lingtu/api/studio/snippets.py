"""A job's submission as programs that sign by themselves: what an integrator copies. Secrets are never part of them."""

from __future__ import annotations

import json
import pprint
from string import Template
from typing import Any

from lingtu.jobs.job import Job
from lingtu.operations import OPERATIONS
from lingtu.signing import SignVersion

SECRET = "LINGTU_SECRET"  # noqa: S105  name of the variable that the programs read
_PICTURE = "https://example.com/picture.png"  # in place of bytes that were sent in the body

_CURL = Template(r"""#!/usr/bin/env bash
# Needs curl and openssl. The secret of app $app: export $secret=…
set -euo pipefail
url='$url' app='$app'

call() {  # PATH BODY: a signed call
  local timestamp salt $locals
  timestamp=$$(date +%s) salt=$$(openssl rand -hex 16)
$sign
  curl -sS "$$url$$1" -H "appId: $$app" -H "timestamp: $$timestamp" -H "salt: $$salt" -H "sign: $$sign" \
    ${header}-H 'Content-Type: application/json' --data-binary "$$2"
}

# A requestId makes a submission safe to repeat: the same one always answers the same job.
body=$$(cat <<'JSON'
$body
JSON
)
job=$$(call '$path' "$${body/REQUEST_ID/$$(openssl rand -hex 16)}")
echo "job: $$job"
call /aigc/job/result "{\"jobId\": $$job}"
""")
_CURL_SIGN: dict[SignVersion, str] = {
    "1": """\
  sign=$(printf '%s' "$app$1$salt$timestamp$LINGTU_SECRET" | openssl dgst -sha256 -r | cut -d' ' -f1)""",
    "2": """\
  hash=$(printf '%s' "$2" | openssl dgst -sha256 -r | cut -d' ' -f1)
  sign=$(printf 'LT2-HMAC-SHA256\\nPOST\\n%s\\n\\n%s\\n%s\\n%s\\n%s' "$1" "$app" "$salt" "$timestamp" "$hash" |
    openssl dgst -sha256 -hmac "$LINGTU_SECRET" -r | cut -d' ' -f1)""",
}

_PYTHON = Template('''\
"""Needs Python alone. The secret of app $app: export $secret=…"""
import hashlib
import hmac
import json
import os
import secrets
import time
import urllib.request

URL, APP, SECRET = "$url", "$app", os.environ["$secret"]


def call(path, body):
    """A signed call."""
    data = json.dumps(body).encode()
    salt, timestamp = secrets.token_hex(16), str(int(time.time()))
$sign
    headers = {"appId": APP, "timestamp": timestamp, "salt": salt, "sign": sign}
    headers |= {${header}"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(URL + path, data, headers)) as answer:
        return json.load(answer)


params = $body
# A requestId makes a submission safe to repeat: the same one always answers the same job.
job = call("$path", {"requestId": secrets.token_hex(16), **params})
while (view := call("/aigc/job/result", {"jobId": job}))["status"] in ("waiting", "executing"):
    time.sleep(1)
print(view["status"], view["message"] or "", *view["urls"], sep="\\n")
''')
_PYTHON_SIGN: dict[SignVersion, str] = {
    "1": '    sign = hashlib.sha256(f"{APP}{path}{salt}{timestamp}{SECRET}".encode()).hexdigest()',
    "2": """\
    lines = ("LT2-HMAC-SHA256", "POST", path, "", APP, salt, timestamp, hashlib.sha256(data).hexdigest())
    sign = hmac.new(SECRET.encode(), "\\n".join(lines).encode(), hashlib.sha256).hexdigest()""",
}

_JAVASCRIPT = Template("""\
// Needs Node 18 or newer; save as call.mjs. The secret of app $app: export $secret=…
// It belongs on a server: whoever has it can spend the app's generations.
import { createHash, createHmac, randomBytes } from "node:crypto";

const url = "$url", app = "$app", secret = process.env.$secret;

async function call(path, body) {
  const data = JSON.stringify(body);
  const salt = randomBytes(16).toString("hex"), timestamp = String(Math.floor(Date.now() / 1000));
$sign
  const headers = { appId: app, timestamp, salt, sign, ${header}"Content-Type": "application/json" };
  const answer = await fetch(url + path, { method: "POST", headers, body: data });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const params = $body;
// A requestId makes a submission safe to repeat: the same one always answers the same job.
const job = await call("$path", { requestId: randomBytes(16).toString("hex"), ...params });
let view;
do {
  await new Promise((done) => setTimeout(done, 1000));
  view = await call("/aigc/job/result", { jobId: job });
} while (["waiting", "executing"].includes(view.status));
console.log(view.status, view.message ?? "", ...view.urls);
""")
_JAVASCRIPT_SIGN: dict[SignVersion, str] = {
    "1": '  const sign = createHash("sha256").update(app + path + salt + timestamp + secret).digest("hex");',
    "2": """\
  const hash = createHash("sha256").update(data).digest("hex");
  const lines = ["LT2-HMAC-SHA256", "POST", path, "", app, salt, timestamp, hash];
  const sign = createHmac("sha256", secret).update(lines.join("\\n")).digest("hex");""",
}


def write_calls(job: Job, url: str, version: SignVersion) -> dict[str, str]:
    """`curl`, `python` and `javascript` that submit the same parameters by a requestId of their own."""
    params = {name: _sendable(value) for name, value in job.params.items() if name != "requestId"}
    common = {"url": url, "app": job.app_id, "path": OPERATIONS[job.operation].paths[0], "secret": SECRET}
    is_second = version == "2"
    return {
        "curl": _CURL.substitute(
            common,
            body=_json({"requestId": "REQUEST_ID", **params}),
            sign=_CURL_SIGN[version],
            header="-H 'signVersion: 2' " if is_second else "",
            locals="hash sign" if is_second else "sign",
        ),
        "python": _PYTHON.substitute(
            common,
            body=pprint.pformat(params, width=100, sort_dicts=False),
            sign=_PYTHON_SIGN[version],
            header='"signVersion": "2", ' if is_second else "",
        ),
        "javascript": _JAVASCRIPT.substitute(
            common,
            body=_json(params),
            sign=_JAVASCRIPT_SIGN[version],
            header='signVersion: "2", ' if is_second else "",
        ),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _sendable(value: Any) -> Any:
    """A parameter as a caller writes it: what was sent as bytes is a link to be filled in."""
    if isinstance(value, dict):
        return {name: _sendable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_sendable(item) for item in value]
    return _PICTURE if value == "data:" else value
