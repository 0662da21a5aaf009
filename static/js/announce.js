// Who hears the page is told how the rollouts stand, once in a while: not of every pod.
const PAUSE_MS = 6000;
let waiting = 0;

function tell() {
  waiting = 0;
  const summary = document.getElementById("summary")?.textContent;
  const place = document.getElementById("announcement");
  if (summary && place.textContent !== summary) place.textContent = summary;
}

export function announceProgress() {
  document.body.addEventListener("news", () => { waiting ||= setTimeout(tell, PAUSE_MS); });
}
