// A run that is queued or measured: the map fills in, cell by cell. It names no winner: that is for the end.
import { html, useState } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { Sparkline } from "./chart/sparkline.js";
import { Failure } from "./part/failure.js";
import { Grid } from "./part/plan.js";
import { answered, PredictForm, ranked } from "./part/predict.js";
import { Progress } from "./part/progress.js";
import { median } from "./story.js";
import { query, setQuery } from "./url.js";
import { figure } from "./words.js";

/** What was asked for, its plan, its lesson, and the answers there are. */
async function around(status) {
  const request = await api.get(`/runs/${seg(status.id)}/request`);
  const [plan, given, scenario] = await Promise.all([
    api.post("/plans", request).catch(() => null),
    api.get(`/runs/${seg(status.id)}/predictions`).catch(() => ({ predictions: {} })),
    api.scenarioOf(status.id),
  ]);
  return { plan, predictions: given.predictions, scenario };
}

/** @param given answers of whoever watches a replay, whose progress is its own */
export function Live({ status, story, ended, given }) {
  const [kept, setKept] = useState(null);
  const { value } = useFetched(() => around(status), [status.id]);
  const questions = value?.scenario?.lesson?.predict || [];
  const answers = kept || given || value?.predictions || {};
  const open = ["queued", "starting"].includes(status.state);
  const unanswered = questions.length > 0 && Object.keys(answers).length === 0;
  const veiled = !value || (unanswered && query().figures !== "shown");
  return html`<p class="path"><a href=${`/scenarios/${seg(status.scenario)}`}><code>${status.scenario}</code></a> / run <code>${status.id}</code></p>
    <h1>${value?.scenario?.title || status.scenario}</h1>
    ${!given && html`<${Progress} status=${status} story=${story} ended=${ended} />`}
    ${open && unanswered && value && html`<${LateAnswers} run=${status.id} scenario=${value.scenario} done=${setKept} />`}
    ${!ended && veiled && value && html`<p class="note">The figures are covered, because the questions of this lesson have no answers${open ? " yet" : ""}.
      ${!open && !given && " Measuring has begun, so answers are no longer taken."}
      <button type="button" onClick=${() => setQuery({ figures: "shown" })}>show the figures</button></p>`}
    ${value?.plan && html`<${Map} plan=${value.plan} story=${story} veiled=${veiled} />`}
    <${Now} story=${story} veiled=${veiled} />
    ${story.forecast && html`<p class="soft">${story.forecast}</p>`}
    ${story.warnings.length > 0 && html`<h2>Warnings</h2><ul>${story.warnings.map((w) => html`<li>${w}</li>`)}</ul>`}`;
}

function LateAnswers({ run, scenario, done }) {
  const [answers, set] = useState({});
  const [error, setError] = useState(null);
  const hand = () => api.put(`/runs/${seg(run)}/predictions`, answered(answers)).then((r) => done(r.predictions), setError);
  return html`<h2>What do you expect?</h2>
    <${PredictForm} questions=${scenario.lesson.predict} models=${ranked(scenario)} answers=${answers} set=${set} />
    <button type="button" onClick=${hand} disabled=${Object.keys(answered(answers)).length === 0}>Hand in</button>
    ${error && html`<${Failure} error=${error} />`}`;
}

function Map({ plan, story, veiled }) {
  const draw = (cell) => {
    const rates = Object.values(story.cells[cell.id] || {});
    const running = story.current?.cell === cell.id || (story.current?.model === cell.model && !story.current?.cell);
    if (cell.state === "skipped") {
      return html`<td class="skipped"><small>left out: ${cell.reason}</small></td>`;
    }
    const shown = rates.length === 0 ? "·" : veiled ? "▒▒▒" : figure(median(rates), "/s");
    return html`<td class=${`cell ${running ? "running" : ""} ${rates.length > 0 && veiled ? "veiled" : ""}`}>
      <span class="figure">${shown}</span>
      <small>${rates.length === 0 ? "" : rates.length === 1 ? " 1 round" : ` ${rates.length} rounds`}${running ? " ▶ now" : ""}</small>
    </td>`;
  };
  return html`<h2>Tasks per second so far</h2>
    <${Grid} cells=${plan.cells} caption="Median of the rounds so far; winners are named when the run has ended" draw=${draw} />`;
}

function Now({ story, veiled }) {
  const last = story.samples.at(-1);
  if (!last) {
    return null;
  }
  const calibrating = last.cell.startsWith("calibrate");
  return html`<h2>Now: ${calibrating ? "what backends and generator can do, before the first round" : html`<code>${last.cell}</code>`}</h2>
    ${veiled && !calibrating
      ? html`<p>${story.samples.length} ${story.samples.length === 1 ? "sample" : "samples"}, covered</p>`
      : html`<div class="sparks">
          <${Sparkline} label="tasks per second" values=${story.samples.map((s) => s.rate)} text=${figure(last.rate, "/s")} />
          <${Sparkline} label="in flight" values=${story.samples.map((s) => s.inFlight)} text=${figure(last.inFlight, "")} />
          <p>${figure(last.done, "")} tasks done</p>
        </div>`}`;
}
