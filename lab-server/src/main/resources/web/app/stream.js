// The one connection for events, wherever it lives: in the shared worker, or in the page where there is none.
//
// It carries the events of all runs from now on. A connection that broke has missed some: whoever shows a run gets
// them by GET, told by the word "open", and by the numbers of the events, which count from 1 without gaps.
const RETRY_MILLIS = 2000;
const TYPES = ["state", "plan", "trial-started", "sample", "trial-finished", "warning", "verdict", "end"];

/** @param tell gets {connection: "open" | "reconnecting"} and {event} */
export function listen(tell) {
  const source = new EventSource("/api/v1/events");
  source.onopen = () => tell({ connection: "open" });
  for (const type of TYPES) {
    source.addEventListener(type, (message) => tell({ event: JSON.parse(message.data) }));
  }
  source.onerror = () => {
    tell({ connection: "reconnecting" });
    // The browser tries again by itself, unless the answer was no stream at all.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => listen(tell), RETRY_MILLIS);
    }
  };
}
