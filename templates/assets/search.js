// Search with Pagefind. The index is in folders of 150 releases, newest first: they are searched four at a time, until
// a screenful is found or no folder is left. Loaded on the search page only.
const box = document.getElementById("search");
const form = box.querySelector("form");
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const template = document.getElementById("search-result").content;
const folders = box.dataset.bundles.split(" ").filter(Boolean).map((href) => ({ href, year: href.split("/").at(-3) }));
const STATES = JSON.parse(box.dataset.states);
const STAMPS = JSON.parse(box.dataset.stamps);
const FACTS = JSON.parse(box.dataset.facts);
const FILTERS = ["topic", "office", "region", "kind", "verdict", "year"];
// The states of what comes last, in this order.
const SUNK = ["expired", "withdrawn"];
const SCREEN = 10;
const WAVE = 4;
const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const counts = new Intl.NumberFormat(language);

const facts = new Map();
let engine;
let latest = 0; // the number of the newest search; older ones stop
let question = { query: "", filters: {} };
let searched = 0; // how many of the folders for the question were searched
let found = new Set(); // the releases found in them
let waiting = []; // those of them that are not shown yet
// Those of them that expired or were withdrawn: they are shown after all others.
let sunk = [];

/** Load the engine, once; after `unload`, again. */
function load() {
  engine ??= (async () => {
    const pagefind = await import(box.dataset.engine + "pagefind.js");
    await pagefind.options({ baseUrl: box.dataset.home });
    await pagefind.init();
    return pagefind;
  })();
  return engine;
}

/** Forget the engine and its folders after an error, so that the next search loads them again. */
function unload() {
  engine?.then((pagefind) => pagefind.destroy()).catch(() => {});
  engine = undefined;
  for (const folder of folders) delete folder.joined;
}

