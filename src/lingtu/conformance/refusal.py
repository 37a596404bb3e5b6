"""Refusals: tables of calls that must be refused, each by its code, in both languages, naming the field, for free."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from lingtu.conformance.bodies import altered
from lingtu.conformance.pictures import describe
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import BreachError, SkipError
from lingtu.conformance.wire import Answer, Call, post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
#: A builder of a sound body, fresh for every call.
Body = Callable[["Session"], dict[str, Any]]
#: (name, what is changed in a sound body by dotted path, code or the codes that the contract leaves open, field)
Row = tuple[str, Mapping[str, Any], int | tuple[int, ...], str]

VENDOR_WORDS = {
    401: "签名校验失败",
    800000: "剩余生成次数不足",
    800001: "文本不能为空或长度过长",
    800002: "图片不能为空或无法访问",
    800003: "风格错误",
    800004: "宽高比错误",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LEAK = re.compile(r'Traceback|File "|, line \d+|/(?:usr|home|root|var|opt|tmp|app|src|site-packages)/')
_SHOWN = (40, 150)  # characters of a value in a table, and of a list


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The check of one row."""

    make: Callable[[Session], Call]
    codes: tuple[int, ...]
    #: Dotted path of the field that the message must name.
    names: str = ""
    #: The server may lack the operation (501, or 404 for one that is no part of the vendor's API).
    optional: bool = False

    def __call__(self, session: Session) -> None:
        for language in LANGUAGES:
            call = self.make(session)
            answer = session.app.send(call.plus(("accept-language", "en")) if language == "en" else call)
            if self.optional and answer.status in (404, 501):
                raise SkipError(f"the server doesn't offer this operation ({answer.status})")
            check_error(answer, self.codes, names=self.names, language=language)


def status_of(code: int) -> int:
    """The HTTP status of a code."""
    return 402 if code == 800000 else 400 if code > 800000 else code


def check_error(answer: Answer, codes: tuple[int, ...], *, names: str = "", language: Language = "zh") -> None:
    """Whether an answer is the refusal by one of the codes, whole: status, code, words, field, reference, no leak."""
    expected = _expected(codes, names, language)
    try:
        body = json.loads(answer.content)
    except ValueError:
        raise BreachError(expected, answer) from None
    fault = _fault_of(answer, body, codes, language) or _unnamed(body, names)
    if fault:
        raise BreachError(expected, f"{answer} ({fault})")


def _expected(codes: tuple[int, ...], names: str, language: Language) -> str:
    ways = " or ".join(f"HTTP {status_of(code)} with code {code}" for code in codes)
    words = " or ".join(VENDOR_WORDS[code] for code in codes if code in VENDOR_WORDS)
    opening = f" beginning with {words}" if words and language == "zh" else ""
    return (
        f"{ways}, a {'Chinese' if language == 'zh' else 'English'} message{opening}"
        f"{' that names ' + names if names else ''}, and a requestRef"
    )


def _fault_of(answer: Answer, body: Any, codes: tuple[int, ...], language: Language) -> str:
    if not isinstance(body, dict):
        return "not a JSON object"
    code, message = body.get("code"), body.get("message")
    if code not in codes or isinstance(code, bool) or not isinstance(code, int):
        return f"the code is {code!r}"
    if answer.status != status_of(code):
        return f"code {code} goes with HTTP {status_of(code)}"
    if not isinstance(message, str):
        return "the message is no text"
    if _LEAK.search(message):
        return "the message lets something of the inside out"
    if not body.get("requestRef") or body["requestRef"] != answer.headers.get("requestref"):
        return "requestRef must be in the body and in the header of that name, and the same"
    return _wording_fault(code, message, language)


def _wording_fault(code: int, message: str, language: Language) -> str:
    if language == "en":
        return "" if message and not CHINESE.search(message) else "the message is not English"
    words = VENDOR_WORDS.get(code, "")
    if code == 401 and message != words:
        return "the text of a 401 is the same for every cause"
    return "" if message.startswith(words) and CHINESE.search(message) else "the message begins otherwise"


def _unnamed(body: dict[str, Any], names: str) -> str:
    """A path may be written in any way, such as dresses[0].type: each of its names has to be there."""
    parts = (part for part in names.split(".") if part and not part.isdigit())
    missing = [part for part in parts if part not in body["message"]]
    return f"the message doesn't name {missing[0]}" if missing else ""


# --- tables ----------------------------------------------------------------------------------------------------------


def refuse(
    section: Section,
    name: str,
    says: str,
    call: Call | Callable[[Session], Call],
    codes: int | tuple[int, ...],
    names: str = "",
    *,
    optional: bool = False,
) -> None:
    """A row about a whole call, the same one each time or a fresh one."""
    make = (lambda _: call) if isinstance(call, Call) else call
    check = Refusal(make=make, codes=_tuple(codes), names=names, optional=optional)
    section.add(f"refuses-{name}", says, check)


def refuse_bodies(section: Section, path: str, body: Body, rows: Iterable[Row], *, optional: bool = False) -> None:
    """Rows about the fields of an operation: a sound body, changed in one place."""
    for name, changes, codes, names in rows:
        ways = " or ".join(str(code) for code in _tuple(codes)) + (f", naming {names}" if names else "")
        check = Refusal(make=_posting(path, body, changes), codes=_tuple(codes), names=names, optional=optional)
        section.add(f"refuses-{name}", f"{_told(changes)} → {ways}", check)


def take_bodies(
    section: Section,
    path: str,
    body: Body,
    rows: Iterable[tuple[str, Mapping[str, Any]]],
    fault: tuple[Mapping[str, Any], int, str],
    *,
    optional: bool = False,
) -> None:
    """Rows that must be taken, at no cost: what the server refuses in the end is a picture, looked at only later."""
    spoilt, code, names = fault
    for name, changes in rows:
        make = _posting(path, body, {**spoilt, **changes})
        check = Refusal(make=make, codes=(code,), names=names, optional=optional)
        section.add(f"takes-{name}", f"{_told(changes)} is taken (an unfit picture is what is refused)", check)


def _posting(path: str, body: Body, changes: Mapping[str, Any]) -> Callable[[Session], Call]:
    return lambda session: post(path, altered(body(session), changes))


def _tuple(codes: int | tuple[int, ...]) -> tuple[int, ...]:
    return codes if isinstance(codes, tuple) else (codes,)


def _told(changes: Mapping[str, Any]) -> str:
    return ", ".join(f"{path}: {_shown(value)}" for path, value in changes.items()) or "a sound body"


def _shown(value: Any) -> str:
    if value is Ellipsis:
        return "missing"
    text, limit = json.dumps(_with_pictures_told(value), ensure_ascii=False), _SHOWN[isinstance(value, list)]
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def _with_pictures_told(value: Any) -> Any:
    """The same with each picture's data: URI replaced by what it shows."""
    if isinstance(value, dict):
        return {name: _with_pictures_told(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_pictures_told(item) for item in value]
    return (describe(value) or value) if isinstance(value, str) else value
