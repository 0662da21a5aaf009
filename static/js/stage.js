// The stage shows one view at a time: its tab is marked, the page's address names it, and the feed pushes that one alone.
// What is chosen within a view follows its name: `table:pods`. A tab remembers what was chosen in it.
import { tell } from "./feed.js";

const workspace = document.getElementById("workspace");
const tabOf = (view) => document.getElementById(`view-${view.split(":")[0]}`);

function mark(view) {
  for (const tab of document.querySelectorAll("#views a")) tab.removeAttribute("aria-current");
  tabOf(view).setAttribute("aria-current", "page");
  tabOf(view).dataset.view = view;
}

function choose(view) {
  workspace.dataset.view = view;
  mark(view);
  const address = new URL(location.href);
  address.searchParams.set("view", view);
  history.replaceState(null, "", address);
  tell({ view });
}

// A tab, a button or a select that asks for a view.
function asked(event) {
  const { dataset, name, value } = event.target;
  const view = dataset.view ?? (name === "view" ? value : null);
  if (view) choose(view);
}

function remember(event) {
  const { view } = event.target.dataset;
  if (event.target.parentElement.id === "views") event.detail.path = event.detail.path.replace(/view=[^&]*/, `view=${encodeURIComponent(view)}`);
}

// A push of the former view may have been on its way when another one was chosen.
function catchUp() {
  const { view } = workspace.dataset;
  if (document.getElementById("picture").dataset.view !== view) tabOf(view).click();
}

export function switchViews() {
  mark(workspace.dataset.view);
  const stage = document.getElementById("stage");
  stage.addEventListener("htmx:beforeRequest", asked);
  stage.addEventListener("htmx:configRequest", remember);
  document.body.addEventListener("news", catchUp);
}
