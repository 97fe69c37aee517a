import { html } from "../lib.js";

/** The figures behind a chart, for who cannot see it, or wants the number. */
export function DataTable({ name, heads, rows, open = false }) {
  return html`<details class="data" open=${open}>
    <summary>the same as a table</summary>
    <div class="wide" tabindex="0" role="region" aria-label=${name}>
      <table>
        <caption>${name}</caption>
        <thead><tr>${heads.map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
        <tbody>
          ${rows.map((row) => html`<tr>${row.map((v, i) => (i === 0 ? html`<th scope="row">${v}</th>` : html`<td>${v}</td>`))}</tr>`)}
        </tbody>
      </table>
    </div>
  </details>`;
}
