// Sentences of the editor page.

const many = (n, one) => (n === 1 ? `1 ${one}` : `${n} ${one}s`);

/** How many problems there are. */
export function counted(problems, warnings) {
  const found = [problems.length > 0 && many(problems.length, "error"), warnings.length > 0 && many(warnings.length, "warning")].filter(Boolean).join(", ");
  return found || "none: this can be saved and run";
}

/** A problem as it is read aloud. */
export function spoken(problem) {
  const place = problem.line > 0 ? `line ${problem.line}: ` : "";
  const fix = problem.suggestion ? ` Alt+Enter writes ${problem.suggestion}.` : "";
  return `${place}${problem.message}.${fix}`;
}
