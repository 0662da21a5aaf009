// Marks on the scrubber: where people acted, where rollout revisions began, where someone went back.
import { steps } from "./steps.js";

const SVG = "http://www.w3.org/2000/svg";
const FINEST = 400; // marks so near to each other that they would touch are drawn once

const kindOf = (step) => (step.rollout ? "rollout" : step.isLeap ? "leap" : step.isAct ? "act" : "");

function line(kind, share) {
  const mark = document.createElementNS(SVG, kind === "rollout" ? "circle" : "line");
  const at = `${share * 100}%`;
  const places = kind === "rollout" ? { cx: at, cy: 6, r: 4 } : { x1: at, x2: at, y1: kind === "leap" ? 0 : 3, y2: 20 };
  for (const [name, value] of Object.entries({ class: `mark-${kind}`, ...places })) mark.setAttribute(name, value);
  return mark;
}

export function drawMarks() {
  const last = Math.max(1, steps().length - 1);
  const found = new Map();
  steps().forEach((step, place) => {
    const kind = kindOf(step);
    if (kind) found.set(`${kind} ${Math.round((place / last) * FINEST)}`, [kind, place / last]);
  });
  document.getElementById("marks").replaceChildren(...[...found.values()].map(([kind, share]) => line(kind, share)));
}
