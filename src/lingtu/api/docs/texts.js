// What the page says besides the document, in both languages.
export const TEXTS = {
  zh: {
    introduction: "简介", signing: "签名", calculator: "签名计算器", vectors: "测试向量", calls: "接口", codes: "错误码", webhooks: "回调",
    fresh: "新的", method: "方法", path: "路径（不含查询串与部署前缀）", query: "查询串（不含 ?）", secret: "密钥（只在本页计算，不会发送）", body: "请求体",
    signedText: "参与计算的文本", headers: "请求头", unsigned: "无需签名", answer: "返回", example: "示例", refusals: "拒绝", words: "含义", parameters: "参数",
    name: "名称", place: "位置", type: "类型", required: "必填", meaning: "说明", yes: "是", default: "默认", retry: "可重试", computed: "本页算得", same: "一致", other: "不一致",
  },
  en: {
    introduction: "Introduction", signing: "Signing", calculator: "Signature calculator", vectors: "Test vectors", calls: "Calls", codes: "Codes", webhooks: "Webhooks",
    fresh: "New", method: "Method", path: "Path (without query and deployment prefix)", query: "Query (without ?)", secret: "Secret (stays in this page)", body: "Body",
    signedText: "What is hashed", headers: "Headers", unsigned: "unsigned", answer: "Answer", example: "Example", refusals: "Refusals", words: "Meaning", parameters: "Parameters",
    name: "Name", place: "In", type: "Type", required: "Required", meaning: "Meaning", yes: "yes", default: "default", retry: "Retry", computed: "computed here", same: "the same", other: "different",
  },
};

export const INTRODUCTION = {
  zh: [
    "任务是异步的：先提交，得到 jobId；再用 jobId 查询，直到状态为 succeed、failed 或取消；成功后从 urls 下载图片。结果链接默认 12 小时后失效。",
    "请求体为 JSON。requestId 由调用方给出，用于幂等：同一应用、同一功能、同一 requestId 永远得到同一个 jobId，因此超时后可以放心重试。每次重试都要用新的 salt 重新签名。",
    "图片可以是公网 http(s) 链接、data: URI、先上传得到的 upload:// 链接，或本服务返回的结果与图库链接。",
    "名称未知的字段会被忽略；可选字段的 null 与空字符串等同于没有；数字与布尔值可以写成字符串。错误信息默认中文，Accept-Language 偏好英文时为英文。",
  ],
  en: [
    "Jobs are asynchronous: submit one and get its jobId; ask for it until its status is succeed, failed or cancelled; then download the pictures from urls. Links die after 12 hours unless the operator says otherwise.",
    "Bodies are JSON. The requestId is yours and makes submissions safe to repeat: the same app, operation and requestId always answer the same jobId. Every repetition needs a signature of its own, with a new salt.",
    "A picture is an http(s) link, a data: URI, an upload:// link of a picture that was uploaded before, or a link that this server gave out.",
    'Unknown fields are ignored; null and "" in an optional field mean absent; numbers and truth values may come as text. Messages are Chinese, or English when Accept-Language prefers it.',
  ],
};

export const SIGNING = {
  zh: [
    "每个需要签名的请求都带四个请求头：appId、timestamp（秒，10 位，与服务器相差不超过 300 秒）、salt（1–128 个可见 ASCII 字符，不以 / 开头，只能用一次）与 sign。",
    "第一版（默认，与原接口相同）：sign = 小写十六进制 SHA-256（appId + 路径 + salt + timestamp + 密钥）。它不保护请求体，生产环境请使用 HTTPS，或使用第二版。",
    "第二版（请求头 signVersion: 2）：sign = 小写十六进制 HMAC-SHA256，密钥为应用密钥，消息为以下各行以换行符相连：LT2-HMAC-SHA256、方法、路径、查询串（没有则为空行）、appId、salt、timestamp、请求体 SHA-256 的十六进制。",
    "路径按发送的原样计算，不含查询串，也不含服务部署所在的前缀。密钥属于服务器端程序，不要写进网页或手机应用。任何签名错误的返回都相同，原因记录在服务器日志中。",
  ],
  en: [
    "Every signed call has four headers: appId, timestamp (seconds, 10 digits, within 300 s of the server's clock), salt (1–128 printable ASCII characters, not beginning with /, used once) and sign.",
    "Version 1 (the default, the vendor's): sign = lowercase hex SHA-256 of appId + path + salt + timestamp + secret. It does not protect the body: production needs https, or version 2.",
    "Version 2 (header signVersion: 2): sign = lowercase hex HMAC-SHA256 keyed with the secret, over these lines joined by newlines: LT2-HMAC-SHA256, method, path, query (an empty line without one), appId, salt, timestamp, hex SHA-256 of the body.",
    "The path is signed as it is sent, without the query and without a prefix that the server is deployed under. Secrets belong to programs on servers, not to web pages or mobile apps. Every wrong signature is answered the same; the cause is in the server's log.",
  ],
};

export const WEBHOOKS = {
  zh: [
    "提交时给出 callbackUrl，任务结束时服务器会 POST 与 job/result 相同的内容；同一个任务的通知可能收到多次，请用 lingtu-webhook-id 去重。",
    "请求头 lingtu-webhook-signature 为 v1= 加 HMAC-SHA256（消息为 id.timestamp.请求体；密钥为 HMAC-SHA256（应用密钥，\"lingtu-webhook-v1\") 的 32 字节）。请校验签名，并拒绝与当前时间相差超过 300 秒的 lingtu-webhook-timestamp。",
  ],
  en: [
    "With a callbackUrl in a submission the server POSTs what job/result answers when the job ends; the same one may come more than once: lingtu-webhook-id tells.",
    'The header lingtu-webhook-signature is v1= and the hex HMAC-SHA256 of id.timestamp.body, keyed with the 32 bytes of HMAC-SHA256(secret, "lingtu-webhook-v1"). Check it, and refuse a lingtu-webhook-timestamp more than 300 s from now.',
  ],
};
