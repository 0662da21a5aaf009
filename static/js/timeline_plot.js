// The whole drawing for a window of time: signs above, counts, bars below, and the axis.
import { HEIGHT, drawCounts } from "./timeline_counts.js";
import { clock, round, svg } from "./svg.js";
import { drawAreas, drawBars, planBars } from "./timeline_bars.js";
import { LANE, LANE_GAP, drawRequests } from "./timeline_requests.js";
import { drawMarks } from "./timeline_marks.js";

const SIGNS = 34;
const GAP = 26;
const AXIS = 24;
const TICK_PX = 86;
const HUES = 6;
const STEPS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

function frameOf(width, window) {
  const [from, to] = window;
  const [left, right] = [width < 520 ? 66 : 74, width - 10];
  return { window, left, right, top: SIGNS, x: (at) => round(left + ((at - from) / (to - from)) * (right - left)), at: (x) => from + ((x - left) / (right - left)) * (to - from) };
}

// Patterns say by shape what the colour says by hue; they take their colours from the classes of the style sheet.
function patterns() {
  const made = [];
  const pattern = (id, look, turn, ...children) => svg("pattern", { id, class: look, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: turn ? `rotate(${turn})` : null }, svg("rect", { class: "ground", width: 6, height: 6 }), ...children);
  const stripe = (width) => svg("path", { class: "stripe", d: "M0 3H6", "stroke-width": width });
  for (let hue = 0; hue < HUES; hue += 1) {
    made.push(pattern(`starting-${hue}`, `hue-${hue}`, 45, stripe(1.2)), pattern(`running-${hue}`, `hue-${hue}`, 0, stripe(1.2)), pattern(`ready-${hue}`, `hue-${hue}`, 90, stripe(3.4)));
  }
  made.push(pattern("terminating", "leaving", -45, stripe(1)), pattern("broken", "trouble", 45, stripe(2.2)));
  return svg("defs", {}, ...made);
}

function axis(frame, y) {
  const [from, to] = frame.window;
  const step = 1000 * (STEPS_S.find((seconds) => seconds * 1000 >= ((to - from) * TICK_PX) / (frame.right - frame.left)) ?? STEPS_S.at(-1));
  const group = svg("g", { class: "axis" });
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const x = frame.x(at);
    group.append(svg("line", { class: "grid", x1: x, x2: x, y1: SIGNS, y2: y }));
    if (x > frame.left + 12 && x < frame.right - 22) group.append(svg("text", { class: "tick", x, y: y + 16 }, clock(at, step < 1000 ? 1 : 0)));
  }
  return group;
}

export function plot(part, window, width) {
  const frame = frameOf(width, window);
  const plan = planBars(part, window, width > 520);
  const lane = part.requests?.pieces.length ? SIGNS + HEIGHT + LANE_GAP : null;
  frame.bars = SIGNS + HEIGHT + GAP + (lane ? LANE + LANE_GAP : 0);
  frame.height = frame.bars + plan.height;
  const drawing = svg("svg", { width, height: frame.height + AXIS, "aria-hidden": "true", focusable: "false" });
  const title = (text, y) => svg("text", { class: "part-title", x: frame.left, y }, text);
  drawing.append(
    patterns(),
    axis(frame, frame.height),
    drawCounts(part, frame),
    ...(lane ? [title(`requests to Service ${part.requests.name}, by who answered`, lane - 14), drawRequests(part, frame, lane)] : []),
    title(plan.together ? `${plan.bars.length} pods, so many that they are drawn together` : "", frame.bars - 8),
    plan.together ? drawAreas(plan, part, frame) : drawBars(plan, part, frame),
    drawMarks(part, frame),
  );
  return { drawing, frame, plan };
}
