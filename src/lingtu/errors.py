"""Every failure that a caller, an operator or a worker is told of.

    LingtuError                    code   http
    ├── SignatureError              401    401   the same text for every cause
    ├── SignInError                 401    401   the studio's: no session, or a link that is used up
    ├── ForbiddenError              403    403   the studio's: a session that may not do this
    ├── QuotaError               800000    402
    ├── TextError                800001    400
    ├── PictureError             800002    400
    │   └── ContentError         800002    400   the operator's content check, or the model's, refuses it
    ├── ChoiceError              800003    400
    ├── ProportionError          800004    400
    ├── BadRequestError             400    400   any other malformed body
    ├── NotFoundError               404    404
    ├── MethodNotAllowedError       405    405
    ├── TooLargeError               413    413
    ├── RateLimitedError            429    429   Retry-After
    ├── InternalError               500    500   our fault
    │   ├── EngineCrashedError      500    500   retryable: the engine process died
    │   ├── EngineTimeoutError      500    500   retryable: the engine process was stopped at its limit
    │   ├── ModelAwayError          500    500   retryable: no server of the image-edit model answers
    │   └── ModelFailedError        500    500   the image-edit model gave nothing usable
    ├── NotAvailableError           501    501
    └── OverloadedError             503    503   Retry-After; retryable
    SetupError                                   for the operator, at the command line; never sent to a caller

A message begins with the vendor's words of the code, then says what is wrong and what to do, in Chinese or English.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

Language = Literal["zh", "en"]


class LingtuError(Exception):
    """Base of the errors that have a code of the wire contract."""

    code: ClassVar[int] = 500
    http_status: ClassVar[int] = 500
    #: Whether a worker may try the same job again.
    retryable: ClassVar[bool] = False
    #: When to try again unless an instance says otherwise; None: trying again doesn't help.
    retry_s: ClassVar[int | None] = None
    #: The vendor's wording of the code, and its English.
    words: ClassVar[tuple[str, str]] = ("服务器内部错误", "Internal error")
    #: For callers: finds the refused call in the server's log.
    request_ref: str | None = None

    def __init__(self, zh: str = "", en: str = "", *, retry_after_s: int | None = None) -> None:
        super().__init__(en or self.words[1])
        self.detail_zh = zh
        self.detail_en = en
        self.retry_after_s = self.retry_s if retry_after_s is None else retry_after_s

    def message(self, language: Language) -> str:
        """The whole sentence for a person, in their language."""
        words, detail, colon = (
            (self.words[0], self.detail_zh, "：") if language == "zh" else (self.words[1], self.detail_en, ": ")
        )
        return f"{words}{colon}{detail}" if detail else words

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors travel from the engine process to its host."""
        return type(self), (self.detail_zh, self.detail_en)

    def to_record(self) -> dict[str, Any]:
        """A JSON value to keep with a job."""
        return {"code": self.code, "zh": self.message("zh"), "en": self.message("en")}


class SignatureError(LingtuError):
    """The call is not proven to come from the app. `cause` goes to the log, never to the caller."""

    code = http_status = 401
    words = ("签名校验失败", "Signature verification failed")

    def __init__(self, cause: str) -> None:
        super().__init__()
        self.cause = cause

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.cause,)


class SignInError(LingtuError):
    """The studio is asked without a session, or with a sign-in link that is used up."""

    code = http_status = 401
    words = ("请先登录", "Sign in first")


class ForbiddenError(LingtuError):
    """The studio's session is known, and may not do this."""

    code = http_status = 403
    words = ("没有权限", "Not allowed")


class QuotaError(LingtuError):
    """The app has fewer generations left than the job needs."""

    code, http_status = 800000, 402
    words = ("剩余生成次数不足", "Not enough generations left")


class TextError(LingtuError):
    """A text is empty or too long."""

    code, http_status = 800001, 400
    words = ("文本不能为空或长度过长", "Text is empty or too long")


class PictureError(LingtuError):
    """A picture is missing, unreachable, refused, broken or too large."""

    code, http_status = 800002, 400
    words = ("图片不能为空或无法访问", "Picture is missing or cannot be read")


class ContentError(PictureError):
    """What a picture shows is not allowed on this server, or by the model's own rules."""

    words = ("图片内容不合规", "The picture's content is not allowed")


class ChoiceError(LingtuError):
    """A value is not one of those on offer."""

    code, http_status = 800003, 400
    words = ("风格错误", "Unknown choice")


class ProportionError(LingtuError):
    """A width, a height or their proportion is out of bounds."""

    code, http_status = 800004, 400
    words = ("宽高比错误", "Wrong size or proportions")


class BadRequestError(LingtuError):
    """The body is malformed in another way; the message names the field."""

    code = http_status = 400
    words = ("请求参数错误", "Bad request")


class NotFoundError(LingtuError):
    """There is nothing by that name, or not for this app."""

    code = http_status = 404
    words = ("不存在", "Not found")


class MethodNotAllowedError(LingtuError):
    """The address exists, for another method."""

    code = http_status = 405
    words = ("请求方法错误", "Method not allowed")


class TooLargeError(LingtuError):
    """The body is larger than this address takes."""

    code = http_status = 413
    words = ("请求体过大", "Body too large")


class RateLimitedError(LingtuError):
    """The app calls more often than it may."""

    code = http_status = 429
    retry_s = 60
    words = ("请求过于频繁", "Too many requests")


class InternalError(LingtuError):
    """Our fault."""


class EngineCrashedError(InternalError):
    """The engine process died while it had the job."""

    retryable = True
    words = ("生成失败", "Generation failed")


class EngineTimeoutError(InternalError):
    """The job ran longer than it may and was stopped."""

    retryable = True
    words = ("生成超时", "Generation timed out")


class ModelAwayError(InternalError):
    """No server of the image-edit model answered."""

    retryable = True
    words = ("生成失败", "Generation failed")


class ModelFailedError(InternalError):
    """The image-edit model gave nothing that passed its checks."""

    words = ("生成失败", "Generation failed")


class NotAvailableError(LingtuError):
    """This server does not offer the operation."""

    code = http_status = 501
    words = ("本服务器暂不支持该功能", "Not available on this server")


class OverloadedError(LingtuError):
    """The server is draining, starting or has more work than it can take."""

    retryable = True
    code = http_status = 503
    retry_s = 5
    words = ("服务繁忙，请稍后重试", "Service is busy, try again later")


class SetupError(Exception):
    """Something on the operator's side is missing or wrong: what, and what to do. Printed without a traceback."""
