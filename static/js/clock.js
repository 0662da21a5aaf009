// Simulated time runs on between two pushes, at the cluster's own speed.
const REDRAW_MS = 100;
let anchor = null;

function take(clock) {
  anchor = { now: Number(clock.dataset.now), speed: Number(clock.dataset.speed), paused: clock.dataset.paused === "true", at: performance.now() };
}

function draw() {
  const { now, speed, paused, at } = anchor;
  const moment = paused ? now : now + (performance.now() - at) * speed;
  document.getElementById("time").textContent = new Date(moment).toISOString().slice(11, 21);
}

export function runClock() {
  take(document.getElementById("clock"));
  draw();
  document.body.addEventListener("news", () => { take(document.getElementById("clock")); draw(); });
  setInterval(draw, REDRAW_MS);
}
