// How old objects are, in kubectl's words (k8s.io/apimachinery/pkg/util/duration). It changes with every second and so is not drawn by the server.
import { simulatedNow } from "./clock.js";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const YEAR = 365; // days
const STANDING = new Set(["lost", "gone"]);

export function duration(seconds) {
  const [days, hours, minutes] = [DAY, HOUR, MINUTE].map((size) => Math.floor(seconds / size));
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (minutes < 10) return `${minutes}m${seconds % MINUTE ? `${seconds % MINUTE}s` : ""}`;
  if (hours < 3) return `${minutes}m`;
  if (hours < 8) return `${hours}h${minutes % 60 ? `${minutes % 60}m` : ""}`;
  if (hours < 48) return `${hours}h`;
  if (days < 8) return `${days}d${hours % 24 ? `${hours % 24}h` : ""}`;
  if (days < 2 * YEAR) return `${days}d`;
  const years = Math.floor(days / YEAR);
  return `${years}y${years < 8 && days % YEAR ? `${days % YEAR}d` : ""}`;
}

function tell() {
  if (STANDING.has(document.getElementById("connection").dataset.state)) return;
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
