// Sentences of the editor page.

const many = (n, one) => (n === 1 ? `1 ${one}` : `${n} ${one}s`);

/** How many problems there are, and where the first one is. */
export function counted(problems, warnings) {
  const found = [problems.length > 0 && many(problems.length, "error"), warnings.length > 0 && many(warnings.length, "warning")].filter(Boolean).join(", ");
  if (found === "") {
    return "none: this can be saved and run";
  }
  const first = problems[0] || warnings[0];
  return `${found}; first: ${spoken(first)}`;
}

/** A problem as it is read aloud. */
export function spoken(problem) {
  const place = problem.line > 0 ? `line ${problem.line}: ` : "";
  const fix = problem.suggestion ? ` Alt+Enter writes ${problem.suggestion}.` : "";
  return `${place}${problem.message}.${fix}`;
}
