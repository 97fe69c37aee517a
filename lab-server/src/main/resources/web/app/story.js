// What the events of a run amount to. Pure: a story and an event give the next story.
const SAMPLES = 240;

/**
 * cells: cell id to {rates: one per round, by round}; samples: of the trial that runs now, [{cell, rate, inFlight}];
 * turns: counts the events after which status and estimate of the run are worth asking for again.
 */
export const begin = () => ({ cells: {}, samples: [], warnings: [], done: 0, of: 0, turns: 0 });

export function after(story, { type, data }) {
  switch (type) {
    case "state":
    case "end":
      return { ...story, state: data.state, turns: story.turns + 1 };
    case "plan":
      return { ...story, rounds: data.rounds, forecast: data.forecast || story.forecast, turns: story.turns + 1 };
    case "trial-started":
      return { ...story, current: data, samples: [], turns: story.turns + 1 };
    case "sample":
      return {
        ...story,
        current: { ...story.current, cell: data.cell },
        samples: [...(story.samples.at(-1)?.cell === data.cell ? story.samples : []), data].slice(-SAMPLES),
      };
    case "trial-finished":
      return { ...story, done: data.done, of: data.of, cells: measured(story, data) };
    case "warning":
      return { ...story, warnings: [...story.warnings, data.message] };
    case "verdict":
      return { ...story, verdict: data };
    default:
      return story;
  }
}

function measured(story, { round, outcome, rates = {} }) {
  const next = { ...story.cells };
  // A trial that only shows its tasks is no round.
  if (outcome === "measured" && !story.current?.trace) {
    for (const [cell, rate] of Object.entries(rates)) {
      next[cell] = { ...next[cell], [round]: rate };
    }
  }
  return next;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length === 0 ? null : sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
