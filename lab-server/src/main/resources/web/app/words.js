// Figures and sentences, in the words the command line and the report use (Figures and Sentences in the contract;
// a test holds both against each other).
const fixed = (value, digits) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: true });

export function number(value) {
  const size = Math.abs(value);
  if (size >= 1000 || Number.isInteger(value)) {
    return fixed(value, 0);
  }
  if (size >= 100) {
    return value.toFixed(0);
  }
  if (size < 0.001) {
    return value.toExponential(2).replace(/e([+-])(\d)$/, "e$10$2");
  }
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1;
  return fixed(value, 3 - whole);
}

const timeUnits = { s: 1, ms: 1e3, µs: 1e6, ns: 1e9 };
const timeUnit = (seconds) => (seconds >= 1 || seconds === 0 ? "s" : seconds >= 1e-3 ? "ms" : seconds >= 1e-6 ? "µs" : "ns");

export function duration(seconds) {
  const unit = timeUnit(Math.abs(seconds));
  return `${number(seconds * timeUnits[unit])} ${unit}`;
}

export function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let at = 0;
  let scaled = value;
  while (Math.abs(scaled) >= 1024 && at < units.length - 1) {
    scaled /= 1024;
    at += 1;
  }
  return `${at === 0 ? number(scaled) : scaled.toFixed(1)} ${units[at]}`;
}

/** `9,610/s`, `101 ms`, `1.2 GiB`. */
export function figure(value, unit) {
  if (value == null || Number.isNaN(value)) {
    return "n/a";
  }
  switch (unit) {
    case "/s":
      return `${number(value)}/s`;
    case "s":
      return duration(value);
    case "B":
      return bytes(value);
    case "":
      return number(value);
    default:
      return `${number(value)} ${unit}`;
  }
}

function ends(low, high) {
  const larger = Math.max(Math.abs(low), Math.abs(high));
  if (larger < 0.001 && larger > 0) {
    return `[${number(low)}, ${number(high)}]`;
  }
  const significant = larger >= 100 ? 0 : larger >= 10 ? 1 : larger >= 1 ? 2 : 3;
  const telling = high > low ? Math.ceil(-Math.log10(high - low) - 1e-9) : 0;
  const whole = Number.isInteger(low) && Number.isInteger(high);
  const digits = whole ? 0 : Math.min(4, Math.max(telling, significant));
  return `[${fixed(low, digits)}, ${fixed(high, digits)}]`;
}

/** `[9,480, 9,730]`; nothing where there is no interval. */
export function interval(low, high, unit) {
  if (low == null || high == null) {
    return "";
  }
  if (unit === "s") {
    const name = timeUnit(Math.max(Math.abs(low), Math.abs(high)));
    return `${ends(low * timeUnits[name], high * timeUnits[name])} ${name}`;
  }
  return unit === "B" ? `[${bytes(low)}, ${bytes(high)}]` : ends(low, high);
}

export const percent = (share) => `${Math.round(share * 100)} %`;

export function ratio(value) {
  const size = Math.abs(value);
  return size < 10 ? value.toFixed(2) : size < 100 ? value.toFixed(1) : fixed(value, 0);
}

export const plainMetric = (id) => id.split("/")[0];

/** `callers = 1000, size = 64`. */
export const atText = (at) =>
  Object.entries(at || {})
    .map(([axis, value]) => `${axis} = ${value}`)
    .join(", ");

export const why = (reason) => (reason && reason.trim() ? `: ${reason}` : "");

