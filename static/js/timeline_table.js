// The same in a table, for who hears the page and who likes numbers; made when it is opened.
import { clock, html } from "./svg.js";

const COLUMNS = ["pending", "starting", "ready", "available", "terminating"];
const TITLES = ["Pod", "Version", "Node", "Created", "On a node", "Ready", "Available", "Terminating", "Gone"];
const ROWS = 300;

function moment(bar, phase, now) {
  const found = bar.segments.find(([name]) => name === phase || (phase === "ready" && name === "available"));
  return found && found[1] <= now ? clock(found[1], 3) : "–";
}

export function fillTable(table, plan, part) {
  const versions = new Map(part.versions.map((version) => [version.uid, version]));
  const bars = plan.bars.slice(-ROWS);
  const left = plan.bars.length - bars.length;
  table.replaceChildren(
    html("caption", {}, left ? `The newest ${ROWS} pods of the shown time; ${left} older ones are left out` : "Pods of the shown time, in simulated time"),
    html("thead", {}, html("tr", {}, ...TITLES.map((title) => html("th", { scope: "col" }, title)))),
    html("tbody", {}, ...bars.map((bar) => {
      const version = versions.get(bar.version) ?? {};
      const cells = [`${version.letter ?? ""} ${version.images ?? ""}`, bar.node || "–", ...COLUMNS.map((phase, place) => (place ? moment(bar, phase, part.now) : clock(bar.segments[0][1], 3))), bar.end ? clock(bar.end, 3) : "–"];
      return html("tr", {}, html("th", { scope: "row" }, bar.name), ...cells.map((cell) => html("td", {}, cell)));
    })));
}
