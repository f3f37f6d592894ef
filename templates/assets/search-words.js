// What a query means, how well a release answers it, and what a misspelt word may mean. For search.js.

/** What an equal word is worth, by where a release has it; a word with another affix is worth `PART` of that. */
const WEIGHTS = { title: 4, tag: 4, office: 3, claim: 2.5, verdict: 2, term: 1.5, kind: 1.5 };
const PART = 0.6;
/** What a word that is only a synonym of the typed one is worth. */
const SYNONYM = 0.9;
/** What the day, the month and the year are worth that the query names. */
const DAY = 3;
const MONTH = 4;
const YEAR = 2;
/** The most that the text is worth, by Pagefind's score, for each of the words; and the score that is worth half of it. */
const TEXT = 2;
const HALF = 5;

/** How much better an answer must be that lacks something of the question. */
const MUCH_BETTER = 1.5;

/** The most words or phrases of a query that are searched. */
const MOST_IDEAS = 8;

export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export function tokens(text) {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A code as it is compared: without spaces, in lower case. */
export function plain(code) {
  return fold(code).replace(/\s/g, "");
}

/**
 * Take a query apart.
 *
 * `ideas`: what a release must have, each as a list of alternatives, which are lists of words; `date`: the day, month
 * and year that it names; `parts`: how many these are; `code`: the query as a code, and `isCode`: whether it can be one;
 * `year`: the year in which to search first. `stop` are words that mean nothing alone, `synonyms` groups of phrases.
 */
export function understand(query, years, language, { stop, synonyms }) {
  const all = (query.match(/"[^"]+"|[^\s"]+/g) ?? []).map((word) => fold(word).replace(/^[^"\p{L}\p{N}]+|[^"\p{L}\p{N}]+$/gu, "")).filter(Boolean);
  const { date, rest } = takeDate(all, years, monthNames(language));
  const meant = rest.filter((word) => !tokens(stop).includes(word));
  const groups = JSON.parse(synonyms).map((group) => group.map(tokens).filter((phrase) => phrase.length));
  const ideas = ideasIn(meant.length || date ? meant : rest, groups).slice(0, MOST_IDEAS);
  return {
    ideas, date, parts: ideas.length + (date ? 1 : 0) || Number(query.length > 0), code: plain(query), isCode: /^(?=.*\d)\S*[/-]\S*$/.test(query),
    year: query.match(/\d{4}/g)?.find((number) => years.includes(number)),
  };
}

function ideasIn(words, groups) {
  const ideas = [];
  for (let place = 0; place < words.length;) {
    const isHere = (phrase) => phrase.every((word, after) => words[place + after] === word);
    const [typed, group] = groups.flatMap((one) => one.filter(isHere).map((phrase) => [phrase, one])).sort(([a], [b]) => b.length - a.length)[0] ?? [[words[place]], []];
    place += typed.length;
    ideas.push([typed, ...group.filter((phrase) => phrase !== typed)]);
  }
  return ideas;
}

function monthNames(language) {
  const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, month) => fold(format.format(new Date(Date.UTC(2000, month)))));
}

/** Take the date from the words: `14 maret 2026`, `maret 2026`, `mar 2026`, `2026`. A month alone stays a word. */
function takeDate(words, years, months) {
  const place = words.findIndex((word) => years.includes(word));
  if (place < 0) return { rest: words };
  const month = place ? months.findIndex((name) => words[place - 1].length > 2 && name.startsWith(words[place - 1])) : -1;
  const day = month >= 0 && /^(0?[1-9]|[12]\d|3[01])$/.test(words[place - 2] ?? "") ? Number(words[place - 2]) : 0;
  const begin = place - (month >= 0) - (day > 0);
  return { date: { year: words[place], month: month + 1, name: months[month], day }, rest: [...words.slice(0, begin), ...words.slice(place + 1)] };
}

/**
 * How well a release answers a question: `has` is how many of its ideas it has, and its date; `rank` what that is worth;
 * `sure` whether title, tags or terms have one of them.
 *
 * `fields` are sets of words, `scores` Pagefind's score of its text for each idea, `written` its date.
 */
export function rank({ ideas, date }, fields, scores, written) {
  const dated = date ? worthOfDate(date, fields, written.slice(0, 10)) : 0;
  let [has, rank, sure] = [dated ? 1 : 0, dated, Boolean(dated) || !ideas.length];
  ideas.forEach((alternatives, number) => {
    const worth = Math.max(...alternatives.map((phrase, other) => worthOf(phrase, fields) * (other ? SYNONYM : 1)));
    if (worth || scores[number]) has++;
    sure ||= worth > 0;
    rank += worth + TEXT * scores[number] / (scores[number] + HALF);
  });
  return { has, rank, sure };
}

