import { classes, html, useEffect, useId, useRef, useState } from "../lib/html.js";
import { Icon } from "./icons.js";

const ACCEPTED = "image/png,image/jpeg,image/webp,image/avif,image/bmp,image/gif";

/** Where files are dropped, pasted or picked; `onFiles` gets a list of at least one. */
export function DropZone({ label, hint, onFiles, multiple = false, small = false, takesPaste = false, icon = "upload" }) {
  const id = useId();
  const input = useRef(null);
  const [over, setOver] = useState(false);
  const give = (list) => {
    const files = [...list].filter((file) => file.type.startsWith("image/") || file.type === "");
    if (files.length) onFiles(multiple ? files : files.slice(0, 1));
  };
  useEffect(() => {
    if (!takesPaste) return undefined;
    const paste = (event) => event.clipboardData?.files.length && give(event.clipboardData.files);
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, [takesPaste, onFiles]);
  return html`<div class=${classes("drop", small && "is-small", over && "is-over")}
    onDragOver=${(event) => { event.preventDefault(); setOver(true); }}
    onDragLeave=${() => setOver(false)}
    onDrop=${(event) => { event.preventDefault(); setOver(false); give(event.dataTransfer.files); }}>
    <input ref=${input} id=${id} class="sr-only" type="file" accept=${ACCEPTED} multiple=${multiple}
      onChange=${(event) => { give(event.target.files); event.target.value = ""; }} />
    <label for=${id}>
      <${Icon} name=${icon} size=${small ? 18 : 24} />
      <span class="drop-label">${label}</span>
      ${hint && html`<span class="drop-hint">${hint}</span>`}
    </label>
  </div>`;
}
