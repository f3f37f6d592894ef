// Keeps a page of the preview up to date after each build, and shows what is wrong with it. Only in the preview.
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const words = JSON.parse(own.words);
  const KEPT = "press-preview";
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // The position of an element in the page, by which it is found again after the page was loaded again.
  const pathOf = (element) => {
    const parts = [];
    for (; element && element !== document.body; element = element.parentElement) {
      if (element.id) return [`#${CSS.escape(element.id)}`, ...parts].join(" > ");
      const same = [...(element.parentElement?.children ?? [])].filter((one) => one.localName === element.localName);
      parts.unshift(`${element.localName}:nth-of-type(${same.indexOf(element) + 1})`);
    }
    return ["body", ...parts].join(" > ");
  };
  const find = (path) => { try { return document.querySelector(path) } catch { return null } };

  // A reload waits while somebody presses a button of the mouse or a finger, and while another page is being opened:
  // otherwise it would undo the click.
  const until = { isPressed: false, isLeaving: false, reload: false };
  const go = (name) => {
    until[name] = false;
    if (until.reload && !until.isPressed && !until.isLeaving) reload();
  };
  addEventListener("pointerdown", () => { until.isPressed = true }, true);
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => setTimeout(() => go("isPressed"), 50), true); // the click comes after it
  }
  addEventListener("beforeunload", () => {
    until.isLeaving = true;
    setTimeout(() => go("isLeaving"), 3000); // the page is still here: it was a download
  });

  const reload = () => {
    until.reload = until.isPressed || until.isLeaving;
    if (until.reload) return;
    const focused = document.activeElement;
    const kept = {
      page: location.pathname, x: scrollX, y: scrollY, panel: panel.isOpen(),
      details: [...document.querySelectorAll("details")].map((one) => [pathOf(one), one.open]),
      focus: focused && focused !== document.body && focused !== host ? pathOf(focused) : "",
    };
    try { sessionStorage.setItem(KEPT, JSON.stringify(kept)) } catch { /* without storage, the page starts at its top */ }
    location.reload();
  };
  const takeKept = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
      sessionStorage.removeItem(KEPT);
      return kept?.page === location.pathname ? kept : null;
    } catch { return null }
  };
  const restore = (kept) => {
    for (const [path, open] of kept.details) {
      const found = find(path);
      if (found?.localName === "details") found.open = open;
    }
    if (kept.focus) find(kept.focus)?.focus({ preventScroll: true });
    const scroll = () => window.scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    scroll();
    if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
  };

  // The new style sheet is loaded before the old one is removed, so that the page is never without.
  const swap = (styles) => {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"]')];
    if (links.length !== styles.length) return reload();
    links.forEach((link, number) => {
      if (link.getAttribute("href") === styles[number]) return;
      const next = link.cloneNode();
      next.href = styles[number];
      next.addEventListener("load", () => link.remove(), { once: true });
      next.addEventListener("error", reload, { once: true });
      link.after(next);
    });
  };

  // The panel of problems and the badge that opens it, apart from the page's own styles.
  const host = make("div", { id: "press-problems" });
  const root = host.attachShadow({ mode: "open" });
  root.append(make("link", { rel: "stylesheet", href: "/__press/overlay.css" }));
  const entry = (one) => {
    const place = [one.path, one.line ? fill(words.line, { number: one.line }) : ""].filter(Boolean).join(", ");
    const item = make("li", { class: one.severity },
      make("p", { class: "place" }, make("b", {}, words[one.severity] ?? one.severity), " ", make("span", {}, place)),
      make("p", { class: "what" }, one.message));
    if (one.hint) item.append(make("p", { class: "hint" }, one.hint));
    if (one.excerpt.length) {
      item.append(make("ol", { class: "excerpt" }, ...one.excerpt.map((line) => make("li", { value: line.number },
        make(line.faulty ? "mark" : "span", {}, line.text || " ")))));
    }
    item.append(make("p", { class: "rule" }, one.rule));
    return item;
  };
  const panel = {
    isOpen: () => host.isConnected && !!root.querySelector(".panel:not([hidden])"),
    hide() { host.remove() },
    show(title, kind, problems, note, open) {
      host.remove();
      root.querySelectorAll(".box").forEach((one) => one.remove());
      const box = make("div", { class: `box ${kind}` });
      const badge = make("button", { type: "button", class: "badge", "aria-expanded": String(open) },
        fill(words.problems, { count: problems.length }));
      const close = make("button", { type: "button", class: "close" }, words.close);
      const inner = make("section", { class: "panel", "aria-labelledby": "title", tabindex: "0" },
        make("header", {}, make("h2", { id: "title" }, title), close),
        make("ol", { class: "problems" }, ...problems.map(entry)));
      if (note) inner.append(make("p", { class: "more" }, note));
      const set = (shown) => {
        inner.hidden = !shown;
        badge.hidden = shown;
        badge.setAttribute("aria-expanded", String(shown));
        box.classList.toggle("open", shown);
      };
      badge.addEventListener("click", () => { set(true); inner.focus() });
      close.addEventListener("click", () => {
        if (!problems.length) return panel.hide();
        set(false);
        badge.focus();
      });
      box.addEventListener("keydown", (event) => { if (event.key === "Escape") close.click() });
      box.append(badge, inner, make("p", { class: "hush", role: kind === "errors" ? "alert" : "status" }, title));
      set(open);
      root.append(box);
      document.body.append(host);
    },
  };

  let wasOpen = false;
  const update = (message) => {
    if (message.elsewhere) {
      panel.show(words.elsewhere, "warnings", [], "", true);
      return;
    }
    if (location.pathname === own.desk) { // it lists all problems itself
      if (String(message.version) !== own.version) reload();
      return;
    }
    own.version = message.version;
    if (message.stale) return reload();
    if (message.styles) swap(message.styles);
    if (!message.problems.length && !message.note) panel.hide();
    else if (message.good) panel.show(words.noticed, "warnings", message.problems, message.note, wasOpen || panel.isOpen());
    else panel.show(words.failed, "errors", message.problems, message.note, true);
    wasOpen = false;
  };

  const connect = () => {
    const query = new URLSearchParams({ version: own.version, portal: own.portal, digest: own.digest, path: location.pathname });
    const socket = new WebSocket(`ws://${location.host}/__press/socket?${query}`);
    let ended = false;
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      ended = message.elsewhere;
      update(message);
      if (ended) socket.close();
    });
    socket.addEventListener("close", () => { if (!ended) setTimeout(connect, 1000) });
  };

  const bar = document.querySelector(".preview-bar");
  if (bar) {
    const link = make("a", { href: own.desk, class: "desk-link" }, words.desk);
    link.style.color = "inherit";
    bar.append(" ", link);
  }
  const kept = takeKept();
  if (kept) { wasOpen = kept.panel; restore(kept) }
  connect();
})();
