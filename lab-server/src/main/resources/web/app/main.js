// The dashboard: a header, and the page the address names.
import { html, render, useEffect, useErrorBoundary, useState } from "./lib.js";
import { useConnection } from "./events.js";
import { find } from "./routes.js";
import { Failure } from "./part/failure.js";
import { ThemeSwitch } from "./part/theme-switch.js";
import { followLinks, scrollToPlace, useAddress } from "./url.js";

const places = [
  ["/", "Scenarios"],
  ["/runs", "Runs"],
  ["/models", "Models"],
  ["/compare", "Compare"],
  ["/words", "Words"],
];

function Header({ path }) {
  const connection = useConnection();
  return html`<header class="top">
    <a class="skip" href="#main">to the content</a>
    <nav aria-label="pages">
      <strong class="name">Async Lab</strong>
      ${places.map(([to, name]) => {
        const here = to === "/" ? path === "/" || path.startsWith("/scenarios") : path.startsWith(to);
        return html`<a href=${to} aria-current=${here ? "page" : undefined}>${name}</a>`;
      })}
      <a href="/docs/">API</a>
      <span class="room"></span>
      <span class="connection" role="status">${connection === "reconnecting" ? "⟳ reconnecting: what you see may be old" : ""}</span>
      <${ThemeSwitch} />
    </nav>
  </header>`;
}

function Page({ route }) {
  const [error] = useErrorBoundary();
  const [loaded, setLoaded] = useState({});
  useEffect(() => {
    if (route.load) {
      route.load().then((module) => setLoaded({ page: module.default }), (failed) => setLoaded({ failed }));
    }
  }, [route.load]);
  if (error || loaded.failed) {
    return html`<${Failure} error=${error || loaded.failed} />`;
  }
  const Content = route.page || loaded.page;
  return Content ? html`<${Content} ...${route.params} />` : html`<p>loading ...</p>`;
}

function App() {
  const address = useAddress();
  const path = address.split("?")[0];
  const route = find(path);
  return html`<${Header} path=${path} />
    <main id="main" tabindex="-1">
      ${route
        ? html`<${Page} key=${route.key || path} route=${route} />`
        : html`<h1>Nothing is at this address</h1><p>The <a href="/">scenarios</a> are a place to start.</p>`}
    </main>`;
}

followLinks((path) => find(path) !== undefined);
render(html`<${App} />`, document.getElementById("app"));
scrollToPlace();
