// A run that has ended, played as if it were measured now: its stored events at their recorded distances, or closer.
// It reads and draws; the run itself stays as it is.
import { html, useEffect, useState } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { Live } from "./live.js";
import { Failure } from "./part/failure.js";
import { Fetched } from "./part/page.js";
import { answered, PredictForm, ranked } from "./part/predict.js";
import { Result } from "./result.js";
import { after, begin } from "./story.js";
import { query, setQuery } from "./url.js";

const SPEEDS = [1, 2, 5, 10, 30, 100];
const [SLOWEST, FASTEST] = [0.1, 1000];
const TICK_MILLIS = 100;

/** How many times as fast the address wants the run played; null for the run itself. */
export function replaySpeed() {
  const speed = Number(query().replay);
  return speed >= SLOWEST && speed <= FASTEST ? speed : null;
}

/**
 * When each event comes, in milliseconds from the start of the replay. The time in the queue is left out: nobody learns
 * from it. Without times of their own, as in a run measured elsewhere, events are spread evenly over its length.
 */
export function offsets(status, events) {
  const whole = status.started && status.ended ? Date.parse(status.ended) - Date.parse(status.started) : events.length * 1000;
  const first = events.find((e) => e.data.state !== "queued");
  const timed = events.every((e) => e.at);
  let last = 0;
  return events.map((event, i) => {
    const offset = timed ? Date.parse(event.at) - Date.parse(first?.at ?? event.at) : (whole * i) / Math.max(1, events.length - 1);
    last = Math.max(last, offset);
    return last;
  });
}

async function recorded(status) {
  const [{ events }, scenario] = await Promise.all([
    api.get(`/runs/${seg(status.id)}/events`),
    api.scenarioOf(status.id),
  ]);
  return { events, scenario, times: offsets(status, events), timed: events.every((e) => e.at) };
}

export function Replay({ status, speed }) {
  const fetched = useFetched(() => recorded(status), [status.id]);
  return html`<${Fetched} of=${fetched}>${(all) => html`<${Started} status=${status} speed=${speed} ...${all} />`}<//>`;
}

function Banner({ status, speed, timed }) {
  const date = (status.started || status.submitted).slice(0, 10);
  return html`<p class="note" role="note"><b>Replay of a run of ${date}</b>, ${speed} times as fast. Nothing is measured now.
    ${!timed && " When its trials took place was not recorded: they are spread evenly."}
    <button type="button" class="quiet" onClick=${() => setQuery({ replay: "", figures: "" })}>leave the replay</button></p>`;
}

/**
 * The questions first, as before a run: whoever has seen the figures no longer predicts. A run that measured nothing has
 * nothing to score answers by.
 */
function Started(props) {
  const questions = (props.status.outcome !== null && props.scenario?.lesson?.predict) || [];
  const [answers, set] = useState({});
  const [started, start] = useState(questions.length === 0 ? {} : null);
  const [error, setError] = useState(null);
  const given = answered(answers);
  const count = Object.keys(given).length;
  if (started) {
    return html`<${Played} ...${props} given=${given} own=${started.predictions} />`;
  }
  // Scored now and shown at the end: an answer that cannot be scored is said while it can still be corrected.
  const lock = () => api.post(`/runs/${seg(props.status.id)}/scores`, given).then(start, setError);
  return html`<${Banner} ...${props} />
    <h1>${props.scenario.title}</h1>
    ${props.scenario.lesson.question && html`<p class="question">${props.scenario.lesson.question}</p>`}
    <h2>What do you expect?</h2>
    <p class="soft">Answer before you look: answers are locked when the replay starts, and scored at its end. They are for you alone; the recorded run stays as it is.</p>
    <${PredictForm} questions=${questions} models=${ranked(props.scenario)} answers=${answers} set=${set} />
    ${error && html`<${Failure} error=${error} />`}
    <p><button type="button" class="main" onClick=${lock}>${count > 0 ? "Play the run" : "Play the run without answers"}</button></p>`;
}

/** Milliseconds of the run that have been played. */
function useElapsed(whole, speed, playing, position) {
  const [elapsed, setElapsed] = useState(position);
  useEffect(() => {
    if (!playing) {
      return undefined;
    }
    let before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const step = (now - before) * speed;
      before = now;
      setElapsed((e) => Math.min(whole, e + step));
    }, TICK_MILLIS);
    return () => clearInterval(timer);
  }, [whole, speed, playing]);
  return [elapsed, setElapsed];
}

function Played({ status, speed, events, times, timed, given, own }) {
  const whole = times.at(-1) ?? 0;
  const [playing, setPlaying] = useState(true);
  const [elapsed, setElapsed] = useElapsed(whole, speed, playing, 0);
  const ended = elapsed >= whole;
  const story = events.filter((e, i) => times[i] <= elapsed).reduce(after, begin());
  const then = { ...status, state: story.state || "running", outcome: null, summary: null, position: null, etaSeconds: null };
  return html`<${Banner} status=${status} speed=${speed} timed=${timed} />
    <div class="progress">
      <p role="status">${ended ? html`<b>The replay has ended.</b>` : html`<b>${playing ? "playing" : "paused"}</b>${story.current?.model ? `, ${story.current.model}${story.current.round > 0 ? ` in round ${story.current.round}` : ""}` : ""}`}</p>
      <progress max=${whole || 1} value=${elapsed} aria-label="share of the replay played"></progress>
      ${!ended && html`<button type="button" onClick=${() => setPlaying(!playing)}>${playing ? "Pause" : "Go on"}</button>
        <button type="button" onClick=${() => setElapsed(whole)}>To the end</button>`}
      ${ended && html`<button type="button" onClick=${() => (setElapsed(0), setPlaying(true))}>Again</button>`}
      <label>speed <select value=${String(speed)} onChange=${(e) => setQuery({ replay: e.target.value }, { replace: true })}>
        ${[...new Set([...SPEEDS, speed])].sort((a, b) => a - b).map((s) => html`<option value=${String(s)}>${s} x</option>`)}
      </select></label>
    </div>
    ${ended && status.outcome !== null
      ? html`<${Result} status=${status} own=${own} />`
      : html`<${Live} status=${then} story=${story} ended=${ended} given=${given} />`}`;
}
