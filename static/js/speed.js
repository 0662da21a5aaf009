// The speed's slider: even steps to the hand, each so many times faster. In the past it is the speed of playing alone.
import { isPast } from "./past.js";

const slider = () => document.getElementById("clock-speed");

export function speed() {
  return Number(slider().dataset.stops.split(" ")[slider().value]);
}

function draw() {
  if (!slider().dataset.touched) return;
  const text = `${speed()}×`;
  document.getElementById("clock-speed-value").textContent = text;
  slider().setAttribute("aria-valuetext", text);
}

function choose() {
  const values = { verb: "speed", stop: slider().value };
  const { url } = document.getElementById("clock").dataset;
  if (!isPast()) htmx.ajax("POST", url, { source: slider(), values, target: "#toasts", swap: "afterbegin" });
}

export function ruleTheSpeed() {
  document.addEventListener("input", (event) => { if (event.target === slider()) draw(); });
  document.addEventListener("change", (event) => { if (event.target === slider()) choose(); });
  document.body.addEventListener("moment", (event) => {
    if (event.detail.revision === null) delete slider().dataset.touched;
    else draw();
  });
}
