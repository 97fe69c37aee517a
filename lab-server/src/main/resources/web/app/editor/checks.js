// What the server says of the text: its problems, and once it has none, the plan of a run.
import { useEffect, useState } from "../lib.js";
import { api } from "../api.js";
import { wanted } from "../part/settings.js";

const QUIET_MILLIS = 300;
const NONE = { problems: [], warnings: [], plan: null, error: null, of: null };

async function check(text, settings) {
  try {
    const { valid, problems, warnings } = await api.post("/validations", { text });
    const plan = valid ? await api.post("/plans", { inline: text, ...settings }) : null;
    return { of: text, problems, warnings, plan, error: null };
  } catch (error) {
    return { ...NONE, of: text, error };
  }
}

/**
 * The checks of the text as it was when nothing had been typed for a moment; `of` is that text, null before the first.
 * The plan of the last text without problems stays while there are some. An answer to an older text is dropped.
 */
export function useChecks(text) {
  const [state, set] = useState(NONE);
  const settings = wanted();
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const next = await check(text, settings);
      if (current) {
        set((before) => ({ ...next, plan: next.plan || before.plan, planIsOld: next.plan === null }));
      }
    }, state.of === null ? 0 : QUIET_MILLIS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, JSON.stringify(settings)]);
  return state;
}
