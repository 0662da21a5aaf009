// Simulated time runs on between two pushes, at the cluster's own speed, as long as the page hears from the server and
// shows the present.
import { isPast } from "./past.js";

const REDRAW_MS = 100;
let anchor = null;

function take() {
  const { now, speed, paused } = document.getElementById("clock").dataset;
  anchor = { now: Number(now), speed: Number(speed), paused: paused === "true", at: performance.now() };
}

// What time it is in the cluster (milliseconds); null while the page shows the past or hears nothing.
export function simulatedNow() {
  if (isPast() || document.getElementById("connection").dataset.state !== "live") return null;
  const { now, speed, paused, at } = anchor;
  return paused ? now : now + (performance.now() - at) * speed;
}

function draw() {
  const moment = document.hidden ? null : simulatedNow();
  if (moment !== null) document.getElementById("time").textContent = new Date(moment).toISOString().slice(11, 21);
}

export function runClock() {
  take();
  document.body.addEventListener("news", () => { take(); draw(); });
  setInterval(draw, REDRAW_MS);
}
