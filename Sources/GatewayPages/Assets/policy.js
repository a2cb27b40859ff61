// Makes an editor of the field for a file of the policy: colours, line numbers, findings while one types. The field stays what it
// is, a text area in a form; without this script it works as well. Text is only ever put in as text.
"use strict";

// What stands in a line of YAML, in the order in which it is looked for.
const PIECES = [
  ["comment", /^#.*/],
  ["text", /^"(?:[^"\\]|\\.)*"?|^'(?:[^']|'')*'?/],
  ["key", /^[^\s#:,\[\]{}"'-][^#:,\[\]{}"']*(?=:(?:\s|$))/],
  ["number", /^-?\d+(?:\.\d+)?(?:ms|[smhd])?(?=[\s,\]}]|$)/],
  ["word", /^(?:true|false|null|allow|deny|all)(?=[\s,\]}]|$)/],
  ["sign", /^[-:,\[\]{}]/],
];

function pieces(line) {
  const found = [];
  let rest = line, plain = "", atStart = true;
  const put = (kind, text) => {
    if (plain) { found.push(["", plain]); plain = ""; }
    found.push([kind, text]);
  };
  while (rest) {
    let taken = 0;
    for (const [kind, pattern] of PIECES) {
      const match = pattern.exec(rest);
      // A hash or a sign within a word is part of the word.
      if (!match || (kind === "comment" && !atStart) || (kind === "sign" && match[0] === "-" && !atStart)) continue;
      put(kind, match[0]);
      taken = match[0].length;
      atStart = kind === "sign";
      break;
    }
    if (!taken) {
      const word = /^(?:\s+|[^\s:,\[\]{}#"']+|.)/.exec(rest)[0];
      plain += word;
      taken = word.length;
      atStart = /\s$/.test(word);
    }
    rest = rest.slice(taken);
  }
  if (plain) found.push(["", plain]);
  return found;
}

function colour(line, into) {
  for (const [kind, text] of pieces(line)) {
    if (!kind) { into.append(text); continue; }
    const span = document.createElement("span");
    span.className = "yaml-" + kind;
    span.textContent = text;
    into.append(span);
  }
}

// Files that are only shown.
for (const code of document.querySelectorAll(".source code")) {
  const line = code.textContent;
  code.replaceChildren();
  colour(line, code);
}

class Editor {
  // Above this only numbers are drawn: a colour for each word of a huge file would make typing slow.
  static coloured = 200_000;
  static limit = 512 * 1024;
  static pause = 600;

  constructor(frame) {
    this.frame = frame;
    this.words = frame.dataset;
    this.field = frame.querySelector("textarea");
    this.form = this.field.form;
    this.paper = this.layer("pre", "editor-paper");
    this.numbers = this.layer("div", "editor-numbers");
    frame.prepend(this.numbers, this.paper);
    this.report = document.createElement("div");
    this.report.className = "editor-report";
    this.report.setAttribute("role", "status");
    this.report.id = this.field.id + "-report";
    frame.after(this.report);
    this.field.setAttribute("aria-describedby", [this.field.getAttribute("aria-describedby"), this.report.id].filter(Boolean).join(" "));
    frame.classList.add("editor-live");
    this.marks = new Map();
    this.round = 0;

    this.field.addEventListener("input", () => { this.marks.clear(); this.draw(); this.later(); });
    this.field.addEventListener("scroll", () => this.follow());
    this.form.querySelector("[name=name]").addEventListener("input", () => this.later());
    // What was typed is not lost by a link.
    this.saved = this.field.value;
    // What is sent is judged there: an answer to an earlier question would come too late.
    this.form.addEventListener("submit", () => { this.saved = this.field.value; clearTimeout(this.timer); this.asking?.abort(); });
    window.addEventListener("beforeunload", (event) => { if (this.field.value !== this.saved) event.preventDefault(); });
    this.draw();
    this.examine();
  }

  layer(kind, name) {
    const layer = document.createElement(kind);
    layer.className = name;
    layer.setAttribute("aria-hidden", "true");
    return layer;
  }

  // MARK: Drawing

  draw() {
    const text = this.field.value;
    const lines = text.split("\n");
    const isColoured = text.length <= Editor.coloured;
    this.frame.classList.toggle("editor-plain", !isColoured);
    const paper = document.createDocumentFragment(), numbers = document.createDocumentFragment();
    lines.forEach((line, index) => {
      const mark = this.marks.get(index + 1);
      const number = document.createElement("span");
      number.textContent = index + 1;
      if (mark) number.className = "editor-" + mark;
      numbers.append(number);
      if (!isColoured) return;
      const row = document.createElement("span");
      if (mark) row.className = "editor-" + mark;
      colour(line, row);
      row.append("\n");
      paper.append(row);
    });
    this.paper.replaceChildren(paper);
    this.numbers.replaceChildren(numbers);
    this.follow();
  }

  follow() {
    this.paper.scrollTop = this.numbers.scrollTop = this.field.scrollTop;
    this.paper.scrollLeft = this.field.scrollLeft;
  }

  // MARK: Asking

  later(pause = Editor.pause) {
    clearTimeout(this.timer);
    if (this.hasEnded) return;
    this.timer = setTimeout(() => this.examine(), pause);
  }

  async examine() {
    const round = ++this.round;
    if (new Blob([this.field.value]).size > Editor.limit) return this.say(this.words.large);
    const body = new URLSearchParams(new FormData(this.form));
    this.asking?.abort();
    this.asking = new AbortController();
    this.report.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.words.examine, { method: "POST", body, headers: { Accept: "application/json" }, signal: this.asking.signal });
      if (round !== this.round) return;
      if (answer.status === 429) return this.later(3 * Editor.pause);
      if (answer.status === 401 || answer.status === 403) {
        // Asking again would change nothing but the record of refusals.
        this.hasEnded = true;
        return this.say(this.words.signedOut);
      }
      if (!answer.ok) return this.say(this.words.unchecked);
      this.show(await answer.json());
    } catch (problem) {
      if (problem.name !== "AbortError") this.say(this.words.unchecked);
    } finally {
      if (round === this.round) this.report.removeAttribute("aria-busy");
    }
  }

  // MARK: Telling

  say(text) {
    this.report.replaceChildren();
    const line = document.createElement("p");
    line.textContent = text;
    this.report.append(line);
  }

  show({ summary, clean, findings }) {
    this.say(summary);
    this.report.classList.toggle("editor-clean", clean);
    this.field.setAttribute("aria-invalid", String(!clean));
    this.marks.clear();
    const list = document.createElement("ul");
    for (const finding of findings) {
      if (finding.line && this.marks.get(finding.line) !== "error") this.marks.set(finding.line, finding.kind);
      list.append(this.item(finding));
    }
    if (findings.length) this.report.append(list);
    this.draw();
  }

  item({ kind, text, more, place, line }) {
    const item = document.createElement("li");
    item.className = "editor-" + kind;
    if (line) {
      const go = document.createElement("button");
      go.type = "button";
      go.className = "small";
      go.textContent = `${line} ${this.words.line}`;
      go.addEventListener("click", () => this.go(line));
      item.append(go, " ");
    } else if (place) {
      const where = document.createElement("code");
      where.textContent = place;
      item.append(where, " ");
    }
    item.append(text);
    if (more && more.trim()) {
      const why = document.createElement("small");
      why.textContent = more;
      item.append(" ", why);
    }
    return item;
  }

  go(line) {
    const lines = this.field.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    this.field.focus();
    this.field.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    const height = this.field.scrollHeight / lines.length;
    this.field.scrollTop = Math.max(0, (line - 4) * height);
  }
}

for (const frame of document.querySelectorAll("[data-editor]")) new Editor(frame);
