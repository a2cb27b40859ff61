// Keeps the live view as it is, by the events of the desk's API. Without this script the page can be loaded again. Text is only ever put in as text.
"use strict";

const table = document.querySelector("table[data-live]");
const body = table.tBodies[0];
const blank = document.querySelector("template[data-live-row]").content.querySelector("tr");
const state = document.querySelector("[data-live-state]");
const words = JSON.parse(table.dataset.liveWords);
const mayAct = "liveActs" in table.dataset;
const MOST_ACTIONS = 20;
const LETTERS = { open: "O", sensitive: "S", classified: "C" };

// What the page's own texts are made of (LiveText).
const time = (text) => text.slice(0, 10) + " " + text.slice(11, 19);

function bytes(count) {
  if (count < 1000) return count + " B";
  const units = ["kB", "MB", "GB", "TB", "PB", "EB"];
  let tenths = Math.floor(count / 100), unit = 0;
  while (tenths >= 10000 && unit < units.length - 1) { tenths = Math.floor(tenths / 1000); unit += 1; }
  return Math.floor(tenths / 10) + "." + (tenths % 10) + " " + units[unit];
}

function action(done) {
  const what = done.method === undefined
    ? [done.type, done.reason] : [done.console, done.method, done.path, done.decision, done.reason];
  return [time(done.at).slice(11), ...what].filter((text) => text !== undefined).join(" ");
}

function places(row) {
  const found = row.places.map((place) =>
    place.kind === "console" ? place.console + " (" + LETTERS[place.grade] + ")" : words[place.kind]);
  return [...found, words.connections + " " + row.connections, ...(row.session ? [] : [words.alone])].join(", ");
}

const moved = (one) => words.received + " " + bytes(one.bytes_in) + ", " + words.sent + " " + bytes(one.bytes_out);

function texts(row) {
  return {
    user: row.user,
    name: row.name || "",
    belongs: [row.organisation, ...row.roles].filter((text) => text !== undefined).join(" · "),
    places: places(row),
    streams: row.streams.map((one) => words[one.kind] + " " + one.console + ": " + moved(one)).join("; "),
    source: [row.source, row.country].filter((text) => text !== undefined).join(" "),
    papers: words.serial + " " + (row.serial || row.certificate.slice(0, 16)),
    since: words.since + " " + time(row.since),
    idle: words.idle + " " + time(row.idle_since),
    requests: words.requests + " " + row.requests + ", " + words.denials + " " + row.denials,
    bytes: moved(row),
    last: row.last ? action(row.last) : "",
    holds: [
      ...row.grants.map((grant) => words.until + " " + time(grant.until)),
      ...row.measures.map((measure) => measure.kind === "lock" ? words.lock : words.paused),
    ].join("; "),
  };
}

function acts(row) {
  const code = encodeURIComponent;
  return [
    ...(row.session ? [[words.end, "/sessions/" + code(row.session) + "/end"]] : []),
    ...row.grants.map((grant) => [words.pauseGrant, "/grants/" + code(grant.id) + "/pause"]),
    [words.lockAccount, "/new-lock?kind=account&target=" + code(row.user)],
    [words.lockCertificate, "/new-lock?kind=certificate&target=" + code(row.certificate)],
  ];
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function fill(line, row) {
  const field = (name) => line.querySelector('[data-field="' + name + '"]');
  for (const [name, text] of Object.entries(texts(row))) put(field(name), text);
  field("user").href = "/people/" + encodeURIComponent(row.user);
  field("partner").hidden = !row.partner;
  if (!mayAct) return;
  // Links are left alone while they lead to the same places: somebody may be about to use one.
  const wanted = acts(row);
  const place = field("acts");
  const known = [...place.querySelectorAll("a")].map((link) => link.getAttribute("href")).join(" ");
  if (known === wanted.map((one) => one[1]).join(" ")) return;
  place.replaceChildren(...wanted.flatMap(([text, href]) => {
    const link = document.createElement("a");
    link.textContent = text;
    link.setAttribute("href", href);
    return [link, " "];
  }));
}

const rows = new Map();

// Partners first; then by name, by age.
function precedes(one, other) {
  if (one.partner !== other.partner) return one.partner;
  if (one.user !== other.user) return one.user < other.user;
  if (one.since !== other.since) return one.since < other.since;
  return one.id < other.id;
}

function show(row) {
  let line = [...body.rows].find((found) => found.dataset.row === row.id);
  rows.set(row.id, row);
  if (!line) {
    line = document.importNode(blank, true);
    line.dataset.row = row.id;
    const next = [...body.rows].find((found) => rows.has(found.dataset.row) && precedes(row, rows.get(found.dataset.row)));
    body.insertBefore(line, next || null);
  }
  fill(line, row);
}

function hide(id) {
  rows.delete(id);
  for (const line of [...body.rows]) if (line.dataset.row === id) line.remove();
}

function count(leftOut) {
  const partners = [...rows.values()].filter((row) => row.partner).length;
  let text = words.people + ": " + rows.size + ", " + words.ofThem + ": " + partners;
  if (leftOut) text += ", " + words.more + ": " + leftOut;
  put(state, text + ". " + words.watching);
  document.querySelector("[data-live-empty]").hidden = rows.size > 0;
}

function tell(actions) {
  const list = document.querySelector("[data-happenings]");
  for (const done of actions) {
    const item = document.createElement("li");
    const text = document.createElement("bdi");
    text.textContent = [done.user, action(done)].filter((part) => part !== undefined).join(" · ");
    item.append(text);
    list.prepend(item);
  }
  while (list.children.length > MOST_ACTIONS) list.lastElementChild.remove();
  document.querySelector("[data-happenings-empty]").hidden = list.children.length > 0;
}

const events = new EventSource(table.dataset.live);
// The first event has it all, again after each lost connection.
events.addEventListener("snapshot", (event) => {
  const live = JSON.parse(event.data);
  const ids = new Set(live.rows.map((row) => row.id));
  for (const line of [...body.rows]) if (!ids.has(line.dataset.row)) hide(line.dataset.row);
  live.rows.forEach(show);
  count(live.left_out);
  table.dataset.liveOpen = "true";
});
events.addEventListener("change", (event) => {
  const live = JSON.parse(event.data);
  live.gone.forEach(hide);
  live.rows.forEach(show);
  count(live.left_out);
});
let heard = false;
events.addEventListener("actions", (event) => {
  const list = document.querySelector("[data-happenings]");
  // The first of them stand there already.
  if (!heard) list.replaceChildren();
  heard = true;
  tell(JSON.parse(event.data).actions);
});
events.addEventListener("error", () => {
  put(state, events.readyState === EventSource.CLOSED ? words.over : words.lost);
});
