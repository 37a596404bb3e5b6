"""Where the objects are on S3 and what speaks like it: the operator's URL, and presigned links."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

from lingtu.errors import SetupError

LONGEST_LIFE = timedelta(days=7)  # of a presigned link, by the protocol
_MOMENT = "%Y%m%dT%H%M%SZ"
_OPTIONS = ("endpoint", "public_endpoint", "region", "style")
_FORM = "LINGTU_STORAGE_URL must look like s3://bucket/prefix?endpoint=https://…&region=…&style=path|virtual"


@dataclass(frozen=True, kw_only=True)
class S3Place:
    """A bucket, and where in it the objects are."""

    bucket: str
    #: Without slashes at its ends; may be empty.
    prefix: str
    region: str
    #: `https://host[:port]` as this machine reaches it, and as callers do.
    endpoint: str
    public_endpoint: str
    #: Whether the bucket is part of the host's name rather than of the path.
    virtual: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises `SetupError` for anything but `s3://bucket/prefix?endpoint=…&public_endpoint=…&region=…&style=…`."""
        parts = urlsplit(url)
        given = parse_qsl(parts.query, keep_blank_values=True)
        options = dict(given)
        if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or parts.fragment:
            raise SetupError(_FORM)
        if len(options) < len(given) or not set(options) <= set(_OPTIONS):
            raise SetupError(f"{_FORM}; what may follow the ? is {', '.join(_OPTIONS)}, each once")
        if options.get("style", "path") not in ("path", "virtual"):
            raise SetupError(f"{_FORM}; style is path or virtual")
        region = options.get("region", "us-east-1")
        endpoint = _endpoint(options.get("endpoint", f"https://s3.{region}.amazonaws.com"))
        return cls(
            bucket=parts.netloc,
            prefix=parts.path.strip("/"),
            region=region,
            endpoint=endpoint,
            public_endpoint=_endpoint(options.get("public_endpoint", endpoint)),
            virtual=options.get("style") == "virtual",
        )

    @property
    def client_endpoint(self) -> str:
        """What obstore takes: with the bucket, if that is part of the host's name."""
        return self._host(self.endpoint) if self.virtual else self.endpoint

    @property
    def public_url(self) -> str:
        """The address of the objects for callers; a slash and the key follow."""
        base = self._host(self.public_endpoint) if self.virtual else f"{self.public_endpoint}/{self.bucket}"
        return f"{base}/{quote(self.prefix)}".rstrip("/")

    def _host(self, endpoint: str) -> str:
        scheme, _, host = endpoint.partition("://")
        return f"{scheme}://{self.bucket}.{host}"


def _endpoint(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.path.strip("/"):
        raise SetupError(f"{_FORM}; an endpoint is http:// or https://, a host and perhaps a port, not {url!r}")
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, kw_only=True)
class S3Keys:
    """Credentials of a store."""

    key_id: str
    secret: str = field(repr=False)
    #: Of temporary ones, which die some day, and the links that were signed with them at the same moment.
    token: str | None = field(default=None, repr=False)


class Presigner:
    """Makes and recognises links to objects that the store itself checks, by AWS Signature Version 4.

    Source: "Authenticating Requests: Using Query Parameters", Amazon S3 API Reference. By hand, because the same moment
    and life must give the same link again: so a link of ours is known without asking the store.
    """

    def __init__(self, place: S3Place, keys: S3Keys) -> None:
        self._base = place.public_url
        self._host = urlsplit(self._base).netloc
        self._region = place.region
        self._keys = keys

    def url(self, key: str, since: datetime, until: datetime) -> str | None:
        """A link to an object that works between the moments; None if the protocol has none for so long a life."""
        life = until - since
        if not timedelta(seconds=1) <= life <= LONGEST_LIFE:
            return None
        return self._sign(key, since.astimezone(UTC).strftime(_MOMENT), int(life.total_seconds()))

    def read(self, url: str, now_s: float) -> str | None:
        """The object key that a link of ours means, if it is whole and its time is not over."""
        path, _, asked = url.partition("?")
        if not path.startswith(self._base + "/"):
            return None
        query = parse_qs(asked)
        moment, life = query.get("X-Amz-Date", [""])[0], query.get("X-Amz-Expires", [""])[0]
        try:
            began = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC).timestamp()
            expected = self._sign(path[len(self._base) + 1 :], moment, int(life))
        except ValueError:
            return None
        whole = hmac.compare_digest(expected.encode(), url.encode(errors="replace"))
        return path[len(self._base) + 1 :] if whole and now_s < began + int(life) else None

    def _sign(self, key: str, moment: str, life_s: int) -> str:
        scope = f"{moment[:8]}/{self._region}/s3/aws4_request"
        query = urlencode(
            {
                "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
                "X-Amz-Credential": f"{self._keys.key_id}/{scope}",
                "X-Amz-Date": moment,
                "X-Amz-Expires": life_s,
                "X-Amz-SignedHeaders": "host",
            },
            quote_via=quote,
            safe="",
        )
        url = f"{self._base}/{key}"
        canonical = f"GET\n{urlsplit(url).path}\n{query}\nhost:{self._host}\n\nhost\nUNSIGNED-PAYLOAD"
        to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key_of_scope = f"AWS4{self._keys.secret}".encode()
        for part in scope.split("/"):
            key_of_scope = hmac.digest(key_of_scope, part.encode(), "sha256")
        return f"{url}?{query}&X-Amz-Signature={hmac.digest(key_of_scope, to_sign.encode(), 'sha256').hex()}"
