// Find and group pods. Both are rules of a style sheet, so they hold for whatever the next push brings, at no cost.
const ORDER = ["broken", "pending", "starting", "running", "ready", "available", "terminating", "finished"];
const RECOUNT_MS = 500;
const sheet = new CSSStyleSheet();
let rules = "";
let waiting = 0;

const value = (id) => document.getElementById(id)?.value ?? "";
const words = () => value("find").toLowerCase().split(/\s+/).filter(Boolean);
const quoted = (text) => `"${text.replace(/["\\]/g, "\\$&")}"`;

function finding() {
  const has = words().map((word) => `[title*=${quoted(word)} i]`).join("");
  if (!has) return "";
  return `[data-items] > .pod:not(${has}) { display: none } [data-items] > .dot:not(${has}) { opacity: 0.25 }`;
}

function grouping() {
  const by = value("group");
  if (by === "state") return ORDER.map((state, place) => `.pods > [data-state=${state}] { order: ${place} }`).join(" ");
  if (by !== "node") return "";
  const nodes = [...document.querySelectorAll("#nodes .node")].map((node) => node.id.replace("node-", ""));
  const order = nodes.map((name, place) => `.pods > [data-node=${quoted(name)}] { order: ${place} }`).join(" ");
  return `${order} [data-dense=names] > .pods { grid-template-columns: repeat(auto-fill, minmax(7.4rem, 1fr)) } [data-dense=names] > .pods > .pod::after { display: block }`;
}

function rule() {
  const next = `${finding()} ${grouping()}`;
  if (next === rules) return;
  rules = next;
  sheet.replaceSync(next);
}

function count() {
  waiting = 0;
  rule();
  const place = document.getElementById("found");
  if (!place) return;
  const wanted = words();
  const pods = wanted.length ? [...document.querySelectorAll("[data-items] > .pod")] : [];
  const found = pods.filter((pod) => wanted.every((word) => pod.title.toLowerCase().includes(word)));
  const text = wanted.length ? `${found.length} of ${pods.length} pods` : "";
  if (place.textContent !== text) place.textContent = text;
}

function clear(event) {
  if (event.key !== "Escape" || event.target.id !== "find" || !event.target.value) return;
  event.target.value = "";
  count();
}

export function findPods() {
  document.adoptedStyleSheets.push(sheet);
  document.addEventListener("input", (event) => { if (event.target.closest("#finder")) count(); });
  document.addEventListener("keydown", clear);
  document.body.addEventListener("news", () => { waiting ||= setTimeout(count, RECOUNT_MS); });
}
