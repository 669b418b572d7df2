// The browser under the tests: Debian's Chromium, one for each test file, a fresh context for each
// page. Tests say in which language, how wide and how (keyboard only, without JavaScript) they look.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { after } from "node:test";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
export const OUT = path.join(here, "..", "out");
const DOCS = path.join(here, "..", "..", "docs", "screenshots");
const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const LANGUAGES = ["zh-CN", "en"];
export const PHONE = 390;
export const DESK = 1280;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function executable() {
  const named = process.env.KAOGONG_CHROMIUM;
  const places = named ? [named] : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = places.find((place) => fs.existsSync(place));
  if (!found) throw new Error(`no browser at ${places.join(", ")}: apt-get install chromium`);
  return found;
}

let launched;
after(async () => (await launched)?.close());

/** The browser, started when it is first needed. */
function browser() {
  launched ??= chromium.launch({ executablePath: executable(), args: FLAGS });
  return launched;
}

/**
 * A page of a new visitor.
 * @param lang the browser's language, "zh-CN" or "en"
 * @param width in CSS pixels: PHONE or DESK
 * @param options { javaScript: false } for a browser without it; { dark: true } for the dark scheme
 */
export async function page(lang, width, options = {}) {
  const javaScript = options.javaScript !== false;
  const context = await (await browser()).newContext({
    locale: lang,
    viewport: { width, height: width < 700 ? 844 : 900 },
    isMobile: width < 700,
    hasTouch: width < 700,
    javaScriptEnabled: javaScript,
    colorScheme: options.dark ? "dark" : "light",
    reducedMotion: "reduce",
    timezoneId: "Asia/Shanghai",
  });
  const opened = await context.newPage();
  opened.setDefaultTimeout(10_000);
  opened.javaScript = javaScript;
  // A fault in a page's script fails the test that opened it, at the latest when it is closed.
  opened.faults = [];
  opened.on("pageerror", (error) => opened.faults.push(String(error)));
  opened.on("console", (message) => {
    // A page that answers 403 or 404 is told as an error too; what it shows is for the test to judge.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) opened.faults.push(message.text());
  });
  // Nothing is asked of anybody else.
  opened.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^http/.test(protocol) && hostname !== "127.0.0.1") opened.faults.push(`asks ${hostname}: ${request.url()}`);
  });
  return opened;
}

/** A page that never answers must not hold up everything. */
const TEST_MS = 120_000;

/** Opens a page, runs the test on it and closes it, also when the test fails. */
export async function withPage(lang, width, options, test) {
  const opened = await page(lang, width, options);
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${opened.url()}: the test did not end in time`)), TEST_MS);
  });
  try {
    await Promise.race([test(opened), late]);
    assert.deepEqual(opened.faults, [], "a script on the page failed");
  } finally {
    clearTimeout(timer);
    await opened.context().close();
  }
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The violations of WCAG 2.2 AA that axe sees, as readable lines. */
export async function violations(page) {
  const result = await page.evaluate(
    async ([source, tags, timers]) => {
      // Without JavaScript the browser runs what we evaluate and its promises, but no timers; axe
      // uses them only to give way, so what it puts off for a moment may as well run next.
      if (!timers) {
        globalThis.queueMicrotask = (run) => void Promise.resolve().then(run);
        globalThis.setTimeout = (run, ms) => (ms > 100 ? 0 : (globalThis.queueMicrotask(run), 0));
      }
      if (!globalThis.axe) (0, eval)(source);
      const options = { runOnly: { type: "tag", values: tags }, preload: timers };
      const found = await globalThis.axe.run(document, options);
      return found.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => n.target.join(" ")) }));
    },
    [axeSource, WCAG, page.javaScript],
  );
  return result.map((v) => `${v.id}: ${v.help}: ${v.nodes.join(", ")}`);
}

/** Fails when axe sees any violation of WCAG 2.2 AA. */
export async function accessible(page) {
  assert.deepEqual(await violations(page), [], `${page.url()} is not accessible`);
}

/** What every page promises: one heading, a title, its language, nothing sideways, no violation. */
export async function sound(page, lang) {
  assert.equal(await page.locator("h1").count(), 1, `${page.url()} has one h1`);
  assert.notEqual(await page.title(), "", page.url());
  assert.equal(await page.locator("html").getAttribute("lang"), lang, page.url());
  await fits(page);
  await accessible(page);
}

/** Fails when the page is wider than the window, so that a phone would scroll sideways. */
export async function fits(page) {
  const { wide, window } = await page.evaluate(() => ({
    wide: document.scrollingElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(wide <= window, `${page.url()} is ${wide} px wide in a window of ${window} px`);
}

/** What a picture for the documents may weigh. */
const MOST_PICTURE_BYTES = 150_000;

/**
 * A picture of the window as the documents show it: in e2e/out, and in docs/screenshots when they are
 * updated. With `from` the page is moved so that it begins there.
 */
export async function picture(page, name, from) {
  await from?.evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 24));
  const bytes = fs.statSync(await shot(page, name, { docs: true, fullPage: false })).size;
  assert.ok(bytes <= MOST_PICTURE_BYTES, `${name}: ${bytes} bytes`);
}

/** A picture of the whole page in e2e/out, and in docs/screenshots when the run updates the documents. */
export async function shot(page, name, options = {}) {
  fs.mkdirSync(OUT, { recursive: true });
  const file = path.join(OUT, `${name}.png`);
  await page.screenshot({ path: file, fullPage: options.fullPage !== false, animations: "disabled" });
  if (options.docs && process.env.KAOGONG_UPDATE_DOCS) {
    fs.mkdirSync(DOCS, { recursive: true });
    fs.copyFileSync(file, path.join(DOCS, `${name}.png`));
  }
  return file;
}
