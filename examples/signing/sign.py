"""Sends a signed request: python3 sign.py METHOD PATH [BODY]

Wants PERDURE_URL, PERDURE_API_KEY and PERDURE_SIGNING_SECRET, and Python 3.8 or newer.
"""

import hashlib
import hmac
import os
import secrets
import sys
import time
import urllib.error
import urllib.request


def signature(secret: str, method: str, target: str, body: bytes) -> str:
    """The Perdure-Signature header. target: path and query, escaped as they are sent."""
    t = str(int(time.time()))
    n = secrets.token_hex(16)
    digest = hashlib.sha256(body).hexdigest()
    canonical = "\n".join([method, target, digest, t, n]).encode()
    v1 = hmac.new(secret.encode(), canonical, hashlib.sha256).hexdigest()
    return f"t={t},n={n},v1={v1}"


def main() -> int:
    method, target = sys.argv[1], sys.argv[2]
    body = sys.argv[3].encode() if len(sys.argv) > 3 else b""
    headers = {
        "Authorization": "Bearer " + os.environ["PERDURE_API_KEY"],
        "Perdure-Signature": signature(os.environ["PERDURE_SIGNING_SECRET"], method, target, body),
    }
    if body:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(
        os.environ["PERDURE_URL"] + target, data=body or None, headers=headers, method=method
    )
    try:
        with urllib.request.urlopen(request) as answer:
            print(answer.read().decode())
            return 0
    except urllib.error.HTTPError as refused:
        print(refused.read().decode())
        return 1


if __name__ == "__main__":
    sys.exit(main())
