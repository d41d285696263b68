// What Streamlit names in English alone gets the names of the page's language.
(() => {
  const { language, browse, remove, skip, closed } = SAID;
  document.documentElement.lang = language;
  window.deskNames?.disconnect();
  const named = (element, name) => {
    if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
  };
  const name = () => {
    const first = document.querySelector('a[href="#stMain"]');
    if (first && first.textContent !== skip) first.textContent = skip;
    const zone = document.querySelector('[data-testid="stFileUploaderDropzone"]');
    for (const element of zone?.querySelectorAll("input, button") ?? []) {
      const file = element.closest("[data-testid=stFileChip]") ?? element.closest("small")?.parentElement;
      const title = file?.querySelector("[title]")?.title;
      named(element, title ? remove.replace("{file}", title) : browse);
    }
    // Its box about a lost connection covers the page; a line tells it and leaves the page readable.
    const isClosed = document.querySelector('[data-testid="stDialog"]') !== null;
    let line = document.querySelector(".desk-closed");
    if (isClosed && !line) {
      line = document.createElement("p");
      line.className = "desk-fault desk-closed";
      line.setAttribute("role", "alert");
      line.textContent = closed;
      document.body.append(line);
    } else if (!isClosed) {
      line?.remove();
    }
  };
  window.deskNames = new MutationObserver(name);
  window.deskNames.observe(document.body, { subtree: true, childList: true });
  name();
})();
