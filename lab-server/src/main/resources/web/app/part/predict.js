// The questions of a lesson as a form: rank by moving up and down, choose, or give a number.
import { html, useRef } from "../lib.js";

/**
 * @param questions of the lesson
 * @param models in file order, where a rank begins
 * @param answers question to text, as the API takes them; changed through set
 */
export function PredictForm({ questions, models, answers, set }) {
  return html`<div class="predict">
    ${questions.map((question) => {
      const give = (text) => set({ ...answers, [question.id]: text });
      const props = { question, models, answer: answers[question.id] || "", give };
      return html`<fieldset key=${question.id}>
        <legend>${question.ask}</legend>
        ${question.answer === "rank" && html`<${Rank} ...${props} />`}
        ${question.answer === "choice" && html`<${Choice} ...${props} />`}
        ${question.answer === "number" && html`<${Figure} ...${props} />`}
      </fieldset>`;
    })}
  </div>`;
}

// `a = b, c`: best first; models that tie stand together.
export const places = (text) => text.split(",").flatMap((group) => group.split("=").map((name, i) => ({ name: name.trim(), ties: i > 0 })));
const spelled = (list) => list.map((p, i) => (i === 0 ? "" : p.ties ? " = " : ", ") + p.name).join("");

function Rank({ question, models, answer, give }) {
  const list = useRef();
  const order = answer ? places(answer) : models.map((name) => ({ name, ties: false }));
  const move = (at, by) => {
    const to = at + by;
    const next = order.map((p) => ({ ...p }));
    [next[at].name, next[to].name] = [next[to].name, next[at].name];
    give(spelled(next));
    // The button moves with its model, so that the same key moves it on.
    requestAnimationFrame(() => list.current?.querySelectorAll("li")[to]?.querySelector(by < 0 ? ".up" : ".down")?.focus());
  };
  const tie = (at) => give(spelled(order.map((p, i) => (i === at ? { ...p, ties: !p.ties } : p))));
  return html`<ol class="rank" ref=${list}>
      ${order.map(
        (place, i) => html`<li class=${answer ? "" : "soft"}>
          <span class="tie">${place.ties ? "=" : ""}</span> <span class="grow">${place.name}</span>
          <button type="button" class="up" aria-label=${`${place.name} one place up`} aria-disabled=${i === 0} onClick=${() => i > 0 && move(i, -1)}>↑</button>
          <button type="button" class="down" aria-label=${`${place.name} one place down`} aria-disabled=${i === order.length - 1} onClick=${() => i < order.length - 1 && move(i, 1)}>↓</button>
          <button type="button" aria-pressed=${place.ties} aria-label=${`${place.name} ties with the one above`} disabled=${i === 0} onClick=${() => tie(i)}>=</button>
        </li>`,
      )}
    </ol>
    <p class="soft">
      best first ${answer ? html`<button type="button" class="quiet" onClick=${() => give("")}>no answer</button>` : html`<button type="button" class="quiet" onClick=${() => give(spelled(order))}>answer this order</button>`}
    </p>`;
}

function Choice({ question, answer, give }) {
  return html`<div>
    ${question.options.map(
      (option, i) => html`<label class="option">
        <input type="radio" name=${`choice-${question.id}`} checked=${answer === String(i + 1)} onChange=${() => give(String(i + 1))} /> ${option.say}
      </label>`,
    )}
  </div>`;
}

function Figure({ question, answer, give }) {
  const within = question.within ? `within ${Math.round(question.within * 100)} % counts as right` : "";
  return html`<label>
    <input type="text" value=${answer} onInput=${(e) => give(e.target.value)} placeholder=${/throughput|goodput/.test(question.of || "") ? "such as 120/s" : "such as 20 ms"} size="16" /> <small>${question.of}${within && html`; ${within}`}</small>
  </label>`;
}

/** The models a ranking orders: what shares a process is never compared. */
export const ranked = (scenario) => scenario.variants.filter((v) => v.isolation !== "SHARED").map((v) => v.name);

/** Only the questions somebody answered. */
export const answered = (answers) => Object.fromEntries(Object.entries(answers).filter(([, text]) => text.trim() !== ""));
