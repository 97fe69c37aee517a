import { html, useState } from "../lib.js";

const choices = ["system", "light", "dark"];
const signs = { system: "◐", light: "☀", dark: "☾" };

/** System, light or dark. The choice is the browser's, not the address's: a link looks as its reader likes it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme || "system");
  const change = () => {
    const next = choices[(choices.indexOf(theme) + 1) % choices.length];
    if (next === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = next;
    }
    try {
      localStorage.setItem("theme", next);
    } catch {
      // It then lasts until the page is left.
    }
    setTheme(next);
    dispatchEvent(new Event("themechange"));
  };
  return html`<button type="button" class="quiet" onClick=${change} title="colours as the system, light or dark">
    <span aria-hidden="true">${signs[theme]}</span> ${theme}
  </button>`;
}
