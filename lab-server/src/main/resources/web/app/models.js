// Two models side by side: the difference between their files is the lesson.
import { html, useMemo } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { useCatalogue } from "./catalogue.js";
import { Card } from "./part/card.js";
import { diff } from "./part/diff.js";
import { Fetched, useTitle } from "./part/page.js";
import { query, setQuery } from "./url.js";

export function Models() {
  const { a = "event-loop", b = "virtual-threads", only = "" } = query();
  useTitle(`${a} and ${b}`);
  const models = useCatalogue("models");
  const sources = useFetched(() => Promise.all([a, b].map((id) => api.text(`/models/${seg(id)}/source`))), [a, b]);
  return html`<h1>Two models side by side</h1>
    <${Fetched} of=${models}>
      ${(list) => html`<p>Both do the same work; what differs between the files is the model. ${only !== "code" && html`<a href="#code">Down to the code</a>`}</p>
        <div class="choose">
          <${Choose} name="a" label="left" value=${a} list=${list} /> <${Choose} name="b" label="right" value=${b} list=${list} />
          <label class="option inline"><input type="checkbox" checked=${only === "code"} onChange=${(e) => setQuery({ only: e.target.checked ? "code" : "" })} /> code only</label>
        </div>
        <${Fetched} of=${sources}>${([left, right]) => html`
          ${only !== "code" && html`<div class="two">${[[a, left], [b, right]].map(([id, source]) => { const m = list.find((x) => x.id === id); return m && html`<${Card} model=${m} source=${source} />`; })}</div>`}
          <h2 id="code">The code</h2>
          <${SideBySide} names=${[a, b]} left=${left} right=${right} code=${only === "code"} />`}<//>`}
    <//>`;
}

function Choose({ name, label, value, list }) {
  return html`<label>${label} <select value=${value} onChange=${(e) => setQuery({ [name]: e.target.value })}>
    ${list.map((m) => html`<option value=${m.id} selected=${m.id === value}>${m.id}${m.available ? "" : " (not available here)"}</option>`)}</select></label>`;
}

/** Without package, imports and comments: what is left is the model. */
const bare = (source) =>
  source
    .replace(/^\s*(?:r|R)?"""[\s\S]*?"""$/gm, "")
    .split("\n")
    .filter((line) => !/^\s*(\/\/|#|import |from \S+ import |package )/.test(line)).join("\n").replace(/\n{3,}/g, "\n\n").trim();

function SideBySide({ names, left, right, code }) {
  const rows = useMemo(() => (code ? diff(bare(left), bare(right)) : diff(left, right)), [left, right, code]);
  const differing = rows.filter((r) => !r.same).length;
  return html`<p class="soft" role="status">${differing} of ${rows.length} rows differ; they are marked with ≠.</p>
    <div class="wide source" tabindex="0" role="region" aria-label="sources side by side">
      <table>
        <colgroup><col class="number" /><col /><col class="number" /><col /></colgroup>
        <thead><tr><th scope="col"><small>line</small></th><th scope="col">${names[0]}</th><th scope="col"><small>line</small></th><th scope="col">${names[1]}</th></tr></thead>
        <tbody>${rows.map((r) => html`<tr class=${r.same ? "" : "differs"}>
          <td class="number">${r.aNumber ?? ""}</td><td class=${r.a === null ? "gap" : ""}><code>${r.a ?? ""}</code></td>
          <td class="number">${r.same ? "" : "≠ "}${r.bNumber ?? ""}</td><td class=${r.b === null ? "gap" : ""}><code>${r.b ?? ""}</code></td>
        </tr>`)}</tbody>
      </table>
    </div>`;
}
