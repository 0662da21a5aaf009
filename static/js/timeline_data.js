// What the timeline knows, merged from what the server tells of it bit by bit, and what can be asked of it.
const MARGIN = 0.06;
const LEAST_MS = 4000;
const PATIENCE_MS = 60_000; // so long after the last event it is drawn on while something is under way
const UNDER_WAY = new Set(["pending", "starting", "running", "ready", "terminating"]);
const BEFORE_MS = 5000; // an act this long before a rollout began is what began it

export function empty() {
  return { cursor: 0, now: 0, older: 0, workloads: [], versions: new Map(), bars: new Map(), counts: new Map(), marks: [], services: [], pieces: new Map(), coming: [], moments: null };
}

export function merge(data, news) {
  if (!news.cursor) return;
  if (news.anew) Object.assign(data, empty(), { older: news.older });
  const { cursor, now, workloads, versions } = news;
  Object.assign(data, { cursor, now: Math.max(news.anew ? 0 : data.now, now), workloads, moments: null });
  for (const version of versions) data.versions.set(version.uid, { ...version, letter: String.fromCharCode(65 + (version.place % 26)) });
  for (const bar of news.bars) data.bars.set(bar.uid, bar);
  for (const [revision, at, workload, wanted, most, fewest, sums] of news.counts) {
    const known = data.counts.get(workload) ?? [];
    if (known.at(-1)?.now === at) known.pop();
    if (!known.length || known.at(-1).now < at) known.push({ revision, now: at, wanted, most, fewest, sums });
    data.counts.set(workload, known);
  }
  data.marks.push(...news.marks);
  data.marks.sort((a, b) => a.now - b.now || a.revision - b.revision);
  Object.assign(data, { services: news.requests.services, coming: news.requests.coming });
  for (const [service, ...piece] of news.requests.pieces) {
    if (!data.pieces.has(service)) data.pieces.set(service, []);
    data.pieces.get(service).push(piece);
  }
}

// Workloads that have pods, Deployments first.
export function choices(data) {
  const having = new Set([...data.bars.values()].map((bar) => data.versions.get(bar.version)?.workload));
  return data.workloads.filter(({ uid, kind }) => having.has(uid) || kind === "Deployment").sort((a, b) => (b.kind === "Deployment") - (a.kind === "Deployment"));
}

// The part of it that belongs to one workload.
export function partOf(data, uid) {
  const versions = [...data.versions.values()].filter(({ workload }) => workload === uid).sort((a, b) => a.place - b.place);
  const bars = [...data.bars.values()].filter(({ version }) => data.versions.get(version)?.workload === uid);
  const marks = data.marks.filter(({ workload, pod }) => workload === uid || (!workload && !pod));
  return { versions, bars, marks, counts: data.counts.get(uid) ?? [], now: data.now, older: data.older, requests: requestsOf(data, uid, versions) };
}

// The stretches of the first Service that leads to a workload: [start, end, sent, answered, failed, lost], to this moment.
function requestsOf(data, workload, versions) {
  const own = new Set(versions.map(({ uid }) => uid));
  const answers = ([, , , answered, failed]) => [...answered, ...failed].some(([version]) => own.has(version));
  const service = data.services.find(({ uid, workloads }) => workloads.includes(workload) || (!workloads.length && data.pieces.get(uid)?.some(answers)));
  if (!service) return null;
  const coming = data.coming.filter(([uid]) => uid === service.uid).map(([, ...rest]) => rest);
  const open = coming.map(([start, ...rest], place) => [start, coming[place + 1]?.[0] ?? data.now, ...rest]);
  return { name: service.name, pieces: [...(data.pieces.get(service.uid) ?? []), ...open.filter(([start, end]) => end > start)] };
}

export const startOf = (bar) => bar.segments[0][1];
export const endOf = (bar, now) => bar.end ?? now;

