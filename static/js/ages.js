// How old pods are, in kubectl's words. It changes with every second and so is not drawn by the server.
import { simulatedNow } from "./clock.js";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

export function duration(seconds) {
  const [days, hours, minutes] = [DAY, HOUR, MINUTE].map((size) => Math.floor(seconds / size));
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (minutes < 10) return `${minutes}m${seconds % MINUTE ? `${seconds % MINUTE}s` : ""}`;
  if (hours < 3) return `${minutes}m`;
  if (hours < 8) return `${hours}h${minutes % 60 ? `${minutes % 60}m` : ""}`;
  if (hours < 48) return `${hours}h`;
  return `${days}d`;
}

function tell() {
  const now = simulatedNow();
  for (const place of document.querySelectorAll("time[data-born]")) {
    const text = duration(Math.max(0, Math.floor((now - place.dataset.born) / 1000)));
    if (place.textContent !== text) place.textContent = text;
  }
}

export function tellAges() {
  requestAnimationFrame(tell);
  setInterval(() => { if (!document.hidden) tell(); }, 1000);
  document.body.addEventListener("news", () => requestAnimationFrame(tell));
}
