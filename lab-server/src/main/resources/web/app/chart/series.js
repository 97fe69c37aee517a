// How the models look in every chart: a colour, a dash and a sign each, so that none is told by its colour alone.
const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 4], [4, 4], [1, 5], [12, 3, 3, 3, 3, 3]];
const signs = ["●", "■", "▲", "◆", "▼", "✚", "○", "□"];

/** @returns a function from a model's name to {index, token, dash, sign} */
export function series(models) {
  return (name) => {
    const index = Math.max(0, models.indexOf(name)) % dashes.length;
    return { index, token: `--series-${index + 1}`, dash: dashes[index], sign: signs[index] };
  };
}

/** A token's colour as it is now, for a canvas, which knows no variables. */
export function colour(token) {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
