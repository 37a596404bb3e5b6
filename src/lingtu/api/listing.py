"""The body of job/list."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lingtu.api.views import spell
from lingtu.errors import BadRequestError
from lingtu.jobs.job import JobStatus
from lingtu.jobs.pages import JobFilter
from lingtu.operations import OPERATIONS
from lingtu.operations.fields import Body, JobId, Moment, PageSize, Word
from lingtu.operations.texts import word_of


class ListParams(Body):
    """Which jobs, and how many of them at once. Without a filter: all of the app's."""

    #: As job/result spells it, in any case.
    status: Word | None = None
    operation: Annotated[str, word_of(*OPERATIONS), BadRequestError] | None = None
    created_after: Annotated[Moment | None, Field(description="The first moment of the range.")] = None
    created_before: Annotated[Moment | None, Field(description="The first moment after the range.")] = None
    limit: PageSize = 20
    cursor: Annotated[JobId | None, Field(description="The nextCursor of the page before.")] = None

    def filter(self, canceled_spelling: str) -> JobFilter:
        """Raises `BadRequestError` if there is no such status."""
        return JobFilter(
            statuses=list(JobStatus) if self.status is None else [_status_of(self.status, canceled_spelling)],
            operations=OPERATIONS if self.operation is None else [self.operation],
            since=self.created_after,
            before=self.created_before,
        )


def _status_of(word: str, canceled_spelling: str) -> JobStatus:
    known = {status.value: status for status in JobStatus}
    known = {canceled_spelling.lower(): JobStatus.CANCELED} | known
    found = known.get(word.lower())
    if found is None:
        listed = ", ".join(spell(status, canceled_spelling) for status in JobStatus)
        raise BadRequestError(f"status 可选值为 {listed}", f"status must be one of {listed}")
    return found