function lastEvent(part, since) {
  let last = since;
  for (const bar of part.bars) for (const at of [bar.end, ...bar.segments.map((one) => one[1])]) if (at && at <= part.now && at > last) last = at;
  for (const mark of part.marks) if (mark.now > last) last = mark.now;
  for (const [start, end, , , , lost] of part.requests?.pieces ?? []) if (lost && start >= since) last = Math.max(last, Math.min(end, part.now, start + PATIENCE_MS));
  const underWay = part.bars.some((bar) => !bar.end && UNDER_WAY.has(bar.segments.findLast(([, start]) => start <= part.now)?.[0]));
  return underWay ? Math.max(last, Math.min(part.now, last + PATIENCE_MS)) : last;
}

function spread(from, to, now) {
  const margin = Math.max((to - from) * MARGIN, 500);
  return [from - margin / 2, Math.max(Math.min(to + margin, now), from + LEAST_MS)];
}

export function wholeOf(part) {
  const begins = [...part.bars.map(startOf), ...part.marks.map(({ now }) => now)];
  if (!begins.length) return spread(part.now - LEAST_MS, part.now, part.now);
  const from = begins.reduce((a, b) => Math.min(a, b));
  return spread(from, lastEvent(part, from), part.now);
}

export function lastRollout(part) {
  const begun = part.marks.filter(({ kind }) => kind === "revision").at(-1);
  if (!begun) return wholeOf(part);
  const act = part.marks.findLast(({ kind, now }) => kind === "act" && now <= begun.now && begun.now - now < BEFORE_MS);
  const from = act?.now ?? begun.now;
  return spread(from, lastEvent(part, from), part.now);
}

// The last of an ascending list at or before a moment.
export function lastAt(list, at) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].now <= at) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}

// All moments at which something became otherwise, each with the revision after which it was so.
export function momentsOf(data) {
  if (data.moments) return data.moments;
  const found = new Map();
  const note = (now, revision) => { if (now <= data.now && (found.get(now) ?? 0) < revision) found.set(now, revision); };
  for (const bar of data.bars.values()) for (const [, start, revision] of bar.segments) note(start, revision);
  for (const counts of data.counts.values()) for (const { now, revision } of counts) note(now, revision);
  for (const { now, revision } of data.marks) note(now, revision);
  data.moments = [...found].map(([now, revision]) => ({ now, revision })).sort((a, b) => a.now - b.now);
  let highest = 0;
  for (const moment of data.moments) { highest = Math.max(highest, moment.revision); moment.revision = highest; }
  return data.moments;
}

// "requests: A 70 %, 30 % lost"
export function sayRequests(part, at) {
  const piece = part.requests?.pieces.findLast(([start, end]) => start <= at && at < end);
  if (!piece?.[2]) return "";
  const [, , sent, answered, failed, lost] = piece;
  const letters = new Map(part.versions.map(({ uid, letter }) => [uid, letter]));
  const share = (count) => `${Math.round((100 * count) / sent)} %`;
  const told = [...answered.map(([uid, count]) => `${letters.get(uid) ?? "others"} ${share(count)}`), ...failed.map(([uid, count]) => `${letters.get(uid) ?? "others"} ${share(count)} errors`), lost ? `${share(lost)} lost` : ""];
  return `; requests: ${told.filter(Boolean).join(", ")}`;
}

// "3 available (A 2, B 1), 1 terminating"
export function sayCount(part, at) {
  const count = lastAt(part.counts, at);
  if (!count) return "no pods yet";
  const letters = new Map(part.versions.map(({ uid, letter }) => [uid, letter]));
  const say = (what, pick) => {
    const shares = count.sums.map(([uid, sums]) => [letters.get(uid) ?? "", pick(sums)]).filter(([, many]) => many);
    const total = shares.reduce((all, [, many]) => all + many, 0);
    if (!total || letters.size < 2) return `${total} ${what}`;
    return `${total} ${what} (${shares.map(([letter, many]) => `${letter} ${many}`).join(", ")})`;
  };
  const told = [say("available", (sums) => sums[2]), say("not yet available", (sums) => sums[0] - sums[2]), say("terminating", (sums) => sums[3])];
  return told.filter((text, place) => place === 0 || !text.startsWith("0 ")).join(", ");
}
