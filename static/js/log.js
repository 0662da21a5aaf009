// The log keeps its newest steps only, and hides bookkeeping until somebody asks for details.
const KEPT_STEPS = 400;

export function tidyLog() {
  const rows = document.getElementById("log-rows");
  const details = document.getElementById("log-details");
  details.addEventListener("change", () => rows.classList.toggle("with-details", details.checked));
  document.body.addEventListener("news", () => {
    while (rows.children.length > KEPT_STEPS) rows.lastElementChild.remove();
  });
}