/** Seconds for people who wait: `about 2 min`. */
export const about = (seconds) =>
  seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${number(seconds / 3600)} h`;

function factor(pair, inverted) {
  if (pair.ratio == null) {
    return "";
  }
  const turn = (x) => (inverted ? 1 / x : x);
  const [low, high] = inverted ? [pair.hi, pair.lo] : [pair.lo, pair.hi];
  const range = low == null || high == null ? "" : ` [${ratio(turn(low))}, ${ratio(turn(high))}]`;
  return ` ${ratio(turn(pair.ratio))}x${range}`;
}

function ratioText(pair) {
  if (pair.ratio == null) {
    return "";
  }
  const range = pair.lo == null || pair.hi == null ? "" : ` [${ratio(pair.lo)}, ${ratio(pair.hi)}]`;
  return ` (ratio ${ratio(pair.ratio)}${range})`;
}

/**
 * A pair as its sentence and in its parts: who, by how much, and what is left to say.
 *
 * @param lower ids of the metrics of which less is better
 */
export function pairParts(pair, lower) {
  const lowerWins = lower.has(plainMetric(pair.metric));
  switch (pair.verdict) {
    case "a-beats-b":
      return { who: `${pair.a} beats ${pair.b}`, much: factor(pair, lowerWins), rest: "" };
    case "b-beats-a":
      return { who: `${pair.b} beats ${pair.a}`, much: factor(pair, !lowerWins), rest: "" };
    case "tie":
      return { who: `${pair.a} ties with ${pair.b}`, much: ratioText(pair), rest: "" };
    case "void":
      return { who: `${pair.a} and ${pair.b}: void`, much: "", rest: why(pair.reason) };
    default: {
      const needed = pair.roundsNeeded == null ? "" : `, about ${pair.roundsNeeded} rounds would tell`;
      return { who: `${pair.a} and ${pair.b}: no winner can be named`, much: ratioText(pair), rest: needed + why(pair.reason) };
    }
  }
}

/** @param lower ids of the metrics of which less is better */
export function pairText(pair, lower) {
  const { who, much, rest } = pairParts(pair, lower);
  return who + much + rest;
}

/** `96 % of bound 10,000/s (callers / delay)`. */
export function boundText(cell) {
  if (!cell.bound) {
    return "";
  }
  const unit = cell.metrics[cell.bound.metric]?.unit ?? "";
  const limit = `bound ${figure(cell.bound.value, unit)} (${cell.bound.binding})`;
  return cell.efficiency == null ? limit : `${percent(cell.efficiency)} of ${limit}`;
}

/** Why a cell shows no figure. */
export const absence = (cell) =>
  cell.state.replace("-", " ") + why(cell.reason) + (cell.flags.length === 0 ? "" : ` (${cell.flags.join(", ")})`);

export function claimText(claim) {
  const parts = [];
  if (claim.estimate != null) {
    const range = interval(claim.lo, claim.hi, "");
    parts.push(`measured ${number(claim.estimate)}${range ? ` ${range}` : ""}`);
  }
  if (claim.reason != null) {
    parts.push(claim.reason);
  }
  if (claim.roundsNeeded != null) {
    parts.push(`about ${claim.roundsNeeded} rounds would tell`);
  }
  if (claim.mechanismSeen === false) {
    const start = claim.outcome === "holds" ? "holds, but not for the stated reason: " : "its stated reason: ";
    parts.push(`${start}${claim.because} was not seen`);
  }
  return parts.join("; ");
}

export function crossoverText(c) {
  const needed = c.roundsNeeded == null ? "" : `; about ${c.roundsNeeded} rounds of these values would tell`;
  const byHand = c.byHand == null ? "" : `; by hand ${number(c.byHand)}${c.byHandFormula ? ` (${c.byHandFormula})` : ""}`;
  if (c.value == null) {
    const verb = c.kind === "none" ? ": no crossover along " : ": cannot say where they cross along ";
    return `${c.metric} of ${c.a} and ${c.b}${verb}${c.axis}${why(c.reason)}${needed}${byHand}`;
  }
  const range = interval(c.lo, c.hi, "");
  const verb = c.kind === "departure" ? " part at " : " swap places at ";
  return `${c.metric}: ${c.a} and ${c.b}${verb}${c.axis} ${number(c.value)}${range ? ` ${range}` : ""}${byHand}`;
}
