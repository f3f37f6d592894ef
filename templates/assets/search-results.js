// The results of a search as people see them. For search.js, which loads it with the first search.
const box = document.getElementById("search");
const form = box.querySelector("form");
const lists = document.getElementById("search-lists");
const template = document.getElementById("search-result").content;
const STATES = JSON.parse(box.dataset.states);
const STAMPS = JSON.parse(box.dataset.stamps);
const FACTS = JSON.parse(box.dataset.facts);
const months = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", timeZone: "UTC" });

/** A date as all pages write it. */
export function day(date) {
  const written = new Date(`${date.slice(0, 10)}T00:00Z`);
  return `${written.getUTCDate()} ${months.format(written)} ${written.getUTCFullYear()}`;
}

/** A result, made from what Pagefind says of a release, and its facts; `ideas` are those of the question. */
export function resultItem({ url, meta, excerpt }, { date, kind, state, lang, verdict, office, claim }, ideas, words) {
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
  const summary = meta.summary && words.marked(meta.summary, ideas.flat(2));
  text.append(...words.nodes(summary?.includes("<mark>") || (summary && !excerpt.includes("<mark>")) ? summary : excerpt));
  time.dateTime = date;
  time.textContent = day(date);
  sender.textContent = office.length ? word("office", office[0]) : "";
  return item;
}

function label(element, text, name) {
  if (!text) return element.remove();
  element.textContent = text;
  element.classList.add(name);
}

/** The form's word for a term. */
export function word(name, value) {
  return form.elements[name]?.querySelector(`option[value="${CSS.escape(value)}"]`)?.textContent ?? value;
}

/** All words of a release by which it is ranked, by where it has them. */
export function texts({ title, tags, offices, claim, verdict, kind, others }) {
  const [sender = "", ...more] = offices.map((name) => `${name} ${word("office", name)}`);
  return { title, tag: tags, office: sender, claim, verdict: verdict && `${STAMPS[verdict]} ${word("verdict", verdict)}`, kind: word("kind", kind), term: [...more, ...others].join(" ") };
}

/** Link the lists of topics, offices and regions whose names have all words of the query. */
export function nameLists(ideas, words) {
  const typed = ideas.flatMap(([one]) => one);
  const links = [...document.querySelectorAll(".browse .terms a")].filter(({ title, textContent }) => {
    const name = words.tokens(`${title} ${textContent}`);
    return typed.length && typed.every((one) => name.includes(one));
  }).slice(0, 3).map((one) => {
    const link = one.cloneNode();
    link.textContent = one.title || one.textContent;
    return link;
  });
  lists.querySelector("span").replaceChildren(...links.flatMap((link, place) => place ? [", ", link] : [link]));
  lists.hidden = !links.length;
}
