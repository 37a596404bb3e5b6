// What calls and fields mean, in both languages; where nothing is said here, the document's own words are shown.
const PICTURE = ["图片：http(s) 链接、data: URI、upload:// 链接，或本服务返回的链接；png、jpg、webp，最大 10 MB、4096×4096", "A picture: http(s) link, data: URI, upload://… or a link of this server's; png, jpg or webp, at most 10 MB and 4096×4096"];
const NUM = ["生成张数：1、2 或 4，每张消耗一次", "How many results: 1, 2 or 4; each costs one generation"];
const SEED = ["随机种子；相同输入与种子得到相同像素，不填则随机", "The same input and seed give the same pixels; drawn when absent"];
const FORMAT = ["结果格式", "The results' format"];
const CALLBACK = ["任务结束时通知的地址，见「回调」", "Called when the job ends, see Webhooks"];
const REQUEST = ["幂等标识，1–100 个字符；同一标识永远得到同一个任务", "Makes the call safe to repeat, 1–100 characters; the same one always answers the same job"];
const ID = ["提交任务得到的 jobId", "The jobId that the submission answered"];

/** Calls by their operationId. */
export const CALLS = {
  "job-result": ["查询任务的当前状态与结果", "A job as it is now"],
  "job-cancel": ["取消等待中的任务，次数退回", "Take a waiting job back; its generations return"],
  "job-list": ["分页列出本应用的任务，最新的在前", "The app's jobs, newest first, page by page"],
  "job-delete": ["立即删除已结束任务的输入与结果文件", "Delete an ended job's pictures now"],
  "change-background": ["商品图换背景：把商品放到新的背景上", "A product on a new background"],
  "change-background-alias": ["同上，另一个地址", "The same at another address"],
  model: ["AI 模特：更换照片中模特的脸，可同时更换背景", "Another face for the model of a photo, and another background if asked"],
  dress: ["AI 试衣：给照片中的人换上服饰", "Garments on the person of a photo"],
  matting: ["抠图：抠出主体或头部", "Cut out the subject, or the head"],
  remove: ["擦除：把遮罩标出的内容从图片中去掉", "Erase what a mask marks"],
  upload: ["预先上传图片，保留 24 小时", "Send a picture ahead of its job; kept 24 hours"],
  backgrounds: ["背景图库", "Backgrounds of the gallery"],
  faces: ["模特脸图库", "Faces of the gallery"],
  account: ["剩余次数、限制与今日用量", "Generations left, limits, today's use"],
  file: ["结果文件；链接由 job/result 给出", "A result; job/result gives the link"],
  gallery: ["图库图片", "A picture of the gallery"],
  alive: ["进程是否存活", "Whether the process lives"],
  ready: ["数据库与存储是否可用", "Whether database and store answer"],
  openapi: ["OpenAPI 文档", "The OpenAPI document"],
  docs: ["本页", "This page"],
};

