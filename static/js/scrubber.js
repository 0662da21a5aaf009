// The slider over the whole history: each place is one step, the last one is the present.
import { headed, isPast, newest, show } from "./past.js";
import { lastAct, placeOf, steps, tellStep, upToDate } from "./steps.js";
import { drawMarks } from "./marks.js";

const slider = document.getElementById("scrub");
const tip = document.getElementById("scrub-tip");
const isGuest = "guest" in document.getElementById("workspace").dataset;
let isHeld = false;

const last = () => Math.max(0, steps().length - 1);
const isNow = (place) => place >= last();

// For a guest the end of the scale is the moment that was shown, which is not now.
function sayPlace() {
  const step = steps()[slider.value];
  const isLast = isNow(slider.value) && !isGuest;
  slider.setAttribute("aria-valuetext", isLast || !step ? "now" : tellStep(step));
}

export function goTo(place) {
  const to = Math.min(Math.max(0, place), last());
  slider.value = to;
  sayPlace();
  return show(isNow(to) ? null : steps()[to].revision);
}

export function goBy(count) {
  return goTo(placeOf(headed()) + count);
}

// To the next act (1), or to the former one (-1).
async function goToAct(way) {
  await upToDate();
  const here = placeOf(headed());
  const found = steps().map((step, place) => (step.isAct ? place : -1)).filter((place) => place >= 0);
  const next = way > 0 ? found.find((place) => place > here) : found.findLast((place) => place < here);
  return goTo(next ?? (way > 0 ? last() : 0));
}

// New steps move the end of the scale, but not while a hand is on it.
function redraw() {
  if (isHeld) return;
  nameUndo();
  slider.max = last();
  // The steps may be told before the page is drawn as far: the present stands at the end all the same.
  slider.value = headed() < newest() ? placeOf(headed()) : last();
  sayPlace();
  drawMarks();
}

function nameUndo() {
  const act = lastAct();
  const button = document.getElementById("undo");
  if (!button) return;
  button.disabled = !act || isPast();
  button.dataset.tells = act ? `Take back: ${act.what}` : "Nobody has done anything yet that could be taken back";
}

function showTip(place, share) {
  const step = steps()[place];
  tip.hidden = !step;
  if (!step) return;
  tip.textContent = tellStep(step);
  tip.style.left = `${share * 100}%`;
  tip.dataset.side = share > 0.5 ? "left" : "right";
}

function pointAt(event) {
  const { left, width } = slider.getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
  showTip(isHeld ? Number(slider.value) : Math.round(share * last()), share);
}

function press(event) {
  const way = { PageUp: 1, PageDown: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  goToAct(way);
}

const release = () => { isHeld = false; redraw(); };

export function scrub() {
  slider.addEventListener("input", () => goTo(Number(slider.value)));
  slider.addEventListener("keydown", press);
  slider.addEventListener("pointerdown", () => { isHeld = true; });
  for (const kind of ["pointerup", "pointercancel", "change"]) slider.addEventListener(kind, release);
  slider.addEventListener("pointermove", pointAt);
  for (const kind of ["pointerleave", "pointercancel"]) slider.addEventListener(kind, () => { tip.hidden = true; });
  for (const kind of ["steps", "moment"]) document.body.addEventListener(kind, redraw);
}
