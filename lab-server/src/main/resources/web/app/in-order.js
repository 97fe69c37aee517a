// Every stored event of a run once and in order, whatever the connection loses or says twice.
//
// Events count from 1 without gaps: one that is not the next waits, and what is missing is fetched.

/**
 * @param onEvent gets each event
 * @param fetchAfter gets the number of the last event handed over; resolves to the stored events after it
 * @returns {offer, opened}: what to do with an event that came, and with the news that the connection is there again
 */
export function inOrder(onEvent, fetchAfter) {
  let last = 0;
  let fetching = false;
  let again = false;
  const waiting = new Map();

  function keep(event) {
    if (event.sequence > last) {
      waiting.set(event.sequence, event);
    }
    while (waiting.has(last + 1)) {
      last += 1;
      const next = waiting.get(last);
      waiting.delete(last);
      onEvent(next);
    }
  }

  async function opened() {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    do {
      again = false;
      try {
        (await fetchAfter(last)).forEach(keep);
      } catch {
        // The connection broke again; its return is told by another call.
      }
    } while (again);
    fetching = false;
  }

  function offer(event) {
    // A live sample is not stored and has no number: it is worth nothing later.
    if (event.sequence === 0) {
      onEvent(event);
      return;
    }
    keep(event);
    if (waiting.size > 0) {
      opened();
    }
  }

  return { offer, opened };
}