/** Fields by schema and name, or by the name alone. */
export const FIELDS = {
  requestId: REQUEST, num: NUM, seed: SEED, format: FORMAT, callbackUrl: CALLBACK, jobId: ID,
  "ChangeBackgroundParams.width": ["结果宽度，400–1280 像素", "Width of the result, 400–1280 px"],
  "ChangeBackgroundParams.height": ["结果高度，400–1280 像素", "Height of the result, 400–1280 px"],
  "ChangeBackgroundParams.goods": ["商品图及其在画布上的位置", "The product and its box on the canvas"],
  "ChangeBackgroundParams.background": ["背景：图库的 bgId，或自有图片的 url", "The background: bgId of the gallery, or url of your own"],
  "ChangeBackgroundParams.productSmartColor": ["智能调色：让商品的颜色与光线贴合场景", "Match the product's colour and light to the scene"],
  "ChangeBackgroundParams.referenceStrong": ["强参考：true 使用背景图本身，false 按其风格生成新场景", "true: the reference itself; false: a new scene in its style"],
  "Goods.url": PICTURE,
  "Goods.x": ["商品框左边，像素，可为负", "Left of the product's box, px; may be negative"],
  "Goods.y": ["商品框上边，像素，可为负", "Top of the product's box, px; may be negative"],
  "Goods.width": ["商品框宽度，1–4096 像素；图片会铺满商品框", "Width of the box, 1–4096 px; the picture fills the box"],
  "Goods.height": ["商品框高度，1–4096 像素", "Height of the box, 1–4096 px"],
  "Goods.autoPlace": ["不给商品框，由场景决定位置", "No box is given: the scene says where the product goes"],
  "Goods.matting": ["是否先抠图；不填则没有透明通道的图片会先抠图", "Cut the product out first; when absent, if it has no alpha channel"],
  "Goods.stance": ["商品的姿态：自动、站立、平放、悬挂、悬浮", "How the product is in its scene"],
  "Background.bgId": ["图库背景的 id", "Id of a background of the gallery"],
  "Background.url": ["自有背景图，宽高比须与结果一致", "Your own picture, of the result's proportions"],
  "Background.mask": ["蒙版：白色区域重新填充，黑色区域跟随背景图", "White: fill this area anew; black: follow the background"],
  "ModelParams.model": PICTURE,
  "ModelParams.faceId": ["图库模特脸的 id", "Id of a face of the gallery"],
  "ModelParams.background": ["新背景，可选，任意尺寸", "A new background of any size; optional"],
  "ModelParams.skinTone": ["肤色：auto 随模特脸，keep 保持原样", "auto: skin follows the face; keep: it stays"],
  "DressParams.model": PICTURE,
  "DressParams.dresses": ["一件任意类型的服饰，或一件上装加一件下装", "One garment of any type, or one upperBody with one lowerBody"],
  "Dress.image": PICTURE,
  "Dress.type": ["服饰类型：连衣裙、上装、下装", "Dress, upper body or lower body"],
  "MattingParams.image": PICTURE,
  "MattingParams.type": ["0 抠主体，1 抠头部", "0: the subject; 1: the head"],
  "MattingParams.formats": ["结果文件：png、psd，可多选", "Files wanted: png, psd, or both"],
  "CancelParams.reason": ["取消原因，可选", "Why; optional"],
  "ListParams.status": ["只列出此状态", "Jobs of this status alone"],
  "ListParams.operation": ["只列出此功能", "Jobs of this operation alone"],
  "ListParams.createdAfter": ["起始时刻（含）", "From this moment on"],
  "ListParams.createdBefore": ["结束时刻（不含）", "Before this moment"],
  "ListParams.limit": ["每页数量，1–100", "Jobs of a page, 1–100"],
  "ListParams.cursor": ["上一页的 nextCursor", "The nextCursor of the page before"],
  "JobView.status": ["waiting 等待，executing 执行中，succeed 成功，failed 失败，或已取消", "waiting, executing, succeed, failed or cancelled"],
  "JobView.message": ["失败原因或备注", "Why it failed, or a note"],
  "JobView.url": ["结果链接，多个以逗号相连", "The links of urls, joined by commas"],
  "JobView.text": ["保留字段", "Kept for compatibility"],
  "JobView.format": ["格式；不同时与 url 一一对应", "One word if all files are of it, else parallel to url"],
  "JobView.operation": ["功能名称", "Name of the operation"],
  "JobView.seed": ["所用的随机种子", "The seed that was used"],
  "JobView.urls": ["结果链接的数组", "The links"],
  "JobView.formats": ["与 urls 一一对应的格式", "Their formats"],
  "JobView.failures": ["部分失败的结果及原因", "Results that failed while others succeeded"],
  "JobView.progress": ["进度，0–1", "Done share, 0–1"],
  "JobView.queuePosition": ["前面还有多少个任务（估计）", "How many jobs are before it; an estimate"],
  "JobView.createdAt": ["提交时刻", "When it was submitted"],
  "JobView.startedAt": ["开始时刻", "When it was begun"],
  "JobView.finishedAt": ["结束时刻", "When it ended"],
  "JobView.expiresAt": ["链接失效、文件删除的时刻", "When links die and files are deleted"],
  "JobView.code": ["失败任务的错误码", "Of a failed job"],
  "AccountView.remaining": ["剩余次数", "Generations left"],
  "AccountView.unfinishedJobs": ["未完成的任务数", "Jobs that wait or run"],
  "AccountView.limits": ["限制", "Limits"],
  "AccountView.today": ["今日（UTC）用量", "Since midnight, UTC"],
  "AccountView.uploadBytes": ["当前保留的上传字节数", "Bytes of uploads kept now"],
  "UploadView.url": ["upload:// 链接，可用作任何图片参数", "An upload:// link, for any picture"],
};

/** A field's meaning: of the schema's own field, of every field of the name, or the document's words. */
export function meaningOf(index, schema, name, described) {
  return (FIELDS[`${schema}.${name}`] ?? FIELDS[name])?.[index] ?? described ?? "";
}
