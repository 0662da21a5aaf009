// The clock's buttons. In the present they turn the cluster's clock; in the past they go along what is recorded.
import { goBy, goTo } from "./scrubber.js";
import { headed, isPast, show, shown } from "./past.js";
import { placeOf, steps, upToDate } from "./steps.js";
import { speed } from "./speed.js";

const TICK_MS = 50;
const LONGEST_WAIT_MS = 1500; // of real time, where nothing happened for long
const LATE_MS = 200; // a page that is further behind plays more slowly, rather than pass over what it should show
let ticking = 0;
let now = 0;
let beatAt = 0;
let inTimeAt = 0;

const clock = () => document.getElementById("clock");

function label() {
  for (const button of document.querySelectorAll("[data-clock=play]")) {
    if (ticking) button.textContent = "Pause";
    else button.textContent = button.id === "past-play" ? "Play from here" : "Play";
  }
}

function stop() {
  clearInterval(ticking);
  ticking = 0;
  label();
}

// Above and below, or one would say what the other does not.
function tellTime(text) {
  document.getElementById("time").textContent = text.slice(11, 21);
  document.getElementById("past-time").textContent = text.slice(11, 19);
}

function passed() {
  const beat = performance.now();
  if (shown() === headed()) inTimeAt = beat;
  const ms = beat - inTimeAt > LATE_MS ? 0 : Math.min(beat - beatAt, LATE_MS);
  beatAt = beat;
  return ms * speed();
}

// The record's own pace, made shorter where it is long.
function tick() {
  if (!isPast()) { stop(); return; }
  const here = placeOf(headed());
  const next = steps()[here + 1];
  if (!next) { stop(); show(null); return; }
  now = Math.max(now + passed(), next.now - LONGEST_WAIT_MS * speed());
  tellTime(new Date(now).toISOString());
  let place = here;
  while (steps()[place + 1]?.now <= now) place += 1;
  if (place > here) goTo(place);
}

function play() {
  if (ticking) { stop(); return; }
  // A guest is shown the linked moment, the last one of the record: there it begins anew.
  const isOver = isPast() && !steps()[placeOf(headed()) + 1];
  if (isOver) goTo(0);
  now = steps()[placeOf(headed())].now; // the page may still be on its way there
  beatAt = inTimeAt = performance.now();
  ticking = setInterval(tick, TICK_MS);
  label();
}

function next() {
  const here = steps()[placeOf(headed())];
  const place = steps().findIndex((step) => step.revision > headed() && step.now > here.now);
  return place < 0 ? show(null) : goTo(place);
}

function turn(verb, button) {
  const values = { verb };
  htmx.ajax("POST", clock().dataset.url, { source: button, values, target: "#toasts", swap: "afterbegin" });
}

async function press(event) {
  const button = event.target.closest("[data-clock]");
  if (!button) return;
  const verb = button.dataset.clock;
  if (verb !== "play") stop();
  if (verb === "now") { show(null); return; }
  if (isPast() || verb === "back") await upToDate(); // a page that has just opened may not know its steps yet
  if (verb === "play") play();
  else if (verb === "back") goBy(-1);
  else if (isPast()) (verb === "next" ? next : () => goBy(1))();
  else turn(verb, button);
}

export function ruleTheClock() {
  document.addEventListener("click", press);
  document.getElementById("scrub").addEventListener("pointerdown", stop);
  document.body.addEventListener("moment", label);
}
