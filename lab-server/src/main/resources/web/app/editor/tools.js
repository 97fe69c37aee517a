// The buttons above the text, and in one line where the text stands.
import { html, useState } from "../lib.js";
import { query, setQuery } from "../url.js";

const PROFILES = ["smoke", "quick", "standard", "publish"];

function state(session) {
  if (session.busy) {
    return session.busy;
  }
  const where = session.kept ? "kept in this browser, " : "NOT kept in this browser, ";
  if (session.dirty) {
    return `${where}not saved`;
  }
  return session.said || (session.isNew ? "not saved yet" : "saved");
}

function Discard({ session }) {
  const [asked, ask] = useState(false);
  const discard = () => {
    ask(false);
    session.discard();
  };
  return asked
    ? html`<span class="asked">Give up your changes? <button type="button" onClick=${discard}>yes, discard</button> <button type="button" onClick=${() => ask(false)}>no</button></span>`
    : html`<button type="button" disabled=${!session.dirty || session.conflict !== null} onClick=${() => ask(true)}>Discard</button>`;
}

export function Tools({ session, actions }) {
  const held = session.busy !== "" || session.conflict !== null;
  const idle = !session.dirty && !session.isNew;
  return html`<div class="tools bar-of-tools">
    <button type="button" disabled=${held || idle} onClick=${actions.save} title="Ctrl+S" aria-keyshortcuts="Control+S">Save${session.becomesNew && session.id ? html` as <code>${session.id}</code>` : ""}</button>
    <button type="button" class="start" disabled=${held} onClick=${actions.run} title="Ctrl+Enter" aria-keyshortcuts="Control+Enter">${idle ? "Run" : "Save and run"}</button>
    <${Discard} session=${session} />
    <label>profile <select value=${query().profile || "quick"} onChange=${(e) => setQuery({ profile: e.target.value === "quick" ? "" : e.target.value })}>
      ${PROFILES.map((id) => html`<option value=${id} selected=${id === (query().profile || "quick")}>${id}</option>`)}
    </select></label>
    <span role="status" class=${session.dirty ? "doubt" : "soft"}>${state(session)}</span>
  </div>`;
}
