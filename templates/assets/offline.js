// The service worker of portals with [offline]: it keeps the pages that a reader opened, for times without a network.
// What it shows then says that it is a copy, and of when. What it knows to be withdrawn it does not show.
(() => {
  "use strict";
  const { base, language, home, style, words } = self.settings;
  const PAGES = "press-pages", FILES = "press-files", FACTS = "press-facts", KEPT_AT = "x-kept-at";
  const MOST_PAGES = 50, MOST_FILES = 150;
  const WITHDRAWN = `${base}withdrawn.json`, PINNED = `${base}pinned.json`;
  const PATIENCE = 10_000, LONGEST = 60_000, FRESH = 3_600_000; // milliseconds

  const trim = async (cache, most) => {
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
  };

  // The whole of an answer, with the time at which it had come.
  const dated = async (answer) => {
    const body = await answer.blob();
    const headers = new Headers(answer.headers);
    headers.set(KEPT_AT, new Date().toISOString());
    return new Response(body, { headers });
  };

  // A copy is put behind all others, and the oldest are removed.
  const keep = async (name, path, copy, most) => {
    const cache = await caches.open(name);
    await cache.delete(path);
    await cache.put(path, copy);
    await trim(cache, most);
  };

  // Facts are in a cache of their own, and are replaced in one step: they are never missing for a moment.
  const known = async (path) => (await (await caches.open(FACTS)).match(path))?.json().catch(() => []) ?? [];

  const isBelow = (path, folder) => path === folder || path.startsWith(folder);

  // Removes all copies of what was withdrawn, and all copies that name it: lists that show it as valid.
  const forget = async (withdrawn) => {
    const pages = await caches.open(PAGES);
    for (const key of await pages.keys()) {
      const path = new URL(key.url).pathname;
      const text = await (await pages.match(key)).text();
      if (withdrawn.some((one) => isBelow(path, one) || text.includes(`"${one}"`))) await pages.delete(key);
    }
    const files = await caches.open(FILES);
    for (const key of await files.keys()) {
      if (withdrawn.some((one) => isBelow(new URL(key.url).pathname, one))) await files.delete(key);
    }
  };

  const fetched = async (path) => {
    const answer = await fetch(path, { cache: "no-cache", signal: AbortSignal.timeout?.(LONGEST) });
    if (!answer.ok) throw new Error(path);
    return dated(answer);
  };

  const isFresh = async (path) => {
    const kept = await (await caches.open(PAGES)).match(path);
    return kept && Date.now() - new Date(kept.headers.get(KEPT_AT)) < FRESH;
  };

  // What a reader must know also without a network: what was withdrawn, and the warnings that are valid now.
  const learn = async () => {
    try {
      const before = await known(WITHDRAWN);
      const answer = await fetched(WITHDRAWN);
      const now = await answer.clone().json();
      await forget(now.filter((one) => !before.includes(one))); // first: a worker that is stopped here does it again
      const facts = await caches.open(FACTS);
      await facts.put(WITHDRAWN, answer);
      const pinned = await fetched(PINNED);
      const warnings = await pinned.clone().json();
      await facts.put(PINNED, pinned);
      for (const { href } of warnings) {
        if (!(await isFresh(href))) await keep(PAGES, href, await fetched(href), MOST_PAGES);
      }
    } catch { /* without a network, it is learned at the next page */ }
  };

  // Copies of pages are changed by one task at a time: none is put while another removes those that name what was withdrawn.
  const inTurn = (task) => navigator.locks.request(PAGES, task);

  // A page that was asked for before a withdrawal became known may name what was withdrawn: it is fetched again.
  const remember = async (path, answer, before) => {
    try {
      const copy = await dated(answer);
      await inTurn(async () => {
        await learn();
        const isOld = (await known(WITHDRAWN)).some((one) => !before.includes(one));
        await keep(PAGES, path, isOld ? await fetched(path) : copy, MOST_PAGES);
      });
    } catch { /* the network is gone: no copy of this page */ }
  };

  const page = (title, text) => new Response(
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`
    + `<title>${title}</title><link rel="stylesheet" href="${style}"><body class="list"><main class="wrap"><h1>${title}</h1>`
    + `<p class="standfirst">${text}</p><p><a href="${home}">${words.home}</a></p></main></body></html>`,
    { status: 503, headers: { "content-type": "text/html; charset=utf-8" } },
  );

  const copy = async (path) => {
    if ((await known(WITHDRAWN)).some((one) => isBelow(path, one))) return page(words.withdrawn, words.notice);
    const kept = await (await caches.open(PAGES)).match(path);
    if (!kept) return null;
    const made = new Date(kept.headers.get(KEPT_AT));
    const when = made.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    const bar = `<p class="preview-bar" role="status">${words.copy.replace("{date}", when)}</p>`;
    const html = (await kept.text()).replace(/<body[^>]*>/, (body) => body + bar);
    return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
  };

  const opened = async (event, path) => {
    try {
      const hasCopy = await (await caches.open(PAGES)).match(path);
      const before = await known(WITHDRAWN);
      // Not from the browser's own cache, which does not know what was withdrawn.
      const patience = new AbortController();
      const end = hasCopy && setTimeout(() => patience.abort(), PATIENCE);
      const answer = await fetch(event.request, { cache: "no-cache", signal: patience.signal });
      clearTimeout(end); // it has begun to answer: however slowly the rest comes, it is waited for
      if (answer.ok && !answer.redirected && answer.headers.get("content-type")?.startsWith("text/html")) {
        event.waitUntil(remember(path, answer.clone(), before));
      } else if (answer.status === 404 || answer.status === 410) {
        event.waitUntil(caches.open(PAGES).then((pages) => pages.delete(path)));
      }
      return answer;
    } catch {
      return (await copy(path)) ?? page(words.offline, words.none);
    }
  };

  const kept = async (request) => (await caches.open(FILES)).match(request.url);
  const loaded = async (request) => {
    const answer = await fetch(request);
    if (answer.status === 200) await keep(FILES, request.url, await dated(answer.clone()), MOST_FILES);
    return answer;
  };

  // The name of such a file contains a digest of its content, so that a copy is never an old one.
  const file = async (request) => (await kept(request)) ?? loaded(request);

  const photo = async (request) => {
    try {
      return await loaded(request);
    } catch {
      return (await kept(request)) ?? Response.error();
    }
  };

  const facts = async (event, path) => {
    try {
      return await fetch(event.request, { cache: "no-cache" });
    } catch {
      return (await (await caches.open(FACTS)).match(path)) ?? Response.error();
    }
  };

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(Promise.all([
      inTurn(async () => {
        await learn();
        await keep(PAGES, home, await fetched(home), MOST_PAGES);
      }),
      fetched(style).then((answer) => keep(FILES, new URL(style, location).href, answer, MOST_FILES)),
    ]));
  });
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== location.origin || !pathname.startsWith(base)) return;
    if (request.mode === "navigate") event.respondWith(opened(event, pathname));
    else if (pathname === PINNED) event.respondWith(facts(event, pathname));
    else if (/[-.][0-9a-f]{8}\.\w+$/.test(pathname)) event.respondWith(file(request));
    else if (request.destination === "image") event.respondWith(photo(request));
  });
})();
