// Tables: rows without the text that is looked for are out of sight, ages go on, and a click on a row opens its object.
import { simulatedNow } from "./clock.js";

const TICK_MS = 1000;
const UNITS = [["y", 365 * 86_400], ["d", 86_400], ["h", 3600], ["m", 60], ["s", 1]];

// As kubectl writes ages: 119s, 2m5s, 30m, 5h10m, 47h, 2d2h (k8s.io/apimachinery/pkg/util/duration).
function age(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [most, small] = [[120, "s"], [600, "ms"], [10_800, "m"], [28_800, "hm"], [172_800, "h"], [691_200, "dh"],
    [63_072_000, "d"], [252_288_000, "yd"], [Infinity, "y"]].find(([limit]) => seconds < limit);
  let rest = seconds;
  return most && [...small].map((unit) => {
    const [, size] = UNITS.find(([name]) => name === unit);
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count || unit === small[0] ? `${count}${unit}` : "";
  }).join("");
}

function tick() {
  if (document.hidden || document.getElementById("connection").dataset.state !== "live") return;
  const now = simulatedNow();
  for (const cell of document.querySelectorAll("#picture.tables [data-born]")) {
    const text = age(now - Number(cell.dataset.born));
    if (cell.textContent !== text) cell.textContent = text;
  }
}

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
}

export function tendTables() {
  remember();
  document.addEventListener("input", (event) => {
    if (event.target.id === "table-filter") { keepInAddress(); filter(); }
  });
  document.addEventListener("click", open);
  for (const kind of ["news", "htmx:oobAfterSwap"]) document.body.addEventListener(kind, remember);
  setInterval(tick, TICK_MS);
}
