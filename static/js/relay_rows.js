// From steps to rows: which of them are shown, which of them together, and which row each one follows from.
const TOGETHER_MS = 1000; // acts so close to each other are one, such as a file of several objects
const ROWS = 140; // more than this are folded, the more the wider the window in which they are
const WINDOWS_MS = [250, 1000, 3000, 10_000];

// By whose colour a lane is drawn (tokens.css).
const ACTORS = { deployment: "deployment-controller", replicaset: "replicaset-controller", scheduler: "default-scheduler", endpoints: "endpoint-controller", proxy: "endpoint-controller" };
export const actorOf = (lane) => ACTORS[lane] ?? lane;

// The acts from which on one may look, the newest first.
export function beginnings(steps) {
  const found = [];
  for (const step of steps) {
    if (step.lane !== "you" || step.quiet) continue;
    if (found.length && step.now - found[0].now < TOGETHER_MS && step.now >= found[0].now) { found[0].now = step.now; continue; }
    found.unshift({ step: step.step, now: step.now, text: step.whats[0] });
  }
  return found.slice(0, 30);
}

// What a step says without names and numbers: "Pod web-5d9f-x7x2p: bound to node-2" is "Pod … bound to …".
const shape = (step) => `${step.lane} ${step.whats[0].replace(/\S*[-\d]\S*/g, "…")}`;

function folded(steps, window) {
  const rows = [];
  const open = new Map();
  for (const step of steps) {
    const like = shape(step);
    const row = open.get(like);
    if (step.lane !== "you" && row && step.now - row.step.now <= window) { row.members.push(step); continue; }
    const fresh = { step, members: [step] };
    open.set(like, fresh);
    rows.push(fresh);
  }
  return rows;
}

function readable(steps) {
  const each = steps.map((step) => ({ step, members: [step] }));
  if (each.length <= ROWS) return each;
  for (const window of WINDOWS_MS) {
    const rows = folded(steps, window);
    if (rows.length <= ROWS || window === WINDOWS_MS.at(-1)) return rows;
  }
  return each;
}

// A row's cause is the nearest one that is shown: what is not shown is passed over.
function link(rows, all) {
  const known = new Map(all.map((step) => [step.step, step]));
  const places = new Map(rows.flatMap((row, place) => row.members.map((step) => [step.step, place])));
  rows.forEach((row, place) => {
    let { cause } = row.step;
    row.place = place;
    while (cause && known.has(cause.step) && !places.has(cause.step)) cause = known.get(cause.step).cause;
    const from = cause ? places.get(cause.step) : undefined;
    row.from = from !== undefined && from < place ? rows[from] : null;
    row.earlier = Boolean(cause) && from === undefined;
    row.waits = Boolean(row.from) && row.from.step.actor === row.step.actor;
  });
  return rows;
}

export function rowsOf(steps, since, details) {
  const shown = steps.filter((step) => step.step >= since && (details || !step.quiet));
  return link(readable(shown), steps);
}

export function textOf({ step, members }) {
  const [first] = step.whats;
  const more = members.reduce((all, { telling }) => all + telling, 0) - 1;
  if (!more) return first;
  return members.length > 1 ? `${first}, and ${more} more like it` : `${first}, and ${more} more`;
}
