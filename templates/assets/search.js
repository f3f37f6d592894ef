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
// Pagefind finds something for every word: by its beginning, if need be. Of such finds the score is below this part of the best.
const CHANCE = 0.04;
// What a release in another language than the portal's is worth.
const FOREIGN = 0.8;
const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const counts = new Intl.NumberFormat(language);

const facts = new Map();
let engine;
let words; // the module search-words.js
let latest = 0; // the number of the newest search; older ones stop
let question; // what is asked: the form, and what `understand` makes of it
let searched = 0; // how many of the folders for the question were searched
let answers = []; // the releases in them that have some of the question
let found = []; // those of them that have most of it
let waiting = []; // those of them that are not shown yet, the best first

/** Load the engine, once; after `unload`, again. */
function load() {
  engine ??= (async () => {
    const [pagefind] = await Promise.all([import(box.dataset.engine + "pagefind.js"), import(box.dataset.words).then((module) => { words = module })]);
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
    learn(await (await fetched(folder.href + "facts.json")).json(), folder);
    await merged;
  })();
  return folder.joined;
}

async function fetched(href) {
  const answer = await fetch(href, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${href}: ${answer.status}`);
  return answer;
}

function learn({ names, releases }, folder) {
  for (const [id, [date, kind, state, lang, verdict, topics, offices, regions, claim = "", codes = [], title = "", tags = ""]] of Object.entries(releases)) {
    const [topic, office, region] = [topics, offices, regions].map((positions) => positions.map((position) => names[position]));
    const [sender, ...others] = office.map((name) => `${name} ${word("office", name)}`);
    const texts = { title, tag: tags, office: sender, claim, verdict: `${STAMPS[verdict]} ${word("verdict", verdict)}`, kind: word("kind", kind), term: [...others, ...region, ...topic].join(" ") };
    const fields = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, new Set(words.tokens(text ?? ""))]));
    facts.set(id, { folder, date, kind, state, lang, verdict, topic, office, region, codes: codes.map(words.plain), claim, fields });
    folder.since ??= date;
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
    nameLists();
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
  waiting = found.filter(({ shown, sunk }) => !shown && (atEnd || sunk < 0)).sort((one, other) => one.sunk - other.sunk || words.compare(one, other, question.sort));
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
  const pagefind = await load();
  const asked = question;
  const everything = (await pagefind.search(null)).results;
  const scores = [];
  for (const idea of asked.ideas) scores.push(await scoresOf(idea, pagefind));
  const whole = new Map((await pagefind.search(asked.ideas.map(([typed]) => typed.join(" ")).join(" ") || null)).results.map((result) => [result.id, result]));
  // The one entry of the index that came with the engine is no release and has no facts.
  return everything.filter(({ id }) => wave.has(facts.get(id)?.folder) && matchesFilters(facts.get(id))).map((result) => {
    const { id } = result;
    const { date, state, codes, fields, lang } = facts.get(id);
    const own = scores.map((one) => one.get(id) ?? 0);
    const exact = codes.includes(asked.code);
    const { has, rank, sure } = exact ? { has: Infinity, rank: 0, sure: true } : words.rank(asked, fields, own, date);
    return { id, date, sunk: exact ? -1 : SUNK.indexOf(state), has, rank: lang ? rank * FOREIGN : rank, sure, data: (whole.get(id) ?? result).data };
  }).filter(({ has }) => has || !asked.parts);
}

/** Pagefind's score of each release that has one of the alternatives, each with all its words. */
async function scoresOf(idea, pagefind) {
  const scores = new Map();
  for (const alternative of idea) {
    const each = [];
    for (const one of alternative) each.push(await scoresOfWord(one, pagefind));
    for (const [id, score] of each[0]) {
      if (each.every((one) => one.has(id))) scores.set(id, Math.max(scores.get(id) ?? 0, score));
    }
  }
  return scores;
}

async function scoresOfWord(one, pagefind) {
  const { results } = await pagefind.search(one);
  const least = CHANCE * Math.max(...results.map(({ score }) => score));
  return new Map(results.filter(({ score }) => score >= least).map(({ id, score }) => [id, score]));
}

/** Link the lists of topics, offices and regions whose names have all words of the query. */
function nameLists() {
  const typed = question.ideas.flatMap(([one]) => one);
  const links = ["office", "region", "topic"].flatMap((name) => [...(form.elements[name]?.options ?? [])]).filter(({ value, label }) => {
    const name = words.tokens(`${value} ${label}`);
    return value && typed.length && typed.every((one) => name.includes(one));
  }).slice(0, 3).map(({ label, value }) => {
    const link = [...document.querySelectorAll(".browse a")].find((one) => one.textContent.trim() === label)?.cloneNode();
    if (link) link.textContent = value;
    return link;
  }).filter(Boolean);
  lists.querySelector("span").replaceChildren(...links.flatMap((link, place) => place ? [", ", link] : [link]));
  lists.hidden = !links.length;
}

/** Nothing was found: show advice, and the newest releases. */
async function advise(run) {
  const { results } = await (await load()).search(null);
  const newest = results.filter(({ id }) => facts.has(id) && !SUNK.includes(facts.get(id).state)).sort((one, other) => facts.get(other.id).date.localeCompare(facts.get(one.id).date)).slice(0, 5);
  const items = await Promise.all(newest.map(async ({ id, data }) => resultItem(await data(), facts.get(id))));
  if (run !== latest) return;
  advice.querySelector(".stream").replaceChildren(...items);
  advice.hidden = false;
}

/** How many were found, and until when the folders searched so far go back. */
function summary() {
  const all = candidates();
  const count = counts.format(found.length);
  if (searched < all.length && !question.year) return filled(box.dataset.partly, { count, date: day(all[searched - 1].since) });
  if (!found.length) return filled(question.query ? box.dataset.none : box.dataset.nothing, question);
  return found.length === 1 ? box.dataset.one : filled(box.dataset.many, { count });
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
  const screen = waiting.splice(0, SCREEN);
  for (const answer of screen) answer.shown = true;
  const batch = await Promise.all(screen.map(async ({ id, data }) => [await data(), facts.get(id)]));
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
  // The summary, if it has a word of the query, or if the text has none.
  const summary = meta.summary && words.marked(meta.summary, question.ideas.flat(2));
  text.append(...words.nodes(summary?.includes("<mark>") || (summary && !excerpt.includes("<mark>")) ? summary : excerpt));
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
    if (["q", "sort", ...FILTERS].includes(name)) { if (form.elements[name]) form.elements[name].value = value }
  }
}

if (folders.length) {
  let pause;
  recall();
  // On a phone, filters that are not used leave the place to the results.
  const open = matchMedia("(min-width: 48rem)").matches || Object.keys(readForm().filters).length > 0;
  form.querySelector("details").open = open;
  box.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); search() });
  form.addEventListener("change", (event) => { if (event.target.name !== "q") search() });
  form.elements.q.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, 250) });
  form.elements.q.addEventListener("focus", () => { join(folders[0]).catch(unload) }, { once: true });
  more.addEventListener("click", showMore);
  meant.querySelector("button").addEventListener("click", () => { search(true) });
  if (location.search.length > 1) search();
}
