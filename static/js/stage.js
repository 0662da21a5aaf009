// The stage shows one view at a time: its tab is marked, the page's address names it, and the feed pushes that one alone.
import { tell } from "./feed.js";

const workspace = document.getElementById("workspace");

function mark(view) {
  for (const tab of document.querySelectorAll("#views a")) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

function choose(view) {
  workspace.dataset.view = view;
  mark(view);
  const address = new URL(location.href);
  address.searchParams.set("view", view);
  history.replaceState(null, "", address);
  tell({ view });
}

// A push of the former view may have been on its way when another one was chosen.
function catchUp() {
  const { view } = workspace.dataset;
  if (document.getElementById("picture").dataset.view !== view) document.getElementById(`view-${view}`).click();
}

export function switchViews() {
  document.getElementById("views").addEventListener("htmx:beforeRequest", (event) => choose(event.target.dataset.view));
  document.body.addEventListener("news", catchUp);
}
