// Between two pushes the clients of Services go on: their numbers grow, and what was foretold comes true.
import { isPast } from "./past.js";
import { simulatedNow } from "./clock.js";

const EVERY_MS = 100; // of simulated time, from one request to the next
const REDRAW_MS = 500;

function grow(number, sent) {
  const text = String(Math.floor(Number(number.dataset.base) + Number(number.dataset.rate) * sent + 1e-6));
  if (number.textContent !== text) number.textContent = text;
}

function tell(requests, now) {
  const stretches = [...requests.querySelectorAll(".stretch")];
  const shown = stretches.findLast(({ dataset }) => Number(dataset.from) <= now) ?? stretches[0];
  for (const one of stretches) one.hidden = one !== shown;
  if (!shown) return;
  const sent = Math.max(0, Math.ceil(now / EVERY_MS) - Math.ceil(Number(shown.dataset.from) / EVERY_MS));
  for (const number of shown.querySelectorAll("[data-rate]")) grow(number, sent);
}

function tellAll() {
  if (document.hidden || isPast() || document.getElementById("connection").dataset.state !== "live") return;
  const now = simulatedNow();
  for (const requests of document.querySelectorAll(".requests")) tell(requests, now);
}

export function countRequests() {
  setInterval(tellAll, REDRAW_MS);
  document.body.addEventListener("news", () => requestAnimationFrame(tellAll));
}
