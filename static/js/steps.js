// The steps that lead to the present, as the server tells them: the scrubber's scale, and what playing goes along.
import { newest } from "./past.js";

const PAUSE_MS = 1000;
const KEPT = 20_000; // the server keeps about as many changes
const ACT = 1;
const QUIET = 2;
const LEAP = 4;
const { steps: address } = document.getElementById("scrubber").dataset;
let all = [];
let told = [];
let waiting = 0;
let asking = null;

function read([revision, now, actor, flags, what, rollout], actors) {
  return { revision, now, actor: actors[actor], what, rollout, isAct: Boolean(flags & ACT), isQuiet: Boolean(flags & QUIET), isLeap: Boolean(flags & LEAP) };
}

// Bookkeeping is passed over unless the log shows its details. Before the first act stands what it acted on.
function choose() {
  const details = document.getElementById("log-details").checked;
  const first = all.findIndex((step) => !step.isQuiet);
  told = details ? all : all.filter((step, index) => !step.isQuiet || index === first - 1);
  htmx.trigger(document.body, "steps");
}

async function refresh() {
  let more = true;
  while (more) {
    const answer = await fetch(`${address}?after=${all.at(-1)?.revision ?? 0}`);
    if (!answer.ok) break;
    const page = await answer.json();
    if (page.afresh) all = [];
    all = all.concat(page.steps.map((row) => read(row, page.actors))).slice(-KEPT);
    more = page.more;
  }
  choose();
}

async function ask() {
  try {
    await refresh();
  } catch {
    // The page says already that the server cannot be reached; the next news tries again.
  }
  waiting = 0;
  asking = null;
}

// One at a time, for two would both be told the same steps.
function catchUp() {
  asking ??= ask();
  return asking;
}

// Who steps back from the present wants to leave its last step, which may not have been told yet.
export async function upToDate() {
  await asking;
  if (newest() > (all.at(-1)?.revision ?? 0)) await catchUp();
}

export const steps = () => told;
export const lastAct = () => all.findLast((step) => step.isAct && !step.isLeap);
const timeOf = (step) => new Date(step.now).toISOString().slice(11, 19);
export function tellStep({ rollout, ...step }) {
  const begins = rollout ? `rollout revision ${rollout} begins: ` : "";
  return `${timeOf(step)} ${step.actor.replace("/", " on ")}: ${begins}${step.what}`;
}

// The place of the newest step up to a revision; the first one if there is none.
export function placeOf(revision) {
  const later = told.findIndex((step) => step.revision > revision);
  return Math.max(0, (later < 0 ? told.length : later) - 1);
}

export function keepSteps() {
  catchUp();
  document.getElementById("log-details").addEventListener("change", choose);
  document.body.addEventListener("news", () => {
    if (newest() > (all.at(-1)?.revision ?? 0)) waiting ||= setTimeout(catchUp, PAUSE_MS);
  });
}
