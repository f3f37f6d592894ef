// Search with Pagefind. The index is in folders of 150 releases, newest first: one is searched, one more, then two and four at a time,
// until a screenful is found or no folder is left. What a query means is in search-words.js. Loaded on the search page only.
const box = document.getElementById("search");
const form = box.querySelector("form");
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const meant = document.getElementById("search-meant");
const lists = document.getElementById("search-lists");
const advice = document.getElementById("search-advice");
const folders = box.dataset.bundles.split(" ").filter(Boolean).map((href) => ({ href, year: href.split("/").at(-3) }));
const FILTERS = ["topic", "office", "region", "kind", "verdict", "year"];
// The states of what comes last, in this order.
const SUNK = ["expired", "withdrawn"];
const SCREEN = 10;
const WAVE = 4;
// Pagefind finds something for every word: by its beginning, if need be. Of such finds the score is below this part of the best.
const CHANCE = 0.04;
// What a release in another language than the portal's is worth.
const FOREIGN = 0.8;
const language = document.documentElement.lang;
const counts = new Intl.NumberFormat(language);

const facts = new Map();
let engine;
let words; // the module search-words.js
let shown; // the module search-results.js
let latest = 0; // the number of the newest search; older ones stop
let question; // what is asked: the form, and what `understand` makes of it
let searched = 0; // how many of the folders for the question were searched
let answers = []; // the releases in them that have some of the question
let found = []; // those of them that have most of it
let waiting = []; // those of them that are not shown yet, the best first

/** Load the engine, once; after `unload`, again. */
function load() {
  engine ??= (async () => {
    const { engine: folder, words: meanings, results } = box.dataset;
    const [pagefind, ...own] = await Promise.all([folder + "pagefind.js", meanings, results].map((href) => import(href)));
    [words, shown] = own;
    // Without its worker, which is 12 kB more: a search takes some milliseconds.
    await pagefind.options({ baseUrl: box.dataset.home, noWorker: true });
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
    learn(await (await fetched(folder.href + "facts.json")).json(), folder);
    await merged;
  })();
  return folder.joined;
}

async function fetched(href) {
  const answer = await fetch(href, { cache: "no-cache" });
  if (!answer.ok) throw new Error(href);
  return answer;
}

function learn({ names, releases }, folder) {
  for (const [id, [date, kind, state, lang, verdict, topics, offices, regions, claim = "", codes = [], title = "", tags = ""]] of Object.entries(releases)) {
    folder.since ??= date;
    // Of an edition: only what is in its language.
    if (!lang.startsWith(box.dataset.only ?? "")) continue;
    const [topic, office, region] = [topics, offices, regions].map((positions) => positions.map((position) => names[position]));
    const texts = shown.texts({ title, tags, offices: office, claim, verdict, kind, others: [...region, ...topic] });
    const fields = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, new Set(words.tokens(text))]));
    facts.set(id, { folder, date, kind, state, lang, verdict, topic, office, region, codes: codes.map(words.plain), claim, fields });
  }
}

/** The words in the form, and the filters that are set. */
function readForm() {
  const fields = new FormData(form);
  const filters = {};
  for (const name of FILTERS) if (fields.get(name)) filters[name] = fields.get(name);
  return { query: fields.get("q").trim(), filters, sort: fields.get("sort"), ideas: [], parts: 0, most: 0 };
}

/** The folders that can hold a result; those of a year that the query names first. */
function candidates() {
  const { year } = question.filters;
  if (year) return folders.filter((folder) => folder.year === year);
  return [...folders].sort((one, other) => (other.year === question.year) - (one.year === question.year));
}

function matchesFilters(fact) {
  return Object.entries(question.filters).every(([name, value]) => {
    // No kind or verdict is a part of another.
    return name === "year" ? fact.folder.year === value : fact[name].includes(value);
  });
}

