// How to run: profile, budget, other values of the axes, some of the models. All of it in the address.
import { html } from "../lib.js";
import { query, setQuery } from "../url.js";

const profiles = {
  smoke: "one round: does it run? names no winner",
  quick: "a verdict in about two minutes",
  standard: "a figure to rely on; up to 45 minutes",
  publish: "a figure to publish; hours",
};

const PREFIX = "set.";

/** The settings of the address as the fields of POST /plans and POST /runs. */
export function wanted() {
  const { profile = "quick", budget = "", models = "", trace = "", seed = "", ...rest } = query();
  const set = Object.fromEntries(
    Object.entries(rest).filter(([name]) => name.startsWith(PREFIX)).map(([name, value]) => [name.slice(PREFIX.length), value]),
  );
  return {
    profile,
    ...(budget && { budget }),
    ...(seed && { seed: Number(seed) }),
    ...(trace && { trace: true }),
    ...(models && { only: { model: models.split(",") } }),
    ...(Object.keys(set).length > 0 && { set }),
  };
}

function Models({ variants }) {
  const { models = "" } = query();
  const chosen = models ? models.split(",") : variants;
  const toggle = (name) => {
    const next = variants.filter((v) => (v === name ? !chosen.includes(v) : chosen.includes(v)));
    setQuery({ models: next.length === variants.length || next.length === 0 ? "" : next.join(",") });
  };
  return html`<fieldset>
    <legend>models</legend>
    ${variants.map((v) => html`<label class="option inline"><input type="checkbox" checked=${chosen.includes(v)} onChange=${() => toggle(v)} /> ${v}</label>`)}
  </fieldset>`;
}

export function Settings({ scenario }) {
  const now = query();
  const variants = scenario.variants.map((v) => v.name).filter((n) => !n.endsWith("~twin"));
  return html`<div class="settings">
    <label>profile
      <select value=${now.profile || "quick"} onChange=${(e) => setQuery({ profile: e.target.value === "quick" ? "" : e.target.value })}>
        ${Object.entries(profiles).map(([id, text]) => html`<option value=${id}>${id}: ${text}</option>`)}
      </select>
    </label>
    <label>budget <input size="8" value=${now.budget || ""} placeholder="150s" onChange=${(e) => setQuery({ budget: e.target.value.trim() })} /></label>
    ${scenario.axes.map(
      (axis) => html`<label><code>${axis.name}</code>
        <input
          value=${now[PREFIX + axis.name] || ""}
          placeholder=${axis.declared.map((v) => v.label).join(",")}
          onChange=${(e) => setQuery({ [PREFIX + axis.name]: e.target.value.trim() })}
        /></label>`,
    )}
    <label class="option inline"><input type="checkbox" checked=${now.trace === "1"} onChange=${(e) => setQuery({ trace: e.target.checked ? "1" : "" })} /> record what tasks do, thread by thread</label>
    <${Models} variants=${variants} />
  </div>`;
}
