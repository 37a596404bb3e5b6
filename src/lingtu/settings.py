"""The operator's settings: one frozen object, read once from `LINGTU_*`, passed to whoever needs it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from lingtu.errors import SetupError
from lingtu.labels.aigc import PRODUCER
from lingtu.labels.corner import Position, check_text
from lingtu.labels.credentials import Algorithm

PREFIX = "LINGTU_"
#: Of callers (`lingtu submit`, the SDK): no settings of a server, which may be started beside them.
_OF_CALLERS = ("url", "app_key", "app_secret")
#: Names that every program for S3 knows, and the settings that they stand for, all three together.
_AWS_NAMES = {
    "AWS_ACCESS_KEY_ID": "storage_key_id",
    "AWS_SECRET_ACCESS_KEY": "storage_secret",
    "AWS_SESSION_TOKEN": "storage_token",
}


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _base_url(value: str) -> str:
    value = value.rstrip("/")
    if not value.startswith(("http://", "https://")) or "," in value or "?" in value or "#" in value:
        raise ValueError("must begin with http:// or https:// and have no comma, query or fragment")
    return value


def _data_home(value: Any) -> Path:
    return Path(value).expanduser().absolute()


LabelText = Annotated[str, AfterValidator(check_text)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_split)]
Folder = Annotated[Path, AfterValidator(_data_home)]
Servers = Annotated[tuple[Annotated[str, AfterValidator(_base_url)], ...], BeforeValidator(_split)]


class Generative(BaseModel):
    """The image-edit model of `LINGTU_ENGINE=generative`. Each field `x` is `LINGTU_GENERATIVE_X`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: `openai`: a server of POST /v1/images/edits; `diffusers`: a model in the engine process (extra `generative`).
    backend: Literal["openai", "diffusers"] = "openai"
    #: Base URLs of such servers, with or without /v1; several share the work.
    servers: Servers = ()
    #: Which of them they are: see engines/dialects.toml.
    dialect: Literal["vllm-omni", "sglang", "openai", "litellm"] = "vllm-omni"
    #: Sent as a bearer token.
    key: SecretStr | None = None
    #: The model's name on the server; for `diffusers` a hub id or a folder.
    model: str | None = Field(default=None, min_length=1, max_length=500)
    #: Of `diffusers`: where it computes, in which numbers, and what of it waits in the machine's memory for its turn.
    device: str = Field(default="auto", pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$")
    dtype: Literal["auto", "bfloat16", "float16", "float32"] = "auto"
    offload: Literal["none", "model", "sequential"] = "none"
    #: A folder with the weights of FASHN VTON 1.5, which then dresses people instead of the edit model.
    tryon_weights: Folder | None = None
    #: A face recogniser of your own (ONNX, of the ArcFace kind), and the least cosine to the chosen face that passes.
    recogniser: Folder | None = None
    identity: float = Field(default=0.35, ge=-1, le=1)
    #: Language of the prompts, and a file of your own instead of engines/prompts.toml.
    language: Literal["zh", "en"] = "en"
    prompts: Folder | None = None
    #: Of the model's sampler; its own defaults when absent.
    steps: int | None = Field(default=None, ge=1, le=200)
    guidance: float | None = Field(default=None, ge=0, le=50)
    true_cfg: float | None = Field(default=None, ge=0, le=50)
    #: Size that pictures are edited at, whatever their own.
    pixels: int = Field(default=1024 * 1024, ge=256 * 256, le=4096 * 4096)
    #: Longest wait for one edit, with its retries.
    timeout_s: float = Field(default=120.0, gt=0, le=86_400)
    #: Calls that one edit may take when servers fail, and edits with other seeds when a result fails its checks.
    calls: int = Field(default=3, ge=1, le=10)
    tries: int = Field(default=2, ge=1, le=10)
    #: What a variation becomes that the model could not make: the built-in engine's, with a note, or an error.
    fallback: Literal["classic", "fail"] = "classic"


class Settings(BaseModel):
    """What an operator can set. Each field `x` is the environment variable `LINGTU_X`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Everything the server keeps: the embedded database, pictures, keys.
    data_dir: Folder = Path("~/.local/share/lingtu").expanduser()
    #: Model weights, shared by all data folders of a user.
    weights_dir: Folder = Path("~/.cache/lingtu/weights").expanduser()
    #: Backgrounds of your own; `gallery` in `data_dir` when absent. The same on every machine.
    gallery_dir: Folder | None = None
    #: Any PostgreSQL from 14 on; without it the embedded one in `data_dir` is used.
    database_url: SecretStr | None = None
    #: `s3://bucket/prefix?endpoint=…&public_endpoint=…&region=…&style=path|virtual`; a folder when absent.
    storage_url: str | None = None
    #: Keys of that store; AWS_ACCESS_KEY_ID and so on when absent, and without those a machine's role.
    storage_key_id: str | None = None
    storage_secret: SecretStr | None = None
    #: Of temporary keys. They die before a result does, so its links then lead through this server.
    storage_token: SecretStr | None = None
    #: Connections that one process keeps to the database.
    database_pool: int = Field(default=8, ge=2, le=200)
    #: Base of every link that the server gives out.
    public_url: Annotated[str, AfterValidator(_base_url)] = "http://127.0.0.1:8000"
    #: Networks beyond the public internet that pictures may be fetched from.
    fetch_allow: Networks = ()
    #: Proxies whose forwarded headers count.
    trusted_proxies: Networks = ()
    #: Key of secrets at rest, links and sessions: 32 bytes in hex. Made in `data_dir` when absent. While it is changed,
    #: several with commas between them: the first one seals and signs, all of them open and are believed.
    master_key: SecretStr | None = None
    #: How the status of a cancelled job is spelt on the wire.
    canceled_spelling: str = Field(default="Canceled", pattern=r"^[A-Za-z]{1,32}$")
    #: `classic`, `generative`, or `module:Class` of an engine of your own.
    engine: str = Field(default="classic", pattern=r"^[A-Za-z_][\w.]*(:[A-Za-z_]\w*)?$")
    #: Operations whose jobs a worker runs; all of them when empty.
    operations: Annotated[tuple[str, ...], BeforeValidator(_split)] = ()
    #: Jobs that one worker runs at the same time, each in an engine process of its own.
    concurrency: int = Field(default=1, ge=1, le=64)
    #: Unfinished jobs of all apps together, above which submissions are answered by 503.
    queue_limit: int = Field(default=100_000, ge=1)
    #: Connections that one API process takes at the same time.
    max_connections: int = Field(default=1000, ge=1)
    #: Longest run of one job in the engine.
    job_timeout_s: float = Field(default=300.0, gt=0, le=86_400)
    #: How long results and inputs are kept after a job's end.
    result_hours: float = Field(default=12.0, gt=0, le=8760)
    #: How long the database keeps a job after its end; its requestId is answered the same way for ever.
    keep_days: int = Field(default=90, ge=1, le=36500)
    #: Whether results carry AI-content labels in their metadata (GB 45438-2025 and IPTC); see docs/labels.md.
    labels: bool = True
    #: Who provides the service, as the label names it: your company's name, or its code by TC260-PG-20259A.
    label_producer: str = Field(default=PRODUCER, min_length=1, max_length=200)
    #: A corner for a visible label, or `off`; and its text.
    label_corner: Position | Literal["off"] = "off"
    label_text: LabelText = "AI生成"
    #: Content Credentials (C2PA): PEM files of the certificate chain and its key, and how they sign. Extra `c2pa`.
    c2pa_certificate: Folder | None = None
    c2pa_key: Folder | None = None
    c2pa_algorithm: Algorithm = "es256"
    #: A timestamp authority (RFC 3161); it is called for every result.
    c2pa_timestamp_url: Annotated[str, AfterValidator(_base_url)] | None = None
    #: Whether `lingtu serve` has the studio, the web page for designers and operators.
    studio: bool = True
    #: How long somebody who signed in to the studio stays so.
    session_hours: float = Field(default=168.0, gt=0, le=8760)
    #: How long small pictures of results are kept for the studio's history after a job's end, `keep_days` at most;
    #: 0: none are made.
    thumbnail_days: int = Field(default=30, ge=0, le=36500)
    #: Where a process tells the operator of itself: `/metrics`, `/healthz`, `/readyz`. Without a port, nowhere; the
    #: worker that `lingtu serve` starts takes the next one. With the studio, `serve` has one anyway, with the pages
    #: for operators: 8001 beside 8000, or else a free one.
    admin_host: str = "127.0.0.1"
    admin_port: int | None = Field(default=None, ge=1, le=65534)
    #: Pictures that are checked for explicit content, by any engine, and the chance of it from which one is refused.
    content_check: Literal["off", "inputs", "results", "both"] = "off"
    content_limit: float = Field(default=0.8, gt=0, le=1)
    #: A collector of OpenTelemetry traces that speaks OTLP over HTTP, as http://localhost:4318; needs the `otel` extra.
    otlp_endpoint: Annotated[str, AfterValidator(_base_url)] | None = None
    #: The model that `LINGTU_ENGINE=generative` edits pictures with.
    generative: Generative = Generative()
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"

    @property
    def own_gallery(self) -> Path:
        return self.gallery_dir or self.data_dir / "gallery"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; a name or value that is not understood is an error, never skipped."""
        given = {name[len(PREFIX) :].lower(): value for name, value in environ.items() if name.startswith(PREFIX)}
        given = {field: value for field, value in given.items() if field not in _OF_CALLERS}
        for field in given:
            if field not in _known():
                raise SetupError(_unknown(field, list(_known())))
        if not given.keys() & set(_AWS_NAMES.values()):
            given |= {field: environ[name] for name, field in _AWS_NAMES.items() if environ.get(name)}
        try:
            return cls.model_validate(_grouped(given))
        except ValidationError as error:
            first = error.errors()[0]
            raise SetupError(f"{_name_of(first['loc'])}: {first['msg']} (it is set to {first['input']!r})") from None


#: Settings that are objects: their fields' names follow the group's.
_GROUPS: dict[str, type[BaseModel]] = {"generative": Generative}


def _name_of(place: tuple[str | int, ...]) -> str:
    """The variable at the place of pydantic's error."""
    return PREFIX + "_".join(str(part) for part in place[: 2 if place[0] in _GROUPS else 1]).upper()


def _known() -> set[str]:
    """Names of all settings, in lower case and without the prefix."""
    plain = set(Settings.model_fields) - set(_GROUPS)
    return plain | {f"{group}_{field}" for group, model in _GROUPS.items() for field in model.model_fields}


def _grouped(given: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in given.items():
        group, _, field = name.partition("_")
        if group in _GROUPS:
            values.setdefault(group, {})[field] = value
        else:
            values[name] = value
    return values


def _unknown(field: str, known: list[str]) -> str:
    near = difflib.get_close_matches(field, known, n=1)
    hint = f"; did you mean {PREFIX}{near[0].upper()}?" if near else "."
    names = ", ".join(PREFIX + name.upper() for name in sorted(known))
    return f"{PREFIX}{field.upper()} is not a setting{hint} Settings are: {names}"