/** Search for what is in the form; `exact`: without asking whether a word is misspelt. */
async function search(exact) {
  const run = ++latest;
  question = readForm();
  remember();
  for (const one of [meant, lists, advice]) one.hidden = true;
  await attempt(run, async () => {
    if (!question.query && !Object.keys(question.filters).length) return clear("");
    status.textContent = box.dataset.wait;
    await load();
    begin(question.query);
    await searchFolders(run);
    if (exact !== true) await correct(run);
    if (run !== latest) return;
    clear(summary());
    shown.nameLists(question.ideas, words);
    await (found.length ? show(run, false) : advise(run));
  });
}

/** Begin to answer a query. */
function begin(query) {
  const years = folders.map((folder) => folder.year);
  const kind = [...form.elements.kind.options].find(({ value, label }) => value && words.fold(label) === words.fold(query));
  if (kind) [question.filters, query] = [{ ...question.filters, kind: kind.value }, ""];
  Object.assign(question, words.understand(query, years, language, box.dataset), { most: 0 });
  [searched, answers, found, waiting] = [0, [], [], []];
}

/** If a word of the query is in no release, search for the word that is most like it, and say so. */
async function correct(run) {
  const texts = await Promise.all(waiting.slice(0, 5).map(async ({ data }) => JSON.stringify(await data())));
  const doubtful = words.doubtful(question, texts, [...facts.values()].flatMap(({ fields }) => Object.values(fields)));
  if (!doubtful.length || run !== latest) return;
  const vocabulary = await Promise.all(candidates().slice(0, Math.min(searched, WAVE)).map(async ({ href }) => (await fetched(href + "words.txt")).text()));
  const { query } = question;
  const better = words.corrected(query, doubtful, words.tokens(vocabulary.join("\n") + box.dataset.synonyms));
  if (better === query || run !== latest) return;
  begin(better);
  await searchFolders(run);
  if (run !== latest) return;
  meant.querySelector("strong").textContent = better;
  meant.querySelector("button").textContent = filled(box.dataset.typed, { query });
  meant.hidden = false;
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

/** Search the next folders, until there is a screenful that has all of the question, or its code, or no folder is left. */
async function searchFolders(run) {
  const all = candidates();
  const lacks = ({ most, parts, isCode }) => most < Infinity && (isCode || most < parts || waiting.length < SCREEN);
  while (run === latest && searched < all.length && lacks(question)) {
    const wave = all.slice(searched, searched + Math.min(WAVE, searched || 1));
    await Promise.all(wave.map(join));
    const fresh = await answersIn(new Set(wave));
    if (run !== latest) return;
    searched += wave.length;
    answers.push(...fresh);
    choose();
    await verify(run);
  }
}

/** Choose what to show: what expired or was withdrawn only at the end, after what is in folders that were not searched yet. */
function choose() {
  found = words.best(answers, question);
  const atEnd = searched >= candidates().length;
  waiting = found.filter(({ isShown, sunk }) => !isShown && (atEnd || sunk < 0)).sort((one, other) => one.sunk - other.sunk || words.compare(one, other, question.sort));
}

/** Remove from the next screenful what Pagefind found by the beginning of a word alone. */
async function verify(run) {
  for (let screen = -1; screen && run === latest;) {
    const unsure = waiting.slice(0, SCREEN).filter(({ sure }) => !sure);
    screen = unsure.length;
    for (const answer of unsure) {
      answer.sure = true;
      if (words.isChance((await answer.data()).excerpt, question)) answers = answers.filter((one) => one !== answer);
    }
    if (screen) choose();
  }
}

/** The releases of some folders that pass the filters, with how many ideas of the question each has, and its rank. */
async function answersIn(wave) {
  const asked = question;
  const pagefind = await load();
  // Searching for nothing would load the whole index.
  const find = async (query) => query ? (await pagefind.search(query)).results : [];
  const results = new Map();
  const scores = [];
  for (const idea of asked.ideas) scores.push(await scoresOf(idea, find, results));
  for (const result of await find(asked.ideas.map(([typed]) => typed.join(" ")).join(" "))) results.set(result.id, result);
  return [...facts].filter(([, fact]) => wave.has(fact.folder) && matchesFilters(fact)).map(([id, fact]) => {
    const { date, state, codes, fields, lang } = fact;
    const exact = codes.includes(asked.code);
    const { has, rank, sure } = exact ? { has: Infinity, rank: 0, sure: true } : words.rank(asked, fields, scores.map((one) => one.get(id) ?? 0), date);
    const data = results.get(id)?.data ?? (() => words.release(fact.folder.href, id, box.dataset.home));
    return { id, date, sunk: exact ? -1 : SUNK.indexOf(state), has, rank: lang ? rank * FOREIGN : rank, sure, data };
  }).filter(({ has }) => has || !asked.parts);
}

/** Pagefind's score of each release that has one of the alternatives, each with all its words. */
async function scoresOf(idea, find, results) {
  const scores = new Map();
  for (const alternative of idea) {
    const each = [];
    for (const one of alternative) {
      const some = await find(one);
      const least = CHANCE * Math.max(...some.map(({ score }) => score));
      each.push(new Map(some.filter(({ score }) => score >= least).map(({ id, score }) => [id, score])));
      for (const result of some) results.set(result.id, result);
    }
    for (const [id, score] of each[0]) {
      if (each.every((one) => one.has(id))) scores.set(id, Math.max(scores.get(id) ?? 0, score));
    }
  }
  return scores;
}

/** Nothing was found: show advice, and the newest releases. */
async function advise(run) {
  const newest = [...facts].filter(([, { state }]) => !SUNK.includes(state)).sort(([, one], [, other]) => other.date.localeCompare(one.date)).slice(0, 5);
  const items = await Promise.all(newest.map(async ([id, fact]) => shown.resultItem(await words.release(fact.folder.href, id, box.dataset.home), fact, [], words)));
  if (run !== latest) return;
  advice.querySelector(".stream").replaceChildren(...items);
  advice.hidden = false;
}

/** How many were found, and until when the folders searched so far go back. */
function summary() {
  const all = candidates();
  const count = counts.format(found.length);
  if (searched < all.length && !question.year) return filled(box.dataset.partly, { count, date: shown.day(all[searched - 1].since) });
  if (!found.length) return filled(question.query ? box.dataset.none : box.dataset.nothing, question);
  return found.length === 1 ? box.dataset.one : filled(box.dataset.many, { count });
}

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function clear(words) {
  status.textContent = words;
  list.replaceChildren();
  more.hidden = true;
}

async function show(run, focus) {
  const screen = waiting.splice(0, SCREEN);
  for (const answer of screen) answer.isShown = true;
  const batch = await Promise.all(screen.map(async ({ id, data }) => [await data(), facts.get(id)]));
  if (run !== latest) return;
  const items = batch.map(([result, fact]) => shown.resultItem(result, fact, question.ideas, words));
  list.append(...items);
  more.hidden = !waiting.length && searched >= candidates().length;
  if (focus) items[0]?.querySelector("a").focus();
}

/** Keep the question in the address, so that it can be shared and is there after going back. */
function remember() {
  const { query, filters, sort } = question;
  const address = new URL(location.href);
  address.search = new URLSearchParams({ ...(query && { q: query }), ...filters, ...(sort && { sort }) });
  history.replaceState(null, "", address);
}

/** Fill the form from the address. */
function recall() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (["q", "sort", ...FILTERS].includes(name) && form.elements[name]) form.elements[name].value = value;
  }
}

if (folders.length) {
  let pause;
  recall();
  // On a phone, filters that are not used leave the place to the results.
  form.querySelector("details").open = matchMedia("(min-width: 48rem)").matches || Object.keys(readForm().filters).length;
  box.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); search() });
  form.addEventListener("change", (event) => { if (event.target.name !== "q") search() });
  form.elements.q.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, 250) });
  form.elements.q.addEventListener("focus", () => { join(folders[0]).catch(unload) }, { once: true });
  more.addEventListener("click", showMore);
  meant.querySelector("button").addEventListener("click", () => { search(true) });
  if (location.search.length > 1) search();
}
