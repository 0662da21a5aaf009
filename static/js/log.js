// The log takes in what is new, keeps its newest steps only, and hides bookkeeping until somebody asks for details.
const KEPT_STEPS = 400;
let waiting = [];

// Rows come in a template, past htmx: it would look at each of hundreds for attributes that none of them has.
function receive(rows) {
  const news = document.getElementById("log-news").content;
  const list = news.querySelector("#log-rows");
  if (!list) return;
  news.replaceChildren();
  waiting.push(list);
  // The picture takes the first frame, the log the next: both together would be more than one frame has time for.
  if (document.hidden) takeIn(rows);
  else if (waiting.length === 1) requestAnimationFrame(() => requestAnimationFrame(() => takeIn(rows)));
}

function takeIn(rows) {
  for (const list of waiting) {
    if (list.getAttribute("hx-swap-oob") === "innerHTML") rows.replaceChildren(...list.children);
    else rows.prepend(...list.children);
  }
  waiting = [];
  while (rows.children.length > KEPT_STEPS) rows.lastElementChild.remove();
}

export function tidyLog() {
  const rows = document.getElementById("log-rows");
  const details = document.getElementById("log-details");
  details.addEventListener("change", () => rows.classList.toggle("with-details", details.checked));
  document.body.addEventListener("htmx:wsAfterMessage", () => receive(rows));
  // Another moment brought its own log.
  document.body.addEventListener("moment", () => { waiting = []; });
}
