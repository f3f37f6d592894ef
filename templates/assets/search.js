// Search with Pagefind. The index lies in folders of 150 releases, newest first: they are asked in waves, until
// a screenful is found or nothing is left to ask. Loaded on the search page only.
const box = document.getElementById("search");
const form = box.querySelector("form");
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const mould = document.getElementById("search-result").content;
const folders = box.dataset.bundles.split(" ").filter(Boolean).map((href) => ({ href, year: href.split("/").at(-3) }));
const STATES = JSON.parse(box.dataset.states);
const STAMPS = JSON.parse(box.dataset.stamps);
const FILTERS = ["topic", "office", "region", "kind", "year"];
const SCREEN = 10;
const WAVE = 4;
const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const counts = new Intl.NumberFormat(language);

const facts = new Map();
let engine;
let turn = 0;
let question = { query: "", filters: {} };
let reach = 0; // how many of the folders in question were asked
let seen = new Set(); // what they found
let waiting = []; // … and is not drawn yet

/** Load the engine. What went wrong once is tried afresh the next time. */
function start() {
  engine ??= (async () => {
    const pagefind = await import(box.dataset.engine + "pagefind.js");
    await pagefind.options({ baseUrl: box.dataset.home });
    await pagefind.init();
    return pagefind;
  })();
  return engine;
}

function stop() {
  engine?.then((pagefind) => pagefind.destroy()).catch(() => {});
  engine = undefined;
  for (const folder of folders) delete folder.joined;
}

/** Let a folder join in, and learn what its releases are. */
function join(folder) {
  folder.joined ??= (async () => {
    const pagefind = await start();
    const merged = pagefind.mergeIndex(new URL(folder.href, location.href).href, { baseUrl: box.dataset.home });
    const answer = await fetch(folder.href + "facts.json", { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${folder.href}: ${answer.status}`);
    learn(await answer.json(), folder);
    await merged;
  })();
  return folder.joined;
}

function learn({ names, releases }, folder) {
  for (const [id, [date, kind, state, lang, verdict, ...terms]] of Object.entries(releases)) {
    const [topic, office, region] = terms.map((positions) => positions.map((position) => names[position]));
    facts.set(id, { folder, date, kind, state, lang, verdict, topic, office, region });
    folder.since ??= date;
  }
}

/** What is asked for: the words, and the filters that are set. */
function asked() {
  const fields = new FormData(form);
  const filters = {};
  for (const name of FILTERS) if (fields.get(name)) filters[name] = fields.get(name);
  return { query: fields.get("q").trim(), filters };
}

/** The folders in which an answer can lie. */
function inQuestion() {
  const { year } = question.filters;
  return year ? folders.filter((folder) => folder.year === year) : folders;
}

function fits(fact) {
  return Object.entries(question.filters).every(([name, value]) => {
    if (name === "year") return fact.folder.year === value;
    return name === "kind" ? fact.kind === value : fact[name].includes(value);
  });
}

async function search() {
  const mine = ++turn;
  question = asked();
  remember();
  [reach, seen, waiting] = [0, new Set(), []];
  if (!question.query && !Object.keys(question.filters).length) return clear("");
  status.textContent = box.dataset.wait;
  await attempt(mine, async () => {
    await look(mine);
    if (mine !== turn) return;
    clear(verdict());
    await draw(mine, false);
  });
}

/** Draw the next screenful, from older folders if need be; moved to by the keyboard, the first new one gets the focus. */
async function further() {
  const mine = turn;
  more.disabled = true;
  await attempt(mine, async () => {
    if (!waiting.length) await look(mine);
    if (mine !== turn) return;
    status.textContent = verdict();
    await draw(mine, true);
  });
  more.disabled = false;
}

async function attempt(mine, work) {
  try {
    await work();
  } catch (reason) {
    stop();
    if (mine === turn) clear(box.dataset.failed);
    console.error(reason);
  }
}

/** Ask the next folders, until there is a screenful or nothing is left to ask. */
async function look(mine) {
  const { query } = question;
  const all = inQuestion();
  while (mine === turn && reach < all.length && waiting.length < SCREEN) {
    const wave = all.slice(reach, reach + WAVE);
    await Promise.all(wave.map(join));
    const { results } = await (await start()).search(query || null);
    if (mine !== turn) return;
    reach += wave.length;
    const within = new Set(all.slice(0, reach));
    // The engine's own word has no facts.
    const found = results.filter(({ id }) => !seen.has(id) && within.has(facts.get(id)?.folder) && fits(facts.get(id)));
    if (!query) found.sort((one, other) => facts.get(other.id).date.localeCompare(facts.get(one.id).date));
    for (const { id } of found) seen.add(id);
    waiting.push(...found);
  }
}

function verdict() {
  const all = inQuestion();
  const count = counts.format(seen.size);
  if (reach < all.length) return filled(box.dataset.partly, { count, date: day(all[reach - 1].since) });
  if (!seen.size) return filled(question.query ? box.dataset.none : box.dataset.nothing, question);
  return seen.size === 1 ? box.dataset.one : filled(box.dataset.many, { count });
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

async function draw(mine, focus) {
  const batch = await Promise.all(waiting.splice(0, SCREEN).map(async ({ id, data }) => [await data(), facts.get(id)]));
  if (mine !== turn) return;
  const drawn = batch.map(([found, fact]) => drawOne(found, fact));
  list.append(...drawn);
  more.hidden = !waiting.length && reach >= inQuestion().length;
  if (focus) drawn[0]?.querySelector("a").focus();
}

function drawOne({ url, meta, excerpt }, { date, kind, state, lang, verdict, office }) {
  const item = mould.cloneNode(true).firstElementChild;
  const [link, summary, time, desk] = ["a", ".summary", "time", ".office"].map((one) => item.querySelector(one));
  label(item.querySelector(".kind"), word("kind", kind), `kind-${kind}`);
  label(item.querySelector(".state"), STATES[state], `state-${state}`);
  label(item.querySelector(".stamp"), STAMPS[verdict], `stamp-${verdict}`);
  link.textContent = meta.title;
  link.href = url;
  if (lang) link.lang = summary.lang = lang;
  summary.append(...marked(excerpt));
  time.dateTime = date;
  time.textContent = day(date);
  desk.textContent = office.length ? word("office", office[0]) : "";
  return item;
}

function label(element, words, name) {
  if (!words) return element.remove();
  element.textContent = words;
  element.classList.add(name);
}

/** What the form calls a term. */
function word(name, value) {
  return form.elements[name]?.querySelector(`option[value="${CSS.escape(value)}"]`)?.textContent ?? value;
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
function remember() {
  const { query, filters } = question;
  const address = new URL(location.href);
  address.search = new URLSearchParams({ ...(query && { q: query }), ...filters });
  history.replaceState(null, "", address);
}

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
  form.elements.q.addEventListener("focus", () => { folders.slice(0, WAVE).forEach((folder) => { join(folder).catch(stop) }) }, { once: true });
  more.addEventListener("click", further);
  if (location.search.length > 1) search();
}
