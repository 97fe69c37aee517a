import { html, useState } from "../lib.js";

/** The figures behind a chart, for who cannot see it, or wants the number. Made when it is opened: a large run has many. */
export function DataTable({ name, heads, rows, open = false }) {
  const [opened, setOpened] = useState(open);
  return html`<details class="data" open=${open} onToggle=${(e) => e.currentTarget.open && setOpened(true)}>
    <summary>the same as a table</summary>
    ${opened && html`<div class="wide" tabindex="0" role="region" aria-label=${name}>
      <table>
        <caption>${name}</caption>
        <thead><tr>${heads.map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
        <tbody>
          ${rows.map((row) => html`<tr>${row.map((v, i) => (i === 0 ? html`<th scope="row">${v}</th>` : html`<td>${v}</td>`))}</tr>`)}
        </tbody>
      </table>
    </div>`}
  </details>`;
}
