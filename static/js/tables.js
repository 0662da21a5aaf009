// Tables: rows without the text that is looked for are out of sight, and a click on a row opens its object.
const words = () => document.getElementById("table-filter")?.value.toLowerCase().split(/\s+/).filter(Boolean) ?? [];

// Again after every push, which knows nothing of it.
function filter() {
  const wanted = words();
  for (const table of document.querySelectorAll("#picture.tables .table")) {
    let shown = 0;
    for (const row of table.querySelectorAll("tbody tr")) {
      const text = wanted.length ? row.textContent.toLowerCase() : "";
      row.hidden = !wanted.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    table.toggleAttribute("data-none", Boolean(wanted.length) && !shown);
  }
}

// A table that need not be scrolled sideways keeps its titles in sight while the stage is scrolled down.
function fit() {
  for (const place of document.querySelectorAll(".table-scroll")) {
    place.toggleAttribute("data-fits", place.scrollWidth <= place.clientWidth);
  }
}

function keepInAddress() {
  const address = new URL(location.href);
  const { value } = document.getElementById("table-filter");
  if (value) address.searchParams.set("filter", value);
  else address.searchParams.delete("filter");
  history.replaceState(null, "", address);
}

function open(event) {
  const row = event.target.closest(".table tbody tr");
  if (row && !event.target.closest("a") && getSelection().isCollapsed) row.querySelector("a").click();
}

// What stood in the address when the page was opened, or when another view was shown in between.
function remember() {
  const field = document.getElementById("table-filter");
  const text = new URL(location.href).searchParams.get("filter");
  if (field && text && !field.dataset.touched) { field.value = text; field.dataset.touched = "yes"; }
  filter();
  fit();
}

export function tendTables() {
  remember();
  document.addEventListener("input", (event) => {
    if (event.target.id === "table-filter") { keepInAddress(); filter(); }
  });
  document.addEventListener("click", open);
  addEventListener("resize", fit);
  for (const kind of ["news", "htmx:oobAfterSwap"]) document.body.addEventListener(kind, remember);
}
