// The same scenario was changed here and elsewhere: three texts beside each other, and what to do about it.
import { html, useEffect, useRef } from "../lib.js";

const CONTEXT = 2;

const words = {
  theirs: "changed by somebody else",
  mine: "changed by you",
  both: "changed alike",
  conflict: "changed by both",
};

/** Unchanged lines are shown only next to a change. */
function around(lines, first, last) {
  const head = first ? [] : lines.slice(0, CONTEXT);
  const tail = last ? [] : lines.slice(Math.max(head.length, lines.length - CONTEXT));
  const left = lines.length - head.length - tail.length;
  return [...head, ...(left > 0 ? [`... ${left === 1 ? "1 line" : `${left} lines`} unchanged`] : []), ...tail];
}

const Lines = ({ lines }) => html`<pre>${lines.join("\n")}${lines.length === 0 ? "(nothing)" : ""}</pre>`;

function Block({ block, first, last }) {
  if (block.kind === "same") {
    return html`<tr class="same"><td colspan="4"><${Lines} lines=${around(block.base, first, last)} /></td></tr>`;
  }
  const differs = (side) => (block[side].join("\n") === block.base.join("\n") ? "" : "differs");
  return html`<tr class=${block.kind}>
    <th scope="row">${words[block.kind]}</th>
    <td><${Lines} lines=${block.base} /></td>
    <td class=${differs("theirs")}><${Lines} lines=${block.theirs} /></td>
    <td class=${differs("mine")}><${Lines} lines=${block.mine} /></td>
  </tr>`;
}

export function Conflict({ session }) {
  const heading = useRef();
  useEffect(() => heading.current.focus(), []);
  const { blocks } = session.conflict;
  return html`<section class="conflict" aria-labelledby="conflict">
    <h2 id="conflict" tabindex="-1" ref=${heading}>Somebody else changed this scenario meanwhile</h2>
    <p>Nothing was saved and nothing is lost: your text is below and kept in this browser.</p>
    <p class="buttons">
      <button type="button" onClick=${() => session.merge()}>Merge by hand</button>
      <button type="button" onClick=${() => session.takeTheirs()}>Take theirs</button>
      <button type="button" onClick=${() => session.keepMine()}>Keep mine</button>
    </p>
    <p class="soft">Merging puts both changes together and lets you look before you save. Taking theirs sets your text aside.
      Keeping yours saves it over theirs.</p>
    <div class="wide" tabindex="0" role="region" aria-label="the three texts">
      <table class="three">
        <thead><tr><th></th><th scope="col">as you found it</th><th scope="col">theirs, stored now</th><th scope="col">mine</th></tr></thead>
        <tbody>${blocks.map((block, i) => html`<${Block} block=${block} first=${i === 0} last=${i === blocks.length - 1} />`)}</tbody>
      </table>
    </div>
  </section>`;
}
