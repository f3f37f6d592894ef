// Data that all releases share.
const month = (date) => new Date(date.getTime() + 8 * 3600 * 1000).toISOString().slice(0, 7).replace("-", "/");

export default {
  layout: "release.njk",
  permalink: (data) => `${month(data.page.date)}/${data.slug}/`,
};