/** Add a folder to the engine, and read the facts of its releases. */
function join(folder) {
  folder.joined ??= (async () => {
    const pagefind = await load();
    const merged = pagefind.mergeIndex(new URL(folder.href, location.href).href, { baseUrl: box.dataset.home });
    const answer = await fetch(folder.href + "facts.json", { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${folder.href}: ${answer.status}`);
    learn(await answer.json(), folder);
    await merged;
  })();
  return folder.joined;
}

function learn({ names, releases }, folder) {
  for (const [id, [date, kind, state, lang, verdict, topics, offices, regions, claim = ""]] of Object.entries(releases)) {
    const [topic, office, region] = [topics, offices, regions].map((positions) => positions.map((position) => names[position]));
    facts.set(id, { folder, date, kind, state, lang, verdict, topic, office, region, claim });
    folder.since ??= date;
  }
}

/** The words in the form, and the filters that are set. */
function readForm() {
  const fields = new FormData(form);
  const filters = {};
  for (const name of FILTERS) if (fields.get(name)) filters[name] = fields.get(name);
  return { query: fields.get("q").trim(), filters };
}

/** The folders that can hold a result. */
function candidates() {
  const { year } = question.filters;
  return year ? folders.filter((folder) => folder.year === year) : folders;
}

function matchesFilters(fact) {
  return Object.entries(question.filters).every(([name, value]) => {
    // No kind or verdict is a part of another.
    return name === "year" ? fact.folder.year === value : fact[name].includes(value);
  });
}

async function search() {
  const run = ++latest;
  question = readForm();
  remember();
  [searched, found, waiting, sunk] = [0, new Set(), [], []];
  await attempt(run, async () => {
    if (!question.query && !Object.keys(question.filters).length) return clear("");
    status.textContent = box.dataset.wait;
    await searchFolders(run);
    if (run !== latest) return;
    clear(summary());
    await show(run, false);
  });
}

/** Show the next screenful, from older folders if need be. The first new result gets the focus. */
async function showMore() {
  const run = latest;
  more.disabled = true;
  await attempt(run, async () => {
    if (!waiting.length) await searchFolders(run);
    if (run !== latest) return;
    status.textContent = summary();
    await show(run, true);
  });
  more.disabled = false;
}

/** Do `work`; the list is marked as busy meanwhile, and an error is reported. */
async function attempt(run, work) {
  list.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (reason) {
    unload();
    if (run === latest) clear(box.dataset.failed);
    console.error(reason);
  } finally {
    if (run === latest) list.removeAttribute("aria-busy");
  }
}

/** Search the next folders, until there is a screenful or no folder is left. */
async function searchFolders(run) {
  const { query } = question;
  const all = candidates();
  while (run === latest && searched < all.length && waiting.length < SCREEN) {
    const wave = all.slice(searched, searched + WAVE);
    await Promise.all(wave.map(join));
    const { results } = await (await load()).search(query || null);
    if (run !== latest) return;
    searched += wave.length;
    const within = new Set(all.slice(0, searched));
    // The one entry of the index that came with the engine is no release and has no facts.
    const fresh = results.filter(({ id }) => !found.has(id) && within.has(facts.get(id)?.folder) && matchesFilters(facts.get(id)));
    if (!query) fresh.sort((one, other) => facts.get(other.id).date.localeCompare(facts.get(one.id).date));
    for (const { id } of fresh) found.add(id);
    for (const result of fresh) (SUNK.includes(facts.get(result.id).state) ? sunk : waiting).push(result);
    if (searched >= all.length) waiting.push(...SUNK.flatMap((state) => sunk.filter(({ id }) => facts.get(id).state === state)));
  }
}

/** How many were found, and until when the folders searched so far go back. */
function summary() {
  const all = candidates();
  const count = counts.format(found.size);
  if (searched < all.length) return filled(box.dataset.partly, { count, date: day(all[searched - 1].since) });
  if (!found.size) return filled(question.query ? box.dataset.none : box.dataset.nothing, question);
  return found.size === 1 ? box.dataset.one : filled(box.dataset.many, { count });
}

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function day(date) {
  return days.format(new Date(`${date.slice(0, 10)}T00:00Z`));
}

function clear(words) {
  status.textContent = words;
  list.replaceChildren();
  more.hidden = true;
}

async function show(run, focus) {
  const batch = await Promise.all(waiting.splice(0, SCREEN).map(async ({ id, data }) => [await data(), facts.get(id)]));
  if (run !== latest) return;
  const items = batch.map(([result, fact]) => resultItem(result, fact));
  list.append(...items);
  more.hidden = !waiting.length && searched >= candidates().length;
  if (focus) items[0]?.querySelector("a").focus();
}

function resultItem({ url, meta, excerpt }, { date, kind, state, lang, verdict, office, claim }) {
  const item = template.cloneNode(true).firstElementChild;
  item.classList.toggle("gone", state === "withdrawn");
  const [link, text, time, sender, quote] = ["a", ".summary", "time", ".office", "q"].map((one) => item.querySelector(one));
  label(item.querySelector(".kind"), word("kind", kind), `kind-${kind}`);
  label(item.querySelector(".state"), STATES[state], `state-${state}`);
  label(item.querySelector(".stamp"), STAMPS[verdict], `stamp-${verdict}`);
  label(item.querySelector(".fact"), claim && FACTS[verdict], "fact");
  quote.textContent = claim;
  if (!claim) quote.closest("p").remove();
  link.textContent = meta.title;
  link.href = url;
  if (lang) link.lang = text.lang = quote.lang = lang;
  text.append(...marked(excerpt));
  time.dateTime = date;
  time.textContent = day(date);
  sender.textContent = office.length ? word("office", office[0]) : "";
  return item;
}

function label(element, words, name) {
  if (!words) return element.remove();
  element.textContent = words;
  element.classList.add(name);
}

/** The form's word for a term. */
function word(name, value) {
  return form.elements[name]?.querySelector(`option[value="${CSS.escape(value)}"]`)?.textContent ?? value;
}

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'" };

/** Turn an excerpt into nodes, never parsing it as HTML: of its tags only <mark> is read. */
function marked(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/s).map((text, place) => {
    const plain = text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity]);
    if (place % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

/** Keep the question in the address, so that it can be shared and is there after going back. */
function remember() {
  const { query, filters } = question;
  const address = new URL(location.href);
  address.search = new URLSearchParams({ ...(query && { q: query }), ...filters });
  history.replaceState(null, "", address);
}

/** Fill the form from the address. */
function recall() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === "q" || FILTERS.includes(name)) { if (form.elements[name]) form.elements[name].value = value }
  }
}

if (folders.length) {
  let pause;
  recall();
  box.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); search() });
  form.addEventListener("change", (event) => { if (event.target.name !== "q") search() });
  form.elements.q.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, 250) });
  form.elements.q.addEventListener("focus", () => { folders.slice(0, WAVE).forEach((folder) => { join(folder).catch(unload) }) }, { once: true });
  more.addEventListener("click", showMore);
  if (location.search.length > 1) search();
}