/** A release is of the date that the query names, or its title or tags name the date. */
function worthOfDate({ year, month, name, day }, fields, written) {
  const named = worthOf(name ? [name, year] : [year], fields);
  const [ofYear, ofMonth, ofDay] = written.split("-").map(Number);
  if (ofYear !== Number(year) || (month && ofMonth !== month)) return named;
  return Math.max(named, YEAR + (month ? MONTH : 0) + (day === ofDay ? DAY : 0));
}

/** What the words of a phrase are worth on average; nothing, if one of them is in no field. */
function worthOf(phrase, fields) {
  const each = phrase.map((word) => worthOfWord(word, fields));
  return each.includes(0) ? 0 : each.reduce((sum, one) => sum + one, 0) / each.length;
}

function worthOfWord(word, fields) {
  let most = 0;
  for (const [name, words] of Object.entries(fields)) {
    const weight = WEIGHTS[name] * (words.has(word) ? 1 : isPart(word, words) ? PART : 0);
    most = Math.max(most, weight);
  }
  return most;
}

/** Tell whether one of the words has the word in it, with affixes such as in *dibayar*, or is in it. */
function isPart(word, words) {
  return word.length > 2 && [...words].some((other) => word.length > 3 ? other.includes(word) || (other.length > 4 && word.includes(other)) : other.startsWith(word));
}

/** The answers that have most of a question; and of those that have nearly as much, what is much better than these. */
export function best(answers, question) {
  question.most = Math.max(0, ...answers.map(({ has }) => has));
  const highest = Math.max(...answers.map(({ has, rank }) => has === question.most ? rank : 0));
  return answers.filter(({ has, rank }) => has === question.most || (has > 1 && has === question.most - 1 && rank > MUCH_BETTER * highest));
}

/** Newest first, or the best first; of equally good answers, the newest. */
export function compare(one, other, newest) {
  return (newest ? 0 : other.rank - one.rank) || other.date.localeCompare(one.date);
}

/** Tell whether Pagefind found a text only by the beginning of a word of the query, since it knows no better word. */
export function isChance(excerpt, { ideas }) {
  const hits = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/gs)].flatMap(([, hit]) => tokens(hit));
  const typed = ideas.flat(2);
  return hits.length > 0 && hits.every((hit) => !typed.includes(hit) && typed.some((word) => word.startsWith(hit.slice(0, 2)) && hit.length < 0.6 * word.length));
}

/** The words of a question, without synonyms, that are in none of the texts and sets of words. */
export function doubtful({ ideas }, texts, fields) {
  const all = fold(texts.join(" "));
  return ideas.filter(([, ...others]) => !others.length).map(([[word]]) => word).filter((word) => {
    return /^\p{L}{4,}$/u.test(word) && !all.includes(word) && !fields.some((some) => some.has(word));
  });
}

/** A query with each doubtful word replaced by the one that it most probably means, if there is one. */
export function corrected(query, doubtful, vocabulary) {
  const known = new Set(vocabulary);
  return query.split(/([^\p{L}\p{N}]+)/u).map((word) => doubtful.includes(fold(word)) ? nearest(fold(word), known) ?? word : word).join("");
}

function nearest(word, known) {
  let [found, least] = [undefined, word.length < 8 ? 2 : 3];
  for (const other of known) {
    // Hardly anyone mistypes the first letter.
    if (other.length < 4 || other[0] !== word[0] || Math.abs(other.length - word.length) >= least) continue;
    const far = distance(word, other);
    if (far < least) [found, least] = [other, far];
  }
  return found;
}

/** How many letters are missing, too many, wrong or exchanged with their neighbour. */
function distance(one, other) {
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let place = 1; place <= other.length; place++) {
      const wrong = one[row - 1] === other[place - 1] ? 0 : 1;
      next[place] = Math.min(last[place] + 1, next[place - 1] + 1, last[place - 1] + wrong);
      if (row > 1 && place > 1 && one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1]) next[place] = Math.min(next[place], before[place - 2] + 1);
    }
    [before, last] = [last, next];
  }
  return last[other.length];
}

/** A text with `<mark>` around the words that begin with one of some words. */
export function marked(text, some) {
  return text.split(/([\p{L}\p{N}]+)/u).map((word, place) => place % 2 && some.some((one) => fold(word).startsWith(one)) ? `<mark>${word}</mark>` : escaped(word)).join("");
}

function escaped(text) {
  return text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
}

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'" };

/** Turn an excerpt into nodes, never parsing it as HTML: of its tags only <mark> is read. */
export function nodes(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/s).map((text, place) => {
    const plain = text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity]);
    if (place % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

/** A release as Pagefind describes it, without a search: from its file in the index, which is compressed. */
export async function release(folder, id, home) {
  const answer = await fetch(`${folder}fragment/${id}.pf_fragment`);
  if (!answer.ok) throw new Error(`${id}: ${answer.status}`);
  const text = await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).text();
  const { url, content, meta } = JSON.parse(text.slice(text.indexOf("{")));
  return { url: /^https?:/.test(url) ? url : home.replace(/\/$/, "") + url, content, meta, excerpt: escaped(content.split(" ").slice(0, 30).join(" ")) };
}
