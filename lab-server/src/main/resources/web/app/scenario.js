// A scenario: its question, what you expect, what would be measured, and the button that measures it.
import { html, useState } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { Failure } from "./part/failure.js";
import { Exercises, LastRuns } from "./part/lesson.js";
import { Fetched, useTitle } from "./part/page.js";
import { Plan } from "./part/plan.js";
import { answered, PredictForm, ranked } from "./part/predict.js";
import { Stages } from "./part/stages.js";
import { Settings, wanted } from "./part/settings.js";
import { navigate } from "./url.js";

export function Scenario({ id }) {
  const fetched = useFetched(
    () => Promise.all([api.get(`/scenarios/${seg(id)}?resolved=true`), api.get(`/scenarios/${seg(id)}`)]),
    [id],
  );
  useTitle(fetched.value ? fetched.value[0].title : id);
  if (fetched.error) {
    return html`<h1>Scenario <code>${id}</code></h1><${Failure} error=${fetched.error} />`;
  }
  return html`<${Fetched} of=${fetched}>${([scenario, stored]) => html`<${Shown} scenario=${scenario} stored=${stored} />`}<//>`;
}

function Shown({ scenario, stored }) {
  const { lesson } = scenario;
  const [answers, setAnswers] = useState({});
  const settings = wanted();
  const asks = lesson && lesson.predict.length > 0;
  const plan = useFetched(() => api.post("/plans", { scenario: scenario.id, ...settings }), [JSON.stringify(settings)]);
  return html`<p class="path"><a href="/">Scenarios</a> / <code>${scenario.id}</code>${stored.shipped ? "" : " (your own)"}</p>
    <h1>${scenario.title}</h1>
    ${lesson && html`<p class="question">${lesson.question}</p>`}
    ${lesson && html`<${Stages} id=${scenario.id} now=${lesson.predict.length > 0 ? "predict" : "run"} />`}
    ${lesson && lesson.predict.length > 0 && html`<h2 id="predict">1. What do you expect?</h2>
      <p class="soft">Answer before you look. Answers are locked when measuring starts. None is fine too: then the figures stay covered until you ask.</p>
      <${PredictForm} questions=${lesson.predict} models=${ranked(scenario)} answers=${answers} set=${setAnswers} />`}
    <h2 id="run">${asks ? "2. " : ""}Run it</h2>
    ${lesson && asks && html`<${Readiness} lesson=${lesson} answers=${answers} />`}
    <${RunButton} scenario=${scenario.id} settings=${settings} answers=${answers} blocked=${Boolean(plan.error)} />
    <details open=${Object.keys(settings).length > 1}><summary>settings</summary><${Settings} scenario=${scenario} /></details>
    <${Fetched} of=${plan}>${(p) => html`<${Plan} plan=${p} />`}<//>
    ${lesson && html`<h2>${asks ? "3, 4. " : ""}See what came out, and why</h2>
      <p>When the run has ended, its page sets what was measured beside what you said, with the computation by hand, and explains what limited each model.</p>`}
    <${LastRuns} id=${scenario.id} />
    <${Exercises} lesson=${lesson} id=${scenario.id} number=${asks ? 5 : ""} />
    <h2>The file</h2>
    <p><a href=${stored.shipped ? `/edit?from=${seg(scenario.id)}` : `/edit/${seg(scenario.id)}`}>change it</a>${stored.shipped ? " in a copy of your own" : ""}</p>
    <details><summary><code>${scenario.id}.yaml</code></summary><pre tabindex="0">${stored.text}</pre></details>`;
}

/** How far the predictions are, and what comes next. */
function Readiness({ lesson, answers }) {
  const given = Object.keys(answered(answers)).length;
  const all = lesson.predict.length;
  return html`<p role="status">${given === 0 ? `None of ${all} questions answered yet.` : given < all ? html`<b>${given} of ${all}</b> questions answered.` : html`<b class="good">✓ all ${all} questions answered.</b> Now run it.`}</p>`;
}

function RunButton({ scenario, settings, answers, blocked }) {
  const [state, setState] = useState({});
  const run = async () => {
    setState({ busy: true });
    try {
      const status = await api.post("/runs", { scenario, ...settings, predictions: answered(answers) });
      navigate(`/runs/${seg(status.id)}`);
    } catch (error) {
      setState({ error });
    }
  };
  return html`<p><button type="button" class="main" disabled=${blocked || state.busy} onClick=${run}>${state.busy ? "queueing ..." : "Run"}</button></p>
    ${state.error && html`<${Failure} error=${state.error} />`}`;
}
