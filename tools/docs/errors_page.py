"""Write docs/errors.md and docs/errors.zh.md: the codes are those of errors.py, the cures stand here.

    python tools/docs/errors_page.py

tests/unit/test_docs.py compares the pages with this.
"""

from __future__ import annotations

from pathlib import Path

from lingtu import errors
from lingtu.errors import LingtuError

DOCS = Path(__file__).parents[2] / "docs"

#: Class -> what to do, in Chinese and English.
CURES: dict[type[LingtuError], tuple[str, str]] = {
    errors.SignatureError: (
        "检查密钥、时钟（±300 秒）、每次是否用新的 salt、签名路径是否为服务器收到的路径（不含 `LINGTU_PUBLIC_URL` 的前缀和查询）。原因只写入服务器日志。",
        "Check the secret, the clock (±300 s), that every call has a new salt, and that the path signed is the one received (without the prefix of "
        "`LINGTU_PUBLIC_URL` and without the query). The cause is in the server's log alone.",
    ),
    errors.SignInError: (
        "网页工作室：用 `lingtu studio link` 取得新的登录链接，每个链接只能用一次。",
        "The studio: `lingtu studio link` gives a new link to sign in by; each works once.",
    ),
    errors.ForbiddenError: (
        "网页工作室：该登录身份无此权限；用有权限的链接登录。",
        "The studio: this session may not do that; sign in by a link that may.",
    ),
    errors.QuotaError: (
        "由运维增加次数：`lingtu app quota A --add 1000`。用 `GET /aigc/account` 查看剩余。",
        "Have the operator add generations: `lingtu app quota A --add 1000`. `GET /aigc/account` tells what is left.",
    ),
    errors.TextError: (
        "`requestId` 须为 1 至 100 个字符且不含控制字符；`reason` 至多 500，链接至多 2048。",
        "`requestId` has 1 to 100 characters and no control characters; `reason` at most 500, a link 2048.",
    ),
    errors.PictureError: (
        "按消息处理：用浏览器打开链接；转为 png、jpg、webp；压缩到 10 MB、4096 × 4096 以内；内网图片请上传。",
        "Do as the message says: open the link in a browser; convert to png, jpg or webp; get it below 10 MB and 4096 × 4096; upload what lies in an intranet.",
    ),
    errors.ContentError: (
        "图片内容不被此服务器或其模型接受，请换一张。",
        "This server, or its model, doesn't take what the picture shows; use another one.",
    ),
    errors.ChoiceError: (
        "使用文档中的词；`bgId`、`faceId` 从图库接口读取。",
        "Use the documented words; read `bgId` and `faceId` from the galleries' calls.",
    ),
    errors.ProportionError: (
        "`width`、`height` 为 400 至 1280；背景和 mask 的宽高比与结果一致（±0.5 %）。",
        "`width` and `height` are 400 to 1280; background and mask have the result's proportions (±0.5 %).",
    ),
    errors.BadRequestError: (
        "消息指出字段；与 `/openapi.json` 对照。",
        "The message names the field; compare with `/openapi.json`.",
    ),
    errors.NotFoundError: (
        "检查地址和 jobId；其他应用的任务也是 404。结果链接 12 小时后失效。",
        "Check address and jobId; another app's job is a 404 as well. Links to results die after 12 hours.",
    ),
    errors.MethodNotAllowedError: ("对照 `/openapi.json` 的方法。", "Compare the method with `/openapi.json`."),
    errors.TooLargeError: (
        "请求体至多 1 MB，因此大图不要用 `data:`；先用 `/aigc/upload`（至多 10 MB）。",
        "Bodies have at most 1 MB, so no large picture as `data:`; send it by `/aigc/upload` (10 MB) first.",
    ),
    errors.RateLimitedError: (
        "等待 `Retry-After` 秒；运维可用 `lingtu app limits` 调整。",
        "Wait `Retry-After` seconds; the operator has `lingtu app limits`.",
    ),
    errors.InternalError: (
        "服务器的问题：把 `requestRef` 交给运维，可在日志中找到。",
        "The server's fault: give `requestRef` to the operator, it finds the call in the log.",
    ),
    errors.EngineCrashedError: (
        "已自动重试；换一张图，或稍后再试。运维：查看日志中的 `engine.died`，多为内存不足。",
        "It was tried again by itself; use another picture, or try later. Operator: `engine.died` in the log, mostly memory.",
    ),
    errors.EngineTimeoutError: (
        "缩小图片；运维：`LINGTU_JOB_TIMEOUT_S`。",
        "Make the picture smaller; operator: `LINGTU_JOB_TIMEOUT_S`.",
    ),
    errors.ModelAwayError: (
        "已自动重试。运维：图像编辑模型的服务没有应答，检查其地址和状态。",
        "It was tried again by itself. Operator: the image-edit model's server doesn't answer; look at its address and state.",
    ),
    errors.ModelFailedError: (
        "换一张图或换一个 `seed`；模型没有给出通过检查的结果。",
        "Use another picture or `seed`: the model gave nothing that passed its checks.",
    ),
    errors.NotAvailableError: (
        "此服务器没有能完成该操作的引擎；运维：`LINGTU_ENGINE`。",
        "This server's engine can't do it; operator: `LINGTU_ENGINE`.",
    ),
    errors.OverloadedError: (
        "等待 `Retry-After` 秒，以相同 `requestId` 重发。运维：增加工作进程，或检查数据库和存储。",
        "Wait `Retry-After` seconds and call again with the same `requestId`. Operator: more workers, or look at database and store.",
    ),
}

_HEAD = {
    "en": """# Errors and cures

*Made by `tools/docs/errors_page.py` from `errors.py`.*

An error is an HTTP status other than 2xx with `{"code", "message", "requestRef"}`; a job that fails has the same `code` and a `message`. Messages are Chinese, or English by `Accept-Language: en`; they begin
with the words below and then say what is wrong and what to do. Codes never change. In Python each is a class of `lingtu.errors`.

| code | HTTP | class | begins with | again by itself | cure |
|---|---|---|---|---|---|
""",
    "zh": """# 错误与处理

*由 `tools/docs/errors_page.py` 根据 `errors.py` 生成。*

错误为非 2xx 状态，内容是 `{"code", "message", "requestRef"}`；失败的任务带有同样的 `code` 和 `message`。消息默认中文，`Accept-Language: en` 时为英文；以下表中的词开头，随后说明原因和办法。错误码不变。
在 Python 中对应 `lingtu.errors` 的类。

| 错误码 | HTTP | 类 | 开头 | 自动重试 | 处理 |
|---|---|---|---|---|---|
""",
}


def page(language: errors.Language) -> str:
    """The page in a language."""
    yes, no = ("yes", "no") if language == "en" else ("是", "否")
    column = 0 if language == "zh" else 1
    rows = [
        f"| {cls.code} | {cls.http_status} | `{cls.__name__}` | {cls.words[column]} | {yes if cls.retryable else no} | {cure[column]} |"
        for cls, cure in CURES.items()
    ]
    return _HEAD[language] + "\n".join(rows) + "\n"


def main() -> None:
    (DOCS / "errors.md").write_text(page("en"), encoding="utf-8")
    (DOCS / "errors.zh.md").write_text(page("zh"), encoding="utf-8")


if __name__ == "__main__":
    main()
