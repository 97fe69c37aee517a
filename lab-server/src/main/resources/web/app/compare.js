// Two runs side by side: first what differs around them, then cell by cell.
import { html } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { Fetched, useTitle } from "./part/page.js";
import { query, setQuery } from "./url.js";
import { atText, figure, ratio } from "./words.js";

const signs = { better: "▲", worse: "▼", same: "=", inconclusive: "?" };

export function Compare() {
  const { base = "", with: other = "", anyway = "" } = query();
  useTitle("Compare");
  const runs = useFetched(() => api.get("/runs?state=succeeded&pageSize=200"), []);
  return html`<h1>Two runs side by side</h1>
    <${Fetched} of=${runs}>${({ runs: list }) => list.length < 2 && !(base && other)
      ? html`<p>This takes two runs that have ended. <a href="/">Run a scenario</a> twice, perhaps with a change in between.</p>`
      : html`<div class="choose"><${Choose} name="base" label="base" value=${base} list=${list} /><${Choose} name="with" label="with" value=${other} list=${list} /></div>`}<//>
    ${base && other && html`<${Comparison} key=${`${base} ${other} ${anyway}`} base=${base} other=${other} anyway=${anyway} />`}`;
}

function Choose({ name, label, value, list }) {
  return html`<label>${label} <select value=${value} onChange=${(e) => setQuery({ [name]: e.target.value, anyway: "" })}>
    <option value="">choose a run</option>
    ${list.map((r) => html`<option value=${r.id} selected=${r.id === value}>${r.scenario} ${r.profile} ${new Date(r.submitted).toLocaleString()}</option>`)}
  </select></label>`;
}

function Comparison({ base, other, anyway }) {
  const fetched = useFetched(() => api.get(`/comparisons?base=${seg(base)}&with=${seg(other)}${anyway ? "&anyway=true" : ""}`), [base, other, anyway]);
  return html`<${Fetched} of=${fetched}>${(c) => html`
    ${c.banner && html`<p class="failure">${c.banner}</p>`}
    ${!c.comparable && !c.banner && html`<div class="failure"><p><b>Not comparable.</b></p><ul>${c.problems.map((p) => html`<li>${p}</li>`)}</ul>
      ${!anyway && html`<button type="button" onClick=${() => setQuery({ anyway: "1" })}>compare them anyway</button>`}</div>`}
    <${Differences} list=${c.differences} />
    <${Cells} list=${c.cells} />
    ${c.unpaired.length > 0 && html`<h2>Left out</h2><details open=${c.unpaired.length <= 5}><summary>${c.unpaired.length} cells have no partner in the other run</summary><ul>${c.unpaired.map((u) => html`<li><code>${u.cell}</code>: ${u.reason}</li>`)}</ul></details>`}
    ${c.changes.length > 0 && html`<h2>What changed in the file</h2><pre class="changes" tabindex="0">${c.changes.map((line) => html`<span class=${line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : ""}>${line}${"\n"}</span>`)}</pre>`}`}<//>`;
}

function Differences({ list }) {
  return html`<h2>What differs around them</h2>
    ${list.length === 0
      ? html`<p>Nothing: same machine, same programs, same file.</p>`
      : html`<div class="wide facts-around"><table><thead><tr>${["fact", "base", "with", "effect"].map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
          <tbody>${list.map((d) => html`<tr><th scope="row">${d.fact}</th><td>${d.base ?? "not told"}</td><td>${d.with ?? "not told"}</td><td>${d.forbids ? html`<b class="bad">✗ forbids a comparison</b>` : ""}</td></tr>`)}</tbody></table></div>`}`;
}

function Cells({ list }) {
  return list.length === 0
    ? null
    : html`<h2>Cell by cell</h2><div class="wide" tabindex="0" role="region" aria-label="cells"><table>
        <caption>ratio: with over base, with its 95 % interval</caption>
        <thead><tr>${["model", "at", "metric", "base", "with", "ratio", "verdict"].map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
        <tbody>${list.map((c) => html`<tr>
          <th scope="row">${c.model}</th><td>${atText(c.at)}</td><td>${c.metric}</td><td>${figure(c.base, c.unit)}</td><td>${figure(c.with, c.unit)}</td>
          <td>${c.ratio === null ? "" : ratio(c.ratio)} ${c.lo === null || c.hi === null ? "" : `[${ratio(c.lo)}, ${ratio(c.hi)}]`}</td>
          <td class=${c.verdict}>${signs[c.verdict] || ""} ${c.verdict}</td>
        </tr>`)}</tbody></table></div>`;
}
