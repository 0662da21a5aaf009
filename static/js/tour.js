// The tour: a card that points at one thing after another. It covers nothing, and goes on by itself when its wish is done.
const YEAR_S = 365 * 24 * 3600;
let at = 0;
let steps = [];

const part = (name) => document.getElementById(name);

function seen() {
  document.cookie = `tour=seen; path=/; max-age=${YEAR_S}; samesite=lax`;
  part("tour-offer")?.remove();
}

function point(target) {
  document.querySelector(".pointed-at")?.classList.remove("pointed-at");
  const found = target && document.querySelector(target);
  found?.classList.add("pointed-at");
  found?.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
}

function show(index) {
  at = index;
  const step = steps[at];
  part("tour-count").textContent = `${at + 1} of ${steps.length}`;
  part("tour-title").textContent = step.dataset.title;
  part("tour-text").replaceChildren(...step.cloneNode(true).childNodes);
  part("tour-back").hidden = at === 0;
  const next = part("tour-next");
  next.textContent = at === steps.length - 1 ? "Done" : step.dataset.until ? "Skip" : "Next";
  next.classList.toggle("primary", !step.dataset.until); // there is something else to press
  const room = document.querySelector(step.dataset.for)?.closest(".editor, .stage, .log")?.classList[0];
  if (room) document.body.dispatchEvent(new CustomEvent("enter-room", { detail: { room } })); // a phone shows one at a time
  point(step.dataset.for);
}

function start() {
  seen();
  part("tour").hidden = false;
  show(0);
  part("tour").focus();
}

function leave() {
  part("tour").hidden = true;
  point(null);
  part("stage").focus({ preventScroll: true });
}

function goOn() {
  if (at === steps.length - 1) leave();
  else show(at + 1);
}

// What is pointed at may have been drawn anew; what was to be done may have been done.
function look() {
  if (part("tour").hidden) return;
  const { until, for: target } = steps[at].dataset;
  if (until && document.querySelector(until)) goOn();
  else if (!document.querySelector(`${target}.pointed-at`)) point(target);
}

export function offerTour() {
  steps = [...part("tour-steps").children];
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens=tour]")) start();
    if (event.target.closest("#tour-decline")) seen();
  });
  part("tour-next").addEventListener("click", goOn);
  part("tour-back").addEventListener("click", () => show(at - 1));
  part("tour-leave").addEventListener("click", leave);
  part("tour").addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });
  document.body.addEventListener("news", look);
}
