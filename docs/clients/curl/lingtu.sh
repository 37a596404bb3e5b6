#!/usr/bin/env bash
# Signed calls of the lingtu API with curl and sha256sum (macOS: shasum -a 256).
# LINGTU_URL=http://127.0.0.1:8000 LINGTU_APP_KEY=A LINGTU_APP_SECRET=S ./lingtu.sh mug.jpg mug.png
set -euo pipefail

# post PATH [curl's data options]: a signed call. No salt may be used twice: to try again is to sign again.
post() {
  local path=$1 salt timestamp sign answer
  shift
  salt=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  timestamp=$(date +%s)
  sign=$(printf %s "$LINGTU_APP_KEY$path$salt$timestamp$LINGTU_APP_SECRET" | sha256sum | cut -d' ' -f1)
  answer=$(curl --silent --show-error --fail-with-body "${LINGTU_URL%/}$path" \
    -H "appId: $LINGTU_APP_KEY" -H "salt: $salt" -H "timestamp: $timestamp" -H "sign: $sign" \
    -H 'Content-Type: application/json' "$@") || { echo "$answer" >&2; return 1; }
  printf %s "$answer"
}

# text NAME: a text field of the JSON on standard input; `jq -r .NAME` where there is jq.
text() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }

link=$(post /aigc/upload --data-binary "@$1" | text url)
# Sent again with the same requestId after a network error, this gives the same job, charged once.
job=$(post /aigc/matting --data "{\"requestId\":\"order-$(date +%s)-$$\",\"image\":\"$link\"}" | tr -d '"')
while true; do
  view=$(post /aigc/job/result --data "{\"jobId\":\"$job\"}")
  case $(text status <<<"$view") in
    succeed) break ;;
    waiting | executing) sleep 1 ;;
    *) echo "$view" >&2; exit 1 ;;
  esac
done
curl --silent --show-error --fail --output "$2" "$(text url <<<"$view" | cut -d, -f1)"
echo "$2"
