// What stands out: a sign above the moment, a thin line through everything below it, and a list in words.
import { clock, html, round, svg, titled } from "./svg.js";

const SIGNS = { act: "Y", leap: "↶", revision: "", complete: "✓", back: "✓", crash: "!", pull: "!", probe: "!", node: "!", stuck: "!", lost: "✕" };
const INCIDENTS = new Set(["crash", "pull", "probe", "node", "stuck", "lost"]);
const LISTED = 40;
const ROOM = 21;

export const within = (marks, [from, to]) => marks.filter(({ now }) => now >= from && now <= to);
const looks = (kind) => (INCIDENTS.has(kind) ? "incident" : kind);
const sign = (mark) => (mark.kind === "revision" ? mark.text.match(/\d+$/)?.[0] ?? "" : SIGNS[mark.kind]);

// Signs that would lie upon each other become one with a number, if they are alike; else they move aside.
function arranged(marks, x, right) {
  const placed = [];
  for (const mark of marks) {
    const at = x(mark.now);
    const like = placed.findLast((one) => one.looks === looks(mark.kind));
    if (like && at - like.at < ROOM && like.looks !== "revision") { like.marks.push(mark); continue; }
    placed.push({ at, looks: looks(mark.kind), marks: [mark] });
  }
  let free = -Infinity;
  for (const one of placed) { one.shown = Math.max(one.at, free); free = one.shown + ROOM; }
  let room = right - 8;
  for (const one of placed.toReversed()) { one.shown = Math.min(one.shown, room); room = one.shown - ROOM; }
  return placed;
}

export function drawMarks(part, { x, top, right, window, height }) {
  const group = svg("g", { class: "marks" });
  const [y, foot] = [12, top - 6];
  for (const { at, shown, looks: look, marks } of arranged(within(part.marks, window), x, right)) {
    const text = marks.length > 1 && look !== "act" ? marks.length : sign(marks[0]);
    const said = marks.map((mark) => `${clock(mark.now)} ${mark.text}`).join("\n");
    group.append(svg("g", { class: `sign ${look}` },
      titled(said),
      svg("path", { class: "leader", d: `M${round(shown)} ${y + 9}L${round(at)} ${foot}V${height}` }),
      look === "revision" ? svg("rect", { x: round(shown - 9), y: y - 9, width: 18, height: 18, rx: 3 }) : svg("circle", { cx: round(shown), cy: y, r: 9 }),
      svg("text", { x: round(shown), y: y + 4 }, text)));
  }
  return group;
}

export function listMarks(place, part, window, go) {
  const marks = within(part.marks, window);
  const shown = marks.slice(-LISTED);
  const text = JSON.stringify(shown.map(({ revision, kind }) => [revision, kind]));
  if (place.dataset.shows === text) return;
  place.dataset.shows = text;
  const left = marks.length - shown.length;
  place.replaceChildren(
    left ? html("li", { class: "hint" }, `${left} earlier ones are not listed`) : "",
    ...shown.map((mark) => {
      const button = html("button", { type: "button", title: "Look at this moment" }, html("time", {}, clock(mark.now)), html("span", { class: `sign ${looks(mark.kind)}`, "aria-hidden": "true" }, sign(mark)), html("span", {}, mark.text, mark.why ? html("span", { class: "why" }, ` · ${mark.why}`) : ""));
      button.addEventListener("click", () => go(mark.revision));
      return html("li", {}, button);
    }));
}
