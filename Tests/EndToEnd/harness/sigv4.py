"""AWS Signature Version 4, checked over a request's bytes as they arrived.

Source: "Create a signed AWS API request", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
(for S3 the path is signed as it stands). moto checks signatures too, but not those of paths with escapes.
"""

import hashlib
import hmac
import re


def is_signed_by(arrived, secret):
    found = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=[^/]+/(.+), SignedHeaders=(.+), Signature=([0-9a-f]{64})", arrived.header("Authorization"))
    scope, names, signature = found.groups()
    path, _, query = arrived.target.partition("?")
    fields = "".join(f"{name}:{' '.join(arrived.header(name).split())}\n" for name in names.split(";"))
    request = [arrived.method, path, "&".join(sorted(query.split("&"))), fields, names, arrived.header("X-Amz-Content-SHA256")]
    digest = hashlib.sha256("\n".join(request).encode()).hexdigest()
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = f"AWS4-HMAC-SHA256\n{arrived.header('X-Amz-Date')}\n{scope}\n{digest}"
    return hmac.compare_digest(hmac.digest(key, text.encode(), "sha256").hex(), signature)
