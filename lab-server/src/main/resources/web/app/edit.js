// The editor: the text on one side; on the other its problems and what a run of it would measure.
import { html, useEffect, useMemo, useRef, useState } from "./lib.js";
import { seg, useFetched } from "./api.js";
import { useChecks } from "./editor/checks.js";
import { Conflict } from "./editor/conflict.js";
import { onOtherTab } from "./editor/drafts.js";
import { LeaveGuard } from "./editor/leave.js";
import { Notices } from "./editor/notices.js";
import { open } from "./editor/open.js";
import { Problems } from "./editor/problems.js";
import { fetchSchema } from "./editor/schema.js";
import { Session } from "./editor/session.js";
import { Tools } from "./editor/tools.js";
import { mount } from "./editor/view.js";
import { spoken } from "./editor/words.js";
import { Failure } from "./part/failure.js";
import { useTitle } from "./part/page.js";
import { Plan } from "./part/plan.js";
import { navigate, query, rename } from "./url.js";

function useStyleSheet() {
  useEffect(() => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("../editor.css", import.meta.url);
    document.head.append(link);
    return () => link.remove();
  }, []);
}

/** The session of the address. A scenario that has just got its id is still the same session. */
function useSession(id, from) {
  const [state, set] = useState({});
  const [, redraw] = useState(0);
  const [turn, setTurn] = useState(0);
  const now = useRef();
  useEffect(() => {
    if (now.current && id !== "" && now.current.base.id === id) {
      return undefined;
    }
    let current = true;
    set({});
    open(id, from).then(
      (opened) => {
        if (current) {
          now.current = new Session(opened, () => redraw((n) => n + 1));
          now.current.reopen = () => {
            now.current = undefined;
            setTurn((n) => n + 1);
          };
          set({ session: now.current });
        }
      },
      (error) => current && set({ error }),
    );
    return () => {
      current = false;
    };
  }, [id, from, turn]);
  return state;
}

export default function Edit({ id = "" }) {
  useStyleSheet();
  const { session, error } = useSession(id, query().from || "");
  useTitle(session ? `${session.dirty ? "* " : ""}${session.base.id || "new scenario"}` : "Editor");
  if (error) {
    return html`<h1>Editor</h1><${Failure} error=${error} /><p>The <a href="/">scenarios</a> are a place to start.</p>`;
  }
  return session ? html`<${Editor} key=${session} session=${session} />` : html`<p class="soft">loading ...</p>`;
}

/** What the keys and the buttons do. */
function useActions(session, field, say) {
  return useMemo(() => {
    const named = () => {
      const path = `/edit/${seg(session.base.id)}`;
      if (!session.isNew && location.pathname !== path) {
        const { from, ...rest } = query();
        rename(`${path}${Object.keys(rest).length > 0 ? `?${new URLSearchParams(rest)}` : ""}`);
      }
    };
    return {
      save: async () => (await session.save()) && named(),
      run: async () => {
        const run = await session.saveAndRun();
        named();
        if (run) {
          navigate(`/runs/${seg(run)}`);
        }
      },
      step: (forward) => {
        const problem = field.current.step(forward);
        say(problem ? spoken(problem) : "There are no problems.");
      },
    };
  }, [session]);
}

function useKeys(actions) {
  useEffect(() => {
    const keys = (event) => {
      const command = (event.ctrlKey || event.metaKey) && !event.altKey;
      const action = (command && !event.shiftKey && event.key.toLowerCase() === "s" && actions.save)
        || (command && event.key === "Enter" && actions.run)
        || (event.key === "F8" && (() => actions.step(!event.shiftKey)));
      if (action && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        event.stopPropagation();
        action();
      }
    };
    addEventListener("keydown", keys, true);
    return () => removeEventListener("keydown", keys, true);
  }, [actions]);
}

/** The text field: made once for a session; from then on it has the text, and tells of every change. */
function useField(session, schema, checks) {
  const host = useRef();
  const field = useRef();
  useEffect(() => {
    field.current = mount(host.current, { text: session.text, schema, typed: (text) => session.typed(text) });
    session.show = (text) => field.current.replaceAll(text);
    field.current.focus();
    return () => field.current.close();
  }, [session]);
  useEffect(() => {
    // Marks for an older text would stand at wrong places: those there are move along until the next check.
    if (checks.of === session.text) {
      field.current.mark(checks.problems, checks.warnings);
    }
  }, [checks]);
  return { host, field };
}

function Editor({ session }) {
  const checks = useChecks(session.text);
  const [said, say] = useState("");
  const [otherTab, setOtherTab] = useState(false);
  const schema = useMemo(fetchSchema, [session]);
  const known = useFetched(() => schema, [schema]).value;
  const { host, field } = useField(session, schema, checks);
  const actions = useActions(session, field, say);
  useKeys(actions);
  useEffect(() => onOtherTab(session, () => setOtherTab(true)), [session]);
  return html`<div class="editing">
    <p class="path"><a href="/">Scenarios</a> / ${session.isNew ? html`<b>new</b>` : html`<a href=${`/scenarios/${seg(session.base.id)}`}><code>${session.base.id}</code></a>`}</p>
    <h1>${session.isNew ? (session.from ? html`Your own copy of <code>${session.from}</code>` : "A scenario of your own") : html`Change <code>${session.base.id}</code>`}</h1>
    <${Tools} session=${session} actions=${actions} />
    <${Notices} session=${session} otherTab=${otherTab} />
    ${session.conflict && html`<${Conflict} session=${session} />`}
    <div class="sides">
      <div class="field">
        <div class="text" ref=${host}></div>
        <p class="soft keys"><kbd>Tab</kbd> indents; <kbd>Esc</kbd> and then <kbd>Tab</kbd> leaves the text. <kbd>F8</kbd> next problem,${" "}
          <kbd>Alt</kbd>+<kbd>Enter</kbd> writes the suggestion, <kbd>Ctrl</kbd>+<kbd>Space</kbd> what may stand here.</p>
        <p class="spoken announced" aria-live="polite">${said}</p>
      </div>
      <aside aria-label="checks">
        <${Problems} checks=${checks} schema=${known} jump=${(p) => field.current.jump(p)} fix=${(p) => field.current.fix(p)} />
        ${checks.error && html`<${Failure} error=${checks.error} />`}
        <h2>What a run would measure</h2>
        ${checks.plan ? html`<div class=${checks.planIsOld ? "old" : ""}>${checks.planIsOld && html`<p class="soft">Of the last text without errors:</p>`}<${Plan} plan=${checks.plan} /></div>` : html`<p class="soft">It is shown when the text has no errors.</p>`}
      </aside>
    </div>
    <${LeaveGuard} session=${session} />
  </div>`;
}
