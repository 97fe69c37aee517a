import { useEffect, useState } from "../lib.js";

/** Counts the changes of colours: a canvas has to be drawn again after each. */
export function useTheme() {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const tell = () => setTurn((t) => t + 1);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const paper = matchMedia("print");
    system.addEventListener("change", tell);
    paper.addEventListener("change", tell);
    addEventListener("themechange", tell);
    return () => {
      system.removeEventListener("change", tell);
      paper.removeEventListener("change", tell);
      removeEventListener("themechange", tell);
    };
  }, []);
  return turn;
}
