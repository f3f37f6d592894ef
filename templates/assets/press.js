// Optional functions of pages: a theme switch, copying a link, the press kit, the viewer of photos, the phone's share sheet. Pages also work without them.
(() => {
  "use strict";
  const root = document.documentElement;

  const remembered = {
    get() { try { return localStorage.getItem("theme") } catch { return null } },
    set(theme) { try { localStorage.setItem("theme", theme) } catch { /* private browsing: for this page only */ } },
  };
  const saved = remembered.get();
  if (saved === "dark" || saved === "light") root.dataset.theme = saved;

  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => root.dataset.theme || (prefersDark.matches ? "dark" : "light");

  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    const other = () => (theme() === "dark" ? "light" : "dark");
    const name = () => { button.textContent = button.dataset[other()] };
    button.addEventListener("click", () => {
      root.dataset.theme = other();
      remembered.set(root.dataset.theme);
      name();
    });
    prefersDark.addEventListener?.("change", name);
    name();
    button.hidden = false;
  }

  const over = (until) => new Date(until) <= new Date();
  const hidePast = () => {
    for (const each of document.querySelectorAll("[data-until]")) each.hidden = over(each.dataset.until);
  };

  const bar = (items) => {
    const aside = document.createElement("aside");
    aside.className = "warnings loaded";
    aside.setAttribute("aria-label", document.body.dataset.label);
    for (const { href, title, lang, until, valid, label, look } of items) {
      if (href === location.pathname) continue;
      const line = aside.appendChild(document.createElement("p"));
      line.className = "wrap";
      line.dataset.until = until;
      const [word, link, time] = ["strong", "a", "span"].map((tag) => document.createElement(tag));
      Object.assign(word, { className: look, textContent: label });
      Object.assign(link, { href, lang, textContent: title });
      time.textContent = valid;
      line.append(word, " ", link, " ", time);
    }
    return aside;
  };

  // What was pinned lately is not in the HTML of every page. At the end of the page, the bar moves nothing.
  const pins = document.body.dataset.warnings;
  if (pins) {
    fetch(pins).then((answer) => (answer.ok ? answer.json() : [])).then((items) => {
      const aside = bar(items);
      if (aside.firstChild) document.body.append(aside);
      hidePast();
    }).catch(() => {});
  }
  hidePast();
  setInterval(hidePast, 30000);

  const { offline } = document.body.dataset;
  if (offline) navigator.serviceWorker?.register(offline).catch(() => {});

  const status = document.createElement("p");
  status.className = "hush";
  status.setAttribute("role", "status");
  document.body.append(status);

  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy]")) {
      const words = button.textContent;
      button.addEventListener("click", async () => {
        const copied = button.dataset.copy || button.closest("section").querySelector("pre").textContent;
        try { await navigator.clipboard.writeText(copied) } catch { return }
        button.textContent = status.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = words; status.textContent = "" }, 2500);
      });
      button.hidden = false;
    }
  }

  const kit = document.querySelector("details[data-script]");
  const load = () => kit?.open && import(kit.dataset.script);
  kit?.addEventListener("toggle", load);
  load();

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-viewer] figure > a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    import(link.closest("[data-viewer]").dataset.viewer).then(({ show }) => show(link)).catch(() => { location.href = link.href });
  });

  if (navigator.share) {
    for (const button of document.querySelectorAll("[data-share]")) {
      button.addEventListener("click", () => {
        navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
      });
      button.hidden = false;
    }
  }
})();
