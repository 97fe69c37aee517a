import { html } from "../lib.js";
import { api, seg, useFetched } from "../api.js";
import { Copy } from "./copy.js";

/** How to have the run again, elsewhere, or in another form. */
export function Downloads({ result }) {
  const run = `/api/v1/runs/${seg(result.run)}`;
  const { value } = useFetched(() => api.get(`/runs/${seg(result.run)}/traces`), [result.run]);
  return html`<h2>Again, and elsewhere</h2>
    <p>Repeat with <${Copy} text=${result.repeatWith} /></p>
    <p class="soft">Seed ${result.seed}; ${result.started} to ${result.ended}; ${Object.entries(result.environment).filter(([, v]) => typeof v !== "object").map(([k, v]) => `${k} ${v}`).join(", ")}; scenario sha256 <code>${result.scenario.sha256}</code></p>
    <ul class="downloads">
      <li><a href=${`${run}/report`}>report</a>, one HTML file</li>
      <li><a href=${`${run}/results?format=json`} download=${`${result.run}.json`}>JSON</a></li>
      <li><a href=${`${run}/results?format=csv`} download=${`${result.run}.csv`}>CSV</a></li>
      <li><a href=${`${run}/results?format=md`} download=${`${result.run}.md`}>Markdown</a></li>
      <li><a href=${`${run}/capsule`} download=${`${result.run}.zip`}>whole run</a>, to be opened elsewhere</li>
      ${(value?.cells || []).map((cell) => html`<li><a href=${`${run}/cells/${seg(cell)}/trace`} download>trace of ${cell}</a>, for Perfetto</li>`)}
    </ul>
    <p class="screen"><a href=${`/compare?with=${seg(result.run)}`}>compare with another run</a></p>`;
}
