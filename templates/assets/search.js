// Search with Pagefind: one index a year, the newest first, asked as one. Loaded on the search page only.
const box = document.getElementById("search");
const form = box.querySelector("form");
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const mould = document.getElementById("search-result").content;
const bundles = box.dataset.bundles.split(" ").filter(Boolean);
const FILTERS = ["topic", "office", "region", "kind", "year"];
const SCREEN = 10;
const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const counts = new Intl.NumberFormat(language);

let engine;
let waiting = [];
let turn = 0;

/** Load the newest index, and let the older ones join it. */
function load() {
  engine ??= (async () => {
    const baseUrl = box.dataset.home;
    const pagefind = await import(bundles[0] + "pagefind.js");
    await pagefind.options({ baseUrl });
    await Promise.all(bundles.slice(1).map((bundle) => pagefind.mergeIndex(new URL(bundle, location.href).href, { baseUrl })));
    return pagefind;
  })();
  engine.catch(() => { engine = undefined });
  return engine;
}

/** What is asked for: the words, and the filters that are set. */
function asked() {
  const fields = new FormData(form);
  const filters = {};
  for (const name of FILTERS) if (fields.get(name)) filters[name] = fields.get(name);
  return { query: fields.get("q").trim(), filters };
}

async function search() {
  const mine = ++turn;
  const { query, filters } = asked();
  remember(query, filters);
  if (!query && !Object.keys(filters).length) return show([], "");
  status.textContent = box.dataset.wait;
  try {
    const pagefind = await load();
    const found = await pagefind.search(query || null, query ? { filters } : { filters, sort: { date: "desc" } });
    if (mine !== turn) return;
    show(found.results, verdict(found.results.length, query));
    await next(mine, false);
  } catch (reason) {
    if (mine === turn) show([], box.dataset.failed);
    console.error(reason);
  }
}

function verdict(count, query) {
  if (!count) return box.dataset.none.replace("{query}", query);
  return count === 1 ? box.dataset.one : box.dataset.many.replace("{count}", counts.format(count));
}

function show(results, words) {
  waiting = results;
  status.textContent = words;
  list.replaceChildren();
  more.hidden = true;
}

/** Draw the next screenful; moved to by the keyboard, the first new one gets the focus. */
async function next(mine, focus) {
  const batch = await Promise.all(waiting.splice(0, SCREEN).map((result) => result.data()));
  if (mine !== turn) return;
  const drawn = batch.map(draw);
  list.append(...drawn);
  more.hidden = !waiting.length;
  if (focus) drawn[0]?.querySelector("a").focus();
}

function draw({ url, meta, excerpt }) {
  const item = mould.cloneNode(true).firstElementChild;
  const kind = form.elements.kind.querySelector(`option[value="${CSS.escape(meta.kind ?? "")}"]`);
  const [label, link, summary, time, office] = [".kind", "a", ".summary", "time", ".office"].map((one) => item.querySelector(one));
  label.textContent = meta.kind && kind ? kind.textContent : "";
  label.classList.add(`kind-${meta.kind}`);
  label.parentElement.hidden = !label.textContent;
  if (meta.state) Object.assign(label.parentElement.appendChild(document.createElement("span")), { className: "state", textContent: meta.state });
  link.textContent = meta.title;
  link.href = url;
  if (meta.lang) link.lang = summary.lang = meta.lang;
  summary.append(...marked(excerpt));
  office.textContent = meta.office ?? "";
  if (meta.date) {
    time.dateTime = meta.date;
    time.textContent = days.format(new Date(`${meta.date.slice(0, 10)}T00:00Z`));
  }
  return item;
}

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'" };

/** Turn an excerpt into nodes without ever treating it as HTML: only its <mark>s count. */
function marked(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/s).map((text, place) => {
    const plain = text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity]);
    if (place % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

/** Keep the question in the address, so that it can be sent on and survives going back. */
function remember(query, filters) {
  const address = new URL(location.href);
  address.search = new URLSearchParams({ ...(query && { q: query }), ...filters });
  history.replaceState(null, "", address);
}

function recall() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === "q" || FILTERS.includes(name)) { if (form.elements[name]) form.elements[name].value = value }
  }
}

if (bundles.length) {
  let pause;
  recall();
  box.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); search() });
  form.addEventListener("change", (event) => { if (event.target.name !== "q") search() });
  form.elements.q.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, 250) });
  form.elements.q.addEventListener("focus", () => { load().catch(() => {}) }, { once: true });
  more.addEventListener("click", () => next(turn, true));
  if (location.search.length > 1) search();
}
