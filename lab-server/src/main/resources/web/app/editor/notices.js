// What the writer should know, between the buttons and the text.
import { html } from "../lib.js";
import { Failure } from "../part/failure.js";

const LOGGED_OUT = 401;

function Refused({ session }) {
  const { error } = session;
  const status = error.problem?.status;
  return html`<${Failure} error=${error} />
    ${status === LOGGED_OUT && html`<p class="note">Your session has ended; the text stays here and in this browser. Log in again in another tab, then save once more.</p>`}
    ${status === 0 && html`<p class="note">The text stays here and in this browser. Save again when the server answers.</p>`}`;
}

export function Notices({ session, otherTab }) {
  const back = session.aside;
  return html`<div class="notices">
    ${session.error && html`<${Refused} session=${session} />`}
    ${session.restored && !session.conflict && html`<p class="note" role="status">Restored: what you had not saved on ${new Date(session.restored).toLocaleString()}. <b>Discard</b> goes back to ${session.isNew ? "the beginning" : "what is stored"}.</p>`}
    ${session.idTaken && html`<p class="note" role="status">There is a scenario <code>${session.id}</code> already. Change the line <code>id:</code> to save this one.</p>`}
    ${!session.isNew && session.becomesNew && !session.idTaken && html`<p class="note" role="status">The text has another id than <code>${session.base.id}</code>: saving makes a new scenario and leaves the old one as it is.</p>`}
    ${back !== null && html`<p class="note" role="status">A text of yours is set aside. <button type="button" class="quiet" onClick=${() => session.bringBack()}>bring it back</button></p>`}
    ${otherTab && html`<p class="note" role="status">Another tab of this browser is changing the same scenario.</p>`}
    ${!session.kept && html`<p class="note" role="alert">This browser stores nothing: what is not saved is gone when the page is closed.</p>`}
  </div>`;
}
