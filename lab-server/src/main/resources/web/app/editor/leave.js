// Leaving with a text that is not saved asks first.
import { html, useEffect, useRef, useState } from "../lib.js";
import { navigate } from "../url.js";

const page = (address) => address.split(/[?#]/)[0];

/** Links, back and forward: held while the text is not saved. */
function hold(isDirty, ask) {
  const here = location.pathname;
  let address = location.href;
  const click = (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain && !link.target && !link.hasAttribute("download") && page(link.href) !== page(location.href) && isDirty()) {
      event.preventDefault();
      event.stopPropagation();
      ask(link.href);
    }
  };
  const back = (event) => {
    if (location.pathname !== here && isDirty()) {
      const wanted = location.href;
      event.stopImmediatePropagation();
      history.pushState(null, "", address);
      ask(wanted);
    } else {
      address = location.href;
    }
  };
  const unload = (event) => isDirty() && event.preventDefault();
  document.addEventListener("click", click, true);
  addEventListener("popstate", back, true);
  addEventListener("beforeunload", unload);
  return () => {
    document.removeEventListener("click", click, true);
    removeEventListener("popstate", back, true);
    removeEventListener("beforeunload", unload);
  };
}

export function LeaveGuard({ session }) {
  const [to, setTo] = useState(null);
  const dialog = useRef();
  const free = useRef(false);
  // The path is a key: a new scenario gets one of its own when it is saved.
  useEffect(() => hold(() => session.dirty && !free.current, setTo), [session, location.pathname]);
  useEffect(() => {
    if (to !== null) {
      dialog.current.showModal();
    }
  }, [to]);
  const go = () => {
    free.current = true;
    const url = new URL(to);
    if (url.origin === location.origin && !url.pathname.startsWith("/docs") && !url.pathname.startsWith("/api")) {
      navigate(url.pathname + url.search);
    } else {
      location.assign(to);
    }
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
          <button type="button" onClick=${() => dialog.current.close()}>Stay</button>
        </p>
      </dialog>`;
}
