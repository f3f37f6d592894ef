// The newsroom of the benchmark, built with Eleventy in the usual way.
import { dateToRfc822 } from "@11ty/eleventy-plugin-rss";

const SIZE = 20;
const DAYS = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];

const slug = (text) => text.toLowerCase().replaceAll(" ", "-");
const name = (term) => term.replaceAll("-", " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
const local = (date) => new Date(date.getTime() + 8 * 3600 * 1000);
const iso = (date) => local(date).toISOString().slice(0, 19) + "+08:00";

// The lists of the site: all releases, then those of each topic, office and tag; newest first.
const listsOf = (releases) => {
  const lists = new Map([["siaran-pers/", { url: "siaran-pers/", label: "Daftar", name: "Siaran pers", items: releases }]]);
  const add = (place, label, term, shown, release) => {
    const url = `${place}/${slug(term)}/`;
    if (!lists.has(url)) lists.set(url, { url, label, name: shown, items: [] });
    lists.get(url).items.push(release);
  };
  for (const release of releases) {
    add("topik", "Topik", release.data.topic, name(release.data.topic), release);
    add("instansi", "Instansi", release.data.office, name(release.data.office), release);
    for (const term of release.data.terms) add("tag", "Tag", term, term, release);
  }
  return [...lists.values()];
};

// The pages of a list.
const pagesOf = (list) => {
  const count = Math.ceil(list.items.length / SIZE);
  const address = (number) => (number === 1 ? list.url : `${list.url}halaman/${number}/`);
  return Array.from({ length: count }, (_, at) => ({
    list, count, number: at + 1, url: address(at + 1),
    newer: at > 0 ? address(at) : "", older: at + 1 < count ? address(at + 2) : "",
    items: list.items.slice(at * SIZE, at * SIZE + SIZE),
  }));
};

const monthsOf = (releases) => {
  const months = new Map();
  for (const release of releases) {
    const month = iso(release.date).slice(0, 7).replace("-", "/");
    if (!months.has(month)) months.set(month, { url: `arsip/${month}/`, date: release.date, items: [] });
    months.get(month).items.push(release);
  }
  return [...months.values()];
};

// Add to each release the earlier ones on its topic, and the release before it.
const related = (releases) => {
  const topics = new Map();
  let older = null;
  for (const release of releases.toReversed()) {
    const earlier = topics.get(release.data.topic) ?? [];
    release.data.related = earlier.slice(-3).reverse();
    release.data.older = older;
    topics.set(release.data.topic, [...earlier.slice(-3), release]);
    older = release;
  }
  return releases;
};

export default function (eleventyConfig) {
  let releases;
  const newestFirst = (api) => (releases ??= related(api.getFilteredByGlob("posts/**/*.md").sort((a, b) => b.date - a.date)));
  eleventyConfig.on("eleventy.before", () => { releases = undefined; });
  eleventyConfig.addCollection("releases", newestFirst);
  eleventyConfig.addCollection("lists", (api) => listsOf(newestFirst(api)));
  eleventyConfig.addCollection("pages", (api) => listsOf(newestFirst(api)).flatMap(pagesOf));
  eleventyConfig.addCollection("months", (api) => monthsOf(newestFirst(api)));

  eleventyConfig.addFilter("slug_of", slug);
  eleventyConfig.addFilter("name_of", name);
  eleventyConfig.addFilter("iso", iso);
  eleventyConfig.addFilter("rfc822", dateToRfc822);
  eleventyConfig.addFilter("first", (items, count) => items.slice(0, count));
  eleventyConfig.addFilter("host", (address) => new URL(address).host);
  eleventyConfig.addFilter("minutes", (html) => Math.round(html.split(" ").length / 200));
  eleventyConfig.addFilter("absolute", (html, base) => html.replaceAll('href="/', `href="${base}`));
  eleventyConfig.addFilter("short_date", (date) => {
    const at = local(date);
    return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()].slice(0, 3)} ${at.getUTCFullYear()}`;
  });
  eleventyConfig.addFilter("month", (date) => `${MONTHS[local(date).getUTCMonth()]} ${local(date).getUTCFullYear()}`);
  eleventyConfig.addFilter("long_date", (date) => {
    const at = local(date);
    const day = `${DAYS[at.getUTCDay()]}, ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
    return `${day} pukul ${at.toISOString().slice(11, 16).replace(":", ".")} WITA`;
  });
  eleventyConfig.addPassthroughCopy({ static: "/" });
  eleventyConfig.setQuietMode(true);
  return { markdownTemplateEngine: false, dir: { output: "_site" } };
}
