// Of many pods in one place only the first is a stop of the Tab key: from there arrows, Home and End go to the others.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function rove(event) {
  const links = [...event.target.closest?.("[data-rove]")?.querySelectorAll("a") ?? []];
  const place = links.indexOf(event.target);
  if (place < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  const ends = { Home: 0, End: links.length - 1 };
  const next = ends[event.key] ?? (event.key in STEPS ? place + STEPS[event.key] : null);
  if (next === null) return;
  event.preventDefault();
  links[next]?.focus();
}

export function roveByArrows() {
  document.addEventListener("keydown", rove);
}
