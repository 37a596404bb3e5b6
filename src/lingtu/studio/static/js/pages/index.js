// The table of pages.

const page = (name, icon, load, operator = false) => ({ name, icon, load, operator });

export const PAGES = [
  page("compose", "image", async () => (await import("./compose/page.js")).ComposePage),
  page("cutout", "scissors", async () => (await import("./cutout.js")).CutoutPage),
  page("model", "user-round", async () => (await import("./model.js")).ModelPage),
  page("tryon", "shirt", async () => (await import("./tryon.js")).TryonPage),
  page("history", "history", async () => (await import("./history.js")).HistoryPage),
  page("apps", "blocks", async () => (await import("./admin/apps.js")).AppsPage, true),
  page("queue", "server", async () => (await import("./admin/queue.js")).QueuePage, true),
  page("failures", "triangle-alert", async () => (await import("./admin/failures.js")).FailuresPage, true),
  page("charts", "chart-column", async () => (await import("./admin/charts.js")).ChartsPage, true),
  page("gallery", "images", async () => (await import("./admin/gallery.js")).GalleryPage, true),
];

/** Those that a session may open. */
export const pagesFor = (session) => PAGES.filter((entry) => !entry.operator || (session.operator && session.role === "admin"));

export function pageOf(name, session) {
  const allowed = pagesFor(session);
  return allowed.find((entry) => entry.name === name) ?? allowed[0];
}
