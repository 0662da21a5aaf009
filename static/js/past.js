// Which moment the page shows: the present, which the feed keeps up, or one of the past, which is fetched here as a whole.
// Every request says which one it is about. While one moment is on its way only the newest wish is kept.
import { complain } from "./toasts.js";
import { tell } from "./feed.js";

const ADDRESS_MS = 300; // browsers allow an address to change only so often
const UNREACHABLE = "The server cannot be reached. The page shows what it showed before.";
const workspace = document.getElementById("workspace");
const scrubber = document.getElementById("scrubber");
let wanted = null;
let running = null;
let waiting = 0;

export const isPast = () => "at" in workspace.dataset;
export const shown = () => Number(document.getElementById("clock").dataset.revision);
export const newest = () => Number(document.getElementById("present").dataset.revision);
// Where the page is, or is about to be.
export const headed = () => (wanted ? wanted.at ?? newest() : shown());

async function ask(at) {
  const address = new URL(scrubber.dataset.moment, location.href);
  address.searchParams.set("view", workspace.dataset.view);
  if (at !== null) address.searchParams.set("at", at);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (answer.ok) return answer.text();
  throw new Error(answer.status === 410 ? await answer.text() : `The server could not show this moment (${answer.status}).`);
}

function writeAddress() {
  waiting = 0;
  const address = new URL(location.href);
  if (isPast()) address.searchParams.set("at", workspace.dataset.at);
  else address.searchParams.delete("at");
  history.replaceState(history.state, "", address);
}

function take(html) {
  htmx.swap(scrubber, html, { swapStyle: "none" }, { eventInfo: { elt: scrubber, target: scrubber } });
  const { past, revision } = document.getElementById("clock").dataset;
  if (past === undefined) delete workspace.dataset.at;
  else workspace.dataset.at = revision;
  tell(isPast() ? { past: "yes" } : { past: "no", after: revision });
  waiting ||= setTimeout(writeAddress, ADDRESS_MS);
  htmx.trigger(document.body, "moment", { revision: isPast() ? Number(revision) : null });
  htmx.trigger(document.body, "news");
}

async function work() {
  while (wanted) {
    const { at } = wanted;
    try {
      const html = await ask(at);
      if (wanted.at === at) wanted = null;
      take(html);
    } catch (fault) {
      wanted = null;
      complain(fault instanceof TypeError ? UNREACHABLE : fault.message);
      htmx.trigger(document.body, "moment", { revision: isPast() ? shown() : null });
    }
  }
  running = null;
}

// Go to a revision, or with null to the present; done when the page shows it, or what was wished for since.
export function show(at) {
  wanted = { at };
  running ??= work();
  return running;
}

function refuseThePresent(event) {
  if (isPast() && event.detail.message.includes('id="clock"')) event.preventDefault();
}

async function wentBack() {
  await show(null);
  htmx.ajax("GET", scrubber.dataset.begun, { source: scrubber, target: "#toasts", swap: "afterbegin" });
}

function ago(ms) {
  const [count, unit] = [[86_400_000, "day"], [3_600_000, "hour"], [60_000, "minute"], [1000, "second"]]
    .map(([size, name]) => [Math.floor(ms / size), name]).find(([many]) => many) ?? [0];
  return count ? `, ${count} ${unit}${count > 1 ? "s" : ""} ago` : ", a moment ago";
}

function tellHowLongAgo() {
  const place = document.getElementById("past-ago");
  const { now } = document.getElementById("clock").dataset;
  if (place) place.textContent = ago(document.getElementById("present").dataset.now - now);
}

export function travel() {
  const { body } = document;
  body.addEventListener("htmx:configRequest", (event) => { if (isPast()) event.detail.parameters.at = workspace.dataset.at; });
  body.addEventListener("htmx:wsBeforeMessage", refuseThePresent);
  body.addEventListener("went-back", wentBack);
  body.addEventListener("came-back", () => { if (isPast()) show(null); });
  // Whoever shows a moment of the past elsewhere on the page may ask to go there.
  body.addEventListener("go-to", ({ detail: { revision } }) => show(revision < newest() ? revision : null));
  body.addEventListener("news", tellHowLongAgo);
  tellHowLongAgo();
}
