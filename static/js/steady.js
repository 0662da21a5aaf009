// While a rollout runs, old pods go and new ones come: what stands below must not move up and down with every one.
const watched = new WeakSet();
const heights = new WeakMap();

function hold(places) {
  for (const { target } of places) {
    const rolling = target.closest("[data-verdict='rolling']");
    const height = Math.max(target.offsetHeight, rolling ? heights.get(target) ?? 0 : 0);
    heights.set(target, height);
    target.style.minHeight = rolling ? `${height}px` : "";
  }
}

export function keepHeights() {
  const observer = new ResizeObserver(hold);
  const watch = () => {
    for (const place of document.querySelectorAll(".replica-sets")) {
      if (!watched.has(place)) observer.observe(place);
      watched.add(place);
      if (place.style.minHeight && !place.closest("[data-verdict='rolling']")) place.style.minHeight = "";
    }
  };
  const forget = () => {
    for (const place of document.querySelectorAll(".replica-sets")) { heights.delete(place); place.style.minHeight = ""; }
  };
  watch();
  document.body.addEventListener("news", watch);
  document.addEventListener("input", (event) => { if (event.target.closest("#finder")) forget(); });
  window.addEventListener("resize", forget);
}
