"use strict";
// A second window for the speaker, what was asked and not answered, and the minutes. Both windows
// run this script on the same slides and tell each other their whole state; the later one counts.
(() => {
  const find = (what) => document.querySelector(what);
  const { deck } = window, { body } = document, texts = JSON.parse(body.dataset.texts);
  const speaks = deck.asked.has("speaker"), before = history.state ?? {};
  const id = deck.asked.get("speaker") ?? before.id ?? Math.random().toString(36).slice(2);
  const SECOND = 1000, GONE = 5 * SECOND; // without a word of the other window

  // Slides as they were shown, and those that were marked: their number, their title, since when.
  let { rev = 0, log = [], marks = [] } = before;
  let heard = 0, there = false, peer = speaks ? window.opener : null;
  // Pages of a disk have no origin in common, and then no channel.
  const channel = "BroadcastChannel" in window && self.origin !== "null" ? new BroadcastChannel(`slides-${id}`) : null;

  function send(kind = "here") {
    const said = { id, kind, rev, log, marks, ...deck.state() };
    if (channel) channel.postMessage(said);
    else peer?.postMessage(said, self.origin === "null" ? "*" : self.origin);
  }

  function hear(said) {
    if (said?.id !== id) return;
    heard = said.kind === "bye" ? 0 : Date.now();
    if (said.rev > rev) {
      ({ rev, log, marks } = said);
      deck.follow(said);
      keep();
    } else if (said.rev < rev) send();
    tell();
  }
  channel?.addEventListener("message", (event) => hear(event.data));
  addEventListener("message", (event) => {
    if (event.origin !== self.origin || event.data?.id !== id) return;
    peer = event.source ?? peer; // of a page that goes there is none
    hear(event.data);
  });
  addEventListener("pagehide", () => send("bye"));
  // A page that comes back out of the browser's memory is there again.
  addEventListener("pageshow", () => send());

  const keep = () => history.replaceState({ id, rev, log, marks }, "");
  const here = () => ({ number: deck.label(), title: deck.title(), at: Date.now() });

  function changed() {
    rev = Math.max(rev + 1, Date.now());
    if (log.at(-1)?.number !== deck.label()) log = [...log, here()];
    keep();
    send();
    tell();
  }

  // What is seen of all this: notes never on the wall while a speaker has them.
  const two = (number) => String(number).padStart(2, "0");
  const clock = (time) => [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":");
  const lasted = (from, to) => {
    const seconds = Math.max(0, Math.round((to - from) / SECOND));
    return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  };
  const ended = (number) => log[number + 1]?.at ?? Date.now();
  const marked = (number) => marks.some((mark) => mark.number === number);

  function tell() {
    const was = there;
    there = Date.now() - heard < GONE;
    body.classList.toggle("followed", there && !speaks);
    if (was && !there) find("#said").textContent = speaks ? texts.wall_gone : texts.speaker_gone;
    find('[data-do="mark"]').setAttribute("aria-pressed", marked(deck.label()));
    if (!speaks) return;
    find("#clock").textContent = clock(new Date());
    find("#spent").textContent = log.length ? lasted(log[0].at, Date.now()) : "0:00";
    find("#this").textContent = log.length ? lasted(log.at(-1).at, Date.now()) : "0:00";
    find("#peer").textContent = there ? texts.wall_there : texts.wall_gone;
    find("#log").replaceChildren(...log.map((shown, number) => {
      const row = document.createElement("li");
      const sign = marked(shown.number) ? " – " + texts.marked : "";
      row.textContent = `${lasted(shown.at, ended(number))} · ${shown.number} ${shown.title}${sign}`;
      return row;
    }).reverse());
  }

  function open() {
    const query = new URLSearchParams(deck.asked);
    query.set("speaker", id);
    const window_ = window.open("", `speaker-${id}`, "popup,width=1280,height=800");
    if (!window_) {
      find("#said").textContent = texts.blocked;
      return;
    }
    peer = window_;
    window_.focus();
    if (there) return;
    const [address] = location.href.split(/[?#]/);
    if (deck.inHash) {
      window_.location = `${address}#${query}`;
      return;
    }
    // Where the server is gone the page itself is opened again.
    fetch(location.href, { method: "HEAD" }).then((answer) => answer.ok, () => false).then((up) => {
      window_.location = up ? `${address}?${query}` : `${copy()}#${query}`;
    });
  }

  function copy() {
    const page = document.documentElement.cloneNode(true);
    page.querySelector("body").removeAttribute("style"); // which a policy without styles refuses
    const html = `<!DOCTYPE html>${page.outerHTML}`;
    return URL.createObjectURL(new Blob([html], { type: "text/html;charset=utf-8" }));
  }

  function mark() {
    const number = deck.label();
    marks = marked(number) ? marks.filter((each) => each.number !== number) : [...marks, here()];
    find("#said").textContent = marked(number) ? texts.marked : "";
    changed();
  }

  function minutes() {
    const now = new Date(), [first] = log;
    const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
    const lines = [
      texts.minutes, find("h1").textContent, `${texts.day}: ${day}`, texts.stamp, "",
      `${texts.shown}: ${first ? lasted(first.at, Date.now()) : "0:00"}`,
      ...log.map((shown, number) =>
        `${clock(new Date(shown.at))}  ${lasted(shown.at, ended(number))}  ${shown.number} ${shown.title}`),
      "", `${texts.marked}: ${marks.length}`,
      ...marks.map((each) => `${clock(new Date(each.at))}  ${each.number} ${each.title}`), "",
    ];
    const file = document.createElement("a");
    file.href = URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/plain;charset=utf-8" }));
    file.download = `${texts.minutes} ${day}.txt`;
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60 * SECOND);
  }

  Object.assign(deck.deeds, { speaker: () => { if (!speaks) open(); }, mark, minutes });
  deck.changed = changed;
  body.classList.toggle("speaker", speaks);
  if (speaks) for (const notes of document.querySelectorAll(".hall")) notes.open = true;
  if (!log.length) log = [here()];
  keep();
  send();
  tell();
  setInterval(() => { send(); tell(); }, SECOND);
})();
