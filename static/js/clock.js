// Simulated time runs on between two pushes, at the cluster's own speed, as long as the page hears from the server and
// shows the present.
import { isPast } from "./past.js";

const REDRAW_MS = 100;
let anchor = null;

function take() {
  const { now, speed, paused } = document.getElementById("clock").dataset;
  anchor = { now: Number(now), speed: Number(speed), paused: paused === "true", at: performance.now() };
}

// The simulated moment (milliseconds since the epoch) that the page shows.
export function simulatedNow() {
  const { now, speed, paused, at } = anchor;
  return paused || isPast() ? now : now + (performance.now() - at) * speed;
}

function draw() {
  if (document.hidden || isPast() || document.getElementById("connection").dataset.state !== "live") return;
  document.getElementById("time").textContent = new Date(simulatedNow()).toISOString().slice(11, 21);
}

export function runClock() {
  take();
  document.body.addEventListener("news", () => { take(); draw(); });
  setInterval(draw, REDRAW_MS);
}
