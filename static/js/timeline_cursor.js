// Pointing at a moment: by mouse, by finger, or by the arrow keys, from one change to the next. A click goes there.
import { clock, round, svg } from "./svg.js";
import { lastAt } from "./timeline_data.js";

const DRAG_PX = 8;
const READING = "Above: how many pods, striped while not available yet. Below: requests, and each pod.";

export class Cursor {
  // `told` says in words what was at a moment; `go` goes to a revision, `zoom` shows a window.
  constructor(place, { moments, told, go, zoom, said }) {
    Object.assign(this, { place, moments, told, go, zoom, said, at: null, from: null });
    place.setAttribute("aria-valuenow", 0); // until there is something to point at
    place.addEventListener("pointermove", (event) => this.move(event));
    place.addEventListener("pointerdown", (event) => { if (event.button === 0) this.from = this.xOf(event); });
    place.addEventListener("pointerup", (event) => this.release(event));
    place.addEventListener("pointerleave", () => { this.from = null; this.point(document.activeElement === place ? this.at : null); });
    place.addEventListener("keydown", (event) => this.key(event));
    place.addEventListener("blur", () => this.point(null));
  }

  // A new drawing: the lines are put on top of it again.
  on(frame, drawing, moment) {
    this.frame = frame;
    this.line = svg("path", { class: "cursor" });
    this.area = svg("rect", { class: "selection", y: frame.top, height: frame.height - frame.top });
    const now = moment !== null && moment >= frame.window[0] && moment <= frame.window[1] ? frame.x(moment) : null;
    const side = now > frame.right - 90 ? "end" : "start";
    const shown = now === null ? [] : [svg("path", { class: "moment", d: `M${now} ${frame.top - 8}V${frame.height}` }), svg("text", { class: "moment-text", x: now + (side === "end" ? -5 : 5), y: frame.top + 2, "text-anchor": side }, `you look at ${clock(moment)}`)];
    drawing.append(...shown, this.area, this.line);
    this.place.setAttribute("aria-valuemin", Math.round(frame.window[0]));
    this.place.setAttribute("aria-valuemax", Math.round(frame.window[1]));
    this.point(this.at);
  }

  xOf(event) {
    return event.clientX - this.place.getBoundingClientRect().left;
  }

  point(at) {
    this.at = at;
    const shown = at !== null && at >= this.frame.window[0] && at <= this.frame.window[1];
    this.line.setAttribute("d", shown ? `M${this.frame.x(at)} ${this.frame.top - 8}V${this.frame.height}` : "");
    const text = at === null ? "" : `${clock(at, 3)}: ${this.told(at)}`;
    this.place.setAttribute("aria-valuenow", Math.round(at ?? this.frame.window[1]));
    this.place.setAttribute("aria-valuetext", text || "no moment chosen");
    this.said.textContent = text || READING;
  }

  move(event) {
    const x = Math.min(this.frame.right, Math.max(this.frame.left, this.xOf(event)));
    if (this.from !== null && Math.abs(x - this.from) > DRAG_PX) {
      this.area.setAttribute("x", round(Math.min(x, this.from)));
      this.area.setAttribute("width", round(Math.abs(x - this.from)));
    }
    this.point(this.frame.at(x));
  }

  release(event) {
    const [from, to] = [this.from, this.xOf(event)];
    this.from = null;
    this.area.removeAttribute("width");
    if (from === null) return;
    if (Math.abs(to - from) > DRAG_PX) this.zoom([from, to].sort((a, b) => a - b).map((x) => this.frame.at(Math.min(this.frame.right, Math.max(this.frame.left, x)))));
    else this.visit(this.frame.at(to));
  }

  visit(at) {
    const moment = lastAt(this.moments(), at);
    if (moment) this.go(moment.revision);
  }

  key(event) {
    const moments = this.moments().filter(({ now }) => now >= this.frame.window[0] && now <= this.frame.window[1]);
    if (!moments.length) return;
    const place = this.at === null ? moments.length - 1 : moments.indexOf(lastAt(moments, this.at));
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity }[event.key];
    if (step) this.point(moments[Math.min(moments.length - 1, Math.max(0, this.at === null ? place : place + step))].now);
    else if (event.key === "Enter" && this.at !== null) this.visit(this.at);
    else if (event.key === "+" || event.key === "-") this.closer(event.key === "+" ? 0.5 : 2);
    else if (event.key === "Escape") this.zoom(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  closer(by) {
    const [from, to] = this.frame.window;
    const middle = this.at ?? (from + to) / 2;
    this.zoom([middle - (middle - from) * by, middle + (to - middle) * by]);
  }
}
