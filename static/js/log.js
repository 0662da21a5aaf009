// The log takes in what is new, keeps its newest steps only, and hides bookkeeping until somebody asks for details.
const KEPT_STEPS = 400;

// Rows come in a template, past htmx: it would look at each of hundreds for attributes that none of them has.
function takeIn(rows) {
  const news = document.getElementById("log-news").content;
  const list = news.querySelector("#log-rows");
  if (!list) return;
  if (list.getAttribute("hx-swap-oob") === "innerHTML") rows.replaceChildren(...list.children);
  else rows.prepend(...list.children);
  news.replaceChildren();
  while (rows.children.length > KEPT_STEPS) rows.lastElementChild.remove();
}

export function tidyLog() {
  const rows = document.getElementById("log-rows");
  const details = document.getElementById("log-details");
  details.addEventListener("change", () => rows.classList.toggle("with-details", details.checked));
  document.body.addEventListener("htmx:wsAfterMessage", () => takeIn(rows));
}
