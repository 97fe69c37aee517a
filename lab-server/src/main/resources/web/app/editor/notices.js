// What the writer should know, between the buttons and the text.
import { html } from "../lib.js";
import { Failure } from "../part/failure.js";
import { idOf } from "./texts.js";

const LOGGED_OUT = 401;

function Refused({ session }) {
  const { error } = session;
  const status = error.problem?.status;
  return html`<${Failure} error=${error} />
    ${status === LOGGED_OUT && html`<p class="note">Your session has ended; the text stays here and in this browser. Log in again in another tab, then save once more.</p>`}
    ${status === 0 && html`<p class="note">The text stays here and in this browser. Save again when the server answers.</p>`}`;
}

/** `14:05`, with the day when that is not today. */
function when(millis) {
  const at = new Date(millis);
  const time = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return at.toDateString() === new Date().toDateString() ? time : `${at.toLocaleDateString()}, ${time}`;
}

/** A draft of another tab. One that is open goes on with its own, so what is opened here is a copy. */
function Other({ session, draft }) {
  const name = html`<code>${idOf(draft.text) || "a scenario without an id"}</code>`;
  return draft.open
    ? html`<p class="note">Another tab is writing ${name}, too, last at ${when(draft.at)}. Both drafts are kept. <button type="button" class="quiet" onClick=${() => session.takeOver(draft)}>open a copy here</button></p>`
    : html`<p class="note">There is an unfinished draft of ${name} from ${when(draft.at)}. <button type="button" onClick=${() => session.takeOver(draft)}>open</button> <button type="button" onClick=${() => session.giveUp(draft)}>discard</button></p>`;
}

export function Notices({ session, otherTab }) {
  const back = session.aside;
  return html`<div class="notices">
    ${session.error && html`<${Refused} session=${session} />`}
    ${session.restored && !session.conflict && html`<p class="note" role="status">Restored: what you had not saved on ${new Date(session.restored).toLocaleString()}. <b>Discard</b> goes back to ${session.isNew ? "the beginning" : "what is stored"}.</p>`}
    ${!session.conflict && session.others.length > 0 && html`<div role="status">${session.others.map((d) => html`<${Other} session=${session} draft=${d} />`)}</div>`}
    ${session.idTaken && html`<p class="note" role="status">There is a scenario <code>${session.id}</code> already. Change the line <code>id:</code> to save this one.</p>`}
    ${!session.isNew && session.becomesNew && !session.idTaken && html`<p class="note" role="status">The text has another id than <code>${session.base.id}</code>: saving makes a new scenario and leaves the old one as it is.</p>`}
    ${back !== null && html`<p class="note" role="status">A text of yours is set aside. <button type="button" class="quiet" onClick=${() => session.bringBack()}>bring it back</button></p>`}
    ${otherTab && html`<p class="note" role="status">Another tab of this browser is changing the same scenario.</p>`}
    ${!session.kept && html`<p class="note" role="alert">This browser stores nothing: what is not saved is gone when the page is closed.</p>`}
  </div>`;
}
