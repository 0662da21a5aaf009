// The log keeps its newest rows only, and hides bookkeeping until somebody asks for details.
const KEPT_ROWS = 400;

export function tidyLog() {
  const rows = document.getElementById("log-rows");
  const details = document.getElementById("log-details");
  const apply = () => rows.classList.toggle("with-details", details.checked);
  details.addEventListener("change", apply);
  apply();
  document.body.addEventListener("news", () => {
    while (rows.children.length > KEPT_ROWS) rows.lastElementChild.remove();
  });
}
