// The result, in the order readers look: who wins and whether that is valid; where; how it scales; where the time
// went; what the tasks did; latency; resources; why; limits; again.
import { html } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { lowerWins } from "./catalogue.js";
import { Curves } from "./chart/curves.js";
import { Intervals } from "./chart/intervals.js";
import { Percentiles } from "./chart/percentiles.js";
import { Resources } from "./chart/resources.js";
import { series } from "./chart/series.js";
import { TimeSplit } from "./chart/split.js";
import { Timeline } from "./chart/timeline.js";
import { Stages } from "./part/stages.js";
import { Term } from "./part/term.js";
import { Answers, Unasked } from "./part/answers.js";
import { Claims } from "./part/claims.js";
import { Downloads } from "./part/downloads.js";
import { Explanation, Exercises } from "./part/lesson.js";
import { Limits } from "./part/limits.js";
import { Fetched } from "./part/page.js";
import { Verdicts } from "./part/verdicts.js";
import { Why } from "./part/why.js";
import { WinnerMap } from "./part/winner-map.js";

async function everything(id, scenario) {
  const [result, lower, read, stored] = await Promise.all([
    api.get(`/runs/${seg(id)}/results`),
    lowerWins(),
    api.scenarioOf(id),
    api.scenario(scenario),
  ]);
  return { result, lower, scenario: read || stored, stored: stored !== null };
}

/** @param own the questions scored for answers given to a replay, in place of those handed in before the run */
export function Result({ status, own }) {
  const fetched = useFetched(() => everything(status.id, status.scenario), [status.id]);
  return html`<${Fetched} of=${fetched}>${({ result, ...all }) => html`<${Shown} ...${all} result=${own ? { ...result, predictions: own } : result} own=${own} />`}<//>`;
}

/** Metrics the run was judged by: those of the pairs, else of the bounds, else the first measured. */
export function primaryMetrics(result) {
  const judged = [...new Set(result.pairs.map((p) => p.metric))];
  const bounded = [...new Set(result.cells.flatMap((c) => (c.bound ? [c.bound.metric] : [])))];
  const first = result.cells.flatMap((c) => Object.keys(c.metrics)).slice(0, 1);
  return judged.length > 0 ? judged : bounded.length > 0 ? bounded : first;
}

/** @param stored whether the scenario is here, and not only its run */
function Shown({ result, lower, scenario, stored, own }) {
  const cells = result.cells.filter((c) => !c.model.endsWith("~twin"));
  const metrics = primaryMetrics(result);
  const look = series([...new Set(cells.map((c) => c.model))]);
  const numeric = numericAxes(cells);
  const props = { result, cells, lower, look, metrics };
  return html`<p class="path"><a href=${`/scenarios/${seg(result.scenario.id)}`}><code>${result.scenario.id}</code></a> / run <code>${result.run}</code></p>
    <h1>${scenario?.title || result.scenario.id}</h1>
    <${Verdicts} ...${props} />
    ${stored && scenario?.lesson && html`<${Stages} id=${scenario.id} now="reveal" run=${result.run} skipped=${result.predictions.some((p) => p.answer != null) ? [] : ["predict"]} />`}
    <${Answers} result=${result} lesson=${scenario?.lesson} own=${own} />
    <h2 id="where">Who wins where</h2>
    ${metrics.map((m) => html`<${WinnerMap} ...${props} metric=${m} />`)}
    <${Unasked} result=${result} lesson=${scenario?.lesson} />
    <${Claims} result=${result} />
    ${metrics.map((m) => html`<h2><${Term} word=${m} />, model by model</h2>
      ${numeric.map((axis) => html`<${Curves} ...${props} metric=${m} axis=${axis} />`)}
      <${Intervals} ...${props} metric=${m} />`)}
    <${TimeSplit} ...${props} />
    <${Timeline} run=${result.run} />
    <${Percentiles} ...${props} />
    <${Resources} ...${props} />
    <${Why} result=${result} />
    <${Explanation} lesson=${scenario?.lesson} />
    ${stored && html`<${Exercises} lesson=${scenario?.lesson} id=${result.scenario.id} />`}
    <${Limits} result=${result} />
    <${Downloads} result=${result} />`;
}

/** Axes along which a curve can be drawn. */
function numericAxes(cells) {
  return Object.keys(cells[0]?.at || {}).filter((axis) => {
    const values = new Set(cells.map((c) => c.at[axis]));
    return values.size > 1 && [...values].every((v) => v !== "" && Number.isFinite(Number(v)));
  });
}
