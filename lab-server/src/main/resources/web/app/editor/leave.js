// Leaving with a text that is not saved asks first.
import { html, useEffect, useRef, useState } from "../lib.js";
import { holdLeaving, navigate } from "../url.js";

const page = (address) => address.split(/[?#]/)[0];

/** Links, back and forward, and the closing of the tab: held while the text is not saved. */
function hold(isDirty, ask) {
  const here = location.href;
  const released = holdLeaving((wanted) => {
    if (page(wanted) === page(here) || !isDirty()) {
      return false;
    }
    if (location.href === wanted) {
      // Back or forward: the address has changed already.
      history.pushState(null, "", here);
    }
    ask(wanted);
    return true;
  });
  const unload = (event) => isDirty() && event.preventDefault();
  addEventListener("beforeunload", unload);
  return () => {
    released();
    removeEventListener("beforeunload", unload);
  };
}

export function LeaveGuard({ session }) {
  const [to, setTo] = useState(null);
  const dialog = useRef();
  const free = useRef(false);
  // The address is a key: settings are in it, and a new scenario gets one of its own when it is saved.
  useEffect(() => hold(() => session.dirty && !free.current, setTo), [session, location.href]);
  useEffect(() => {
    if (to !== null) {
      dialog.current.showModal();
    }
  }, [to]);
  const go = () => {
    free.current = true;
    const url = new URL(to);
    navigate(url.pathname + url.search + url.hash);
  };
  const saveAndGo = async () => ((await session.save()) ? go() : setTo(null));
  return to === null
    ? null
    : html`<dialog ref=${dialog} aria-labelledby="leaving" onClose=${() => setTo(null)}>
        <h2 id="leaving">Leave without saving?</h2>
        <p>What you changed stays in this browser${session.kept ? " and is there when you come back" : " only as long as this page is open"}.</p>
        <p class="buttons">
          <button type="button" class="main" onClick=${saveAndGo}>Save and leave</button>
          <button type="button" onClick=${go}>Leave</button>
          <button type="button" onClick=${() => setTo(null)}>Stay</button>
        </p>
      </dialog>`;
}
