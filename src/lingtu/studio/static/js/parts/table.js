import { html } from "../lib/html.js";

/** A table that scrolls sideways where there is no room. `rows` is [{ key, cells }]. */
export function Table({ label, head, rows }) {
  return html`<div class="table-frame" tabindex="0" role="region" aria-label=${label}>
    <table class="table">
      <thead><tr>${head.map((words) => html`<th key=${words} scope="col">${words}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.key}>${row.cells.map((cell, index) => html`<td key=${index}>${cell}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}
