"use strict";
// Pages the slides of this document. All that it needs is here: nothing is asked of the network.
(() => {
  const find = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const { body } = document, main = find("main"), sorter = find("#sorter"), live = find("#said");
  const named = (list) => list ? list.split(",") : [];
  const usual = named(body.dataset.usual), offered = [...usual, ...named(body.dataset.behind)];
  // Of a page of a disk, or of a copy of a page, only the fragment can be changed.
  const inHash = !location.protocol.startsWith("http"), isTalk = body.dataset.deck === "ten";
  const known = new Set(offered);
  // What is shown: the slides of the talk, so many of them, then those that stand behind it.
  let chosen, shown = [], talk = 0, at = 0, left = 0;

  // The choice and the place in it stand in the address.
  const asked = new URLSearchParams(inHash ? location.hash.slice(1) : location.search);

  function choose(figures) {
    const wished = [...new Set(figures)].filter((figure) => known.has(figure));
    const stays = shown[at];
    // A figure whose data are broken just now has no slide, and stays in the address all the same.
    chosen = wished.length ? wished : usual;
    // A figure stands in a talk as its slide in large type, and whole behind it.
    const slides = (figure) => all(`.slide[data-figure="${figure}"]`);
    const large = (slide) => "large" in slide.dataset;
    const told = (figure) => slides(figure).some(large) ? slides(figure).filter(large) : slides(figure);
    const counted = ["first", "agenda", ...chosen, "last"].flatMap(told);
    const behind = !isTalk ? [] : offered.flatMap(slides).filter((slide) => !counted.includes(slide)
      && !(large(slide) && slides(slide.dataset.figure).length > 1));
    shown = [...counted, ...behind];
    talk = counted.length;
    // They lie in the order in which they are shown, for those who listen or print as well.
    main.append(...counted, ...all("h2.behind"), ...behind);
    shown.forEach((slide, number) => {
      slide.classList.toggle("behind", number >= talk);
      const stamp = find(".stamp tspan", slide);
      stamp.textContent = stamp.textContent.replace(/^[^·]+(?= ·)/, label(number));
    });
    all(".slide").forEach((slide) => { slide.hidden = !shown.includes(slide); });
    show(Math.max(0, shown.indexOf(stays)));
  }

  const label = (number) => number < talk ? `${number + 1}/${talk}`
    : body.dataset.behindNumber.replace("{number}", number - talk + 1);

  function show(wished) {
    shown[at]?.classList.remove("now");
    all(".slide.now").forEach((slide) => slide.classList.remove("now"));
    all(".slide.following").forEach((slide) => slide.classList.remove("following"));
    at = Math.min(Math.max(wished, 0), shown.length - 1);
    shown[at].classList.add("now");
    if (at + 1 !== talk) shown[at + 1]?.classList.add("following");
    const count = label(at), said = find("h2", shown[at]).textContent;
    find("#count").textContent = count;
    live.textContent = `${count} ${said}`;
    document.title = `${count} ${said}`;
    remember();
    deck.changed();
  }

  function remember() {
    asked.set("slide", at + 1);
    if (chosen.join() === usual.join()) asked.delete("slides"); else asked.set("slides", chosen.join());
    // Slides that are chosen are else understood as a deck of their own, without others behind.
    if (isTalk === asked.has("slides")) asked.set("deck", body.dataset.deck); else asked.delete("deck");
    // Commas need no quoting, and people read addresses.
    const said = asked.toString().replaceAll("%2C", ",");
    history.replaceState(history.state, "", (inHash ? "#" : "?") + said);
    for (const [links, names] of [[":is(.languages, .seconds) a", ["slide", "slides", "deck"]], ["a[data-file]", ["slides", "deck"]]]) {
      for (const link of all(links)) {
        const address = new URL(link.href);
        for (const name of names) {
          if (asked.has(name)) address.searchParams.set(name, asked.get(name)); else address.searchParams.delete(name);
        }
        link.href = address.href.replaceAll("%2C", ",");
      }
    }
  }

  function black(wished) {
    if (body.classList.contains("black") === wished) return;
    body.classList.toggle("black", wished);
    deck.changed();
  }

  // What another window is told and tells.
  const state = () => ({ chosen, at, isBlack: body.classList.contains("black") });
  function follow(told) {
    const { changed } = deck;
    deck.changed = () => {};
    if (told.chosen.join() !== chosen.join()) choose(told.chosen);
    show(told.at);
    black(told.isBlack);
    listed();
    deck.changed = changed;
  }

  const deeds = {
    first: () => show(0),
    // Nobody comes upon what stands behind the talk by paging on.
    previous: () => show(at < talk ? at - 1 : Math.max(at - 1, talk)),
    next: () => show(at < talk ? Math.min(at + 1, talk - 1) : at + 1),
    last: () => show(talk - 1),
    behind: () => {
      if (at < talk && shown.length > talk) {
        left = at;
        show(talk);
      } else if (at >= talk) show(left);
    },
    full: () => {
      if (document.fullscreenElement) return document.exitFullscreen();
      navigator.wakeLock?.request("screen").catch(() => {});
      return document.documentElement.requestFullscreen?.();
    },
    start: () => { if (!document.fullscreenElement && !body.matches(".speaker")) deeds.full(); },
    black: () => black(!body.classList.contains("black")),
    hall: () => {
      // While a speaker has the notes they are not for the wall.
      if (body.matches(".followed, .speaker")) return;
      const open = body.classList.toggle("asked");
      all(".hall").forEach((notes) => { notes.open = open; });
    },
    sort: () => sorter.showModal(),
  };
  // A clicker in the hand sends PageDown and PageUp.
  const keys = {
    ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "previous", PageUp: "previous",
    Home: "first", End: "last", f: "full", b: "black", ".": "black", n: "hall", s: "sort", m: "behind",
    p: "speaker", q: "mark", w: "minutes",
    // What the start key of a clicker sends; a browser leaves the full screen by Escape itself.
    F5: "start",
  };
  // The same keys where the keyboard is set to Kazakh or Russian.
  const codes = { KeyF: "full", KeyB: "black", Period: "black", KeyN: "hall", KeyS: "sort", KeyM: "behind",
    KeyP: "speaker", KeyQ: "mark", KeyW: "minutes" };

  document.addEventListener("keydown", (event) => {
    if (sorter.open || event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift") return;
    if (event.key === " " && event.target.closest?.("button, a, summary")) return;
    if (body.classList.contains("black")) {
      black(false);
      event.preventDefault();
      return;
    }
    const deed = event.key === " " && event.shiftKey ? "previous" : keys[event.key] ?? codes[event.code];
    if (!deed) return;
    event.preventDefault();
    deeds[deed]();
  });
  for (const button of all("[data-do]")) {
    button.addEventListener("click", (event) => {
      // Else the next press of the space bar would do the same again.
      if (event.detail) button.blur();
      deeds[button.dataset.do]();
    });
  }
  body.addEventListener("click", (event) => {
    if (event.target.closest("button, a, summary, dialog")) return;
    const tapped = event.pointerType === "touch" && event.target.closest(".picture");
    if (body.classList.contains("black")) black(false);
    // In full screen there are no buttons: a mouse pages by the right and the left third; so does
    // a finger on any picture.
    else if (document.fullscreenElement || tapped) {
      const at = event.clientX / window.innerWidth;
      if (at > 2 / 3) deeds.next();
      else if (at < 1 / 3) deeds.previous();
    }
  });

  let touched = null;
  main.addEventListener("touchstart", (event) => {
    touched = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  main.addEventListener("touchend", (event) => {
    if (!touched || (window.visualViewport?.scale ?? 1) > 1.01) return;
    const end = event.changedTouches[0];
    const across = end.clientX - touched.clientX, along = end.clientY - touched.clientY;
    if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(along)) deeds[across < 0 ? "next" : "previous"]();
  });

  // The list to tick and to move.
  const ticked = () => all("#sorter li").filter((row) => find("input", row).checked).map((row) => row.dataset.figure);
  const done = find("[data-done]", sorter);
  function take() {
    const figures = ticked();
    // Without a single slide there is nothing to show: the deck stays as it is meanwhile.
    done.disabled = figures.length === 0;
    if (figures.length) choose(figures);
  }
  sorter.addEventListener("change", take);
  sorter.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("move" in button.dataset) {
      const row = button.closest("li"), up = button.dataset.move === "-1";
      const other = up ? row.previousElementSibling : row.nextElementSibling;
      if (other) up ? other.before(row) : other.after(row);
      button.focus();
      take();
    } else if ("tick" in button.dataset) {
      all("#sorter input").forEach((box) => { box.checked = Boolean(button.dataset.tick); });
      take();
    } else {
      sorter.close();
    }
  });
  sorter.addEventListener("close", listed);

  // The list as the choice is: what is chosen first, in its order.
  function listed() {
    const list = find("#sorter ol"), rows = new Map(all("li", list).map((row) => [row.dataset.figure, row]));
    for (const figure of [...chosen, ...offered.filter((each) => !chosen.includes(each))]) {
      const row = rows.get(figure);
      if (!row) continue;
      find("input", row).checked = chosen.includes(figure);
      list.append(row);
    }
    done.disabled = false;
  }

  // A file that is still to be made tells how far it is.
  for (const link of all("a[data-file]")) {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const told = find(".making"), bar = find("progress", told), words = find("span", told);
      let over = false;
      const tell = ({ made, of }) => {
        if (over) return;
        bar.max = of || 1;
        bar.value = made;
        words.textContent = told.dataset.making.replace("{made}", made).replace("{of}", of);
      };
      const ask = async () => {
        const answer = await fetch(`${link.href}${link.href.includes("?") ? "&" : "?"}progress`).catch(() => null);
        if (answer?.ok) tell(await answer.json());
        if (!over) setTimeout(ask, 400);
      };
      told.hidden = false;
      bar.hidden = false;
      tell({ made: 0, of: isTalk ? offered.length : chosen.length });
      setTimeout(ask, 400);
      try {
        const answer = await fetch(link.href);
        if (!answer.ok) throw new Error(answer.statusText);
        const name = answer.headers.get("content-disposition")?.match(/filename\*=utf-8''([^;]+)/i)?.[1];
        const file = document.createElement("a");
        file.href = URL.createObjectURL(await answer.blob());
        file.download = name ? decodeURIComponent(name) : "";
        file.click();
        setTimeout(() => URL.revokeObjectURL(file.href), 60000);
        told.hidden = true;
      } catch {
        bar.hidden = true;
        words.textContent = told.dataset.failed;
      } finally {
        over = true;
      }
    });
  }

  const title = () => find("h2", shown[at]).textContent;
  const deck = { asked, inHash, deeds, state, follow, title, label: () => label(at), changed: () => {} };

  // The picture takes the height that the bar leaves, in one row or in two.
  const measured = () => body.style.setProperty("--bar", `${find(".bar").offsetHeight}px`);
  addEventListener("resize", measured);
  measured();

  const from = Number.parseInt(asked.get("slide"), 10) || 1;
  choose((asked.get("slides") ?? "").split(","));
  listed();
  show(from - 1);
  window.deck = deck;
})();
