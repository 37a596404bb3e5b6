"""What the server answers, by the wire's names. A test compares them with the types that the server writes."""

from __future__ import annotations

from typing import Literal, TypedDict

Status = Literal["waiting", "executing", "succeed", "failed", "Canceled"]


class FailureView(TypedDict):
    """A variation that failed while others succeeded."""

    index: int
    code: int
    message: str


class JobView(TypedDict):
    """A job as it is now."""

    #: `Status`, unless the operator spells "Canceled" in another way.
    status: str
    #: Why it failed, or a note.
    message: str | None
    #: The links of `urls`, joined by commas; they work until `expiresAt`.
    url: str | None
    text: None
    format: str | None
    jobId: str
    requestId: str
    operation: str
    seed: int
    urls: list[str]
    formats: list[str]
    failures: list[FailureView]
    #: 0 to 1.
    progress: float
    #: How many jobs are before it, an estimate; None unless it waits.
    queuePosition: int | None
    createdAt: str
    startedAt: str | None
    finishedAt: str | None
    expiresAt: str | None
    #: Of a failed job.
    code: int | None


class LimitsView(TypedDict):
    """None: as many as the app likes."""

    uploadBytes: int
    callsPerMinute: int | None
    unfinishedJobs: int | None


class TodayView(TypedDict):
    """Since midnight, UTC."""

    jobs: int
    units: int


class AccountView(TypedDict):
    """What an app has left and has used."""

    appId: str
    #: Generations left.
    remaining: int
    unfinishedJobs: int
    limits: LimitsView
    today: TodayView
    uploadBytes: int


class BackgroundView(TypedDict):
    """A background of the gallery."""

    id: str
    category: str
    #: Link of the picture.
    image: str


class FaceView(TypedDict):
    """A face of the gallery."""

    id: str
    gender: str
    skin: str
    age: str
    #: Link of the picture.
    preview: str
