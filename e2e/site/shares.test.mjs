// A worker sends an employer a link to their certificates, the employer opens it, the worker sees that
// and takes it back; then it opens no more. Told once, played by keys alone and on a telephone without
// JavaScript. The worker also takes the whole archive along.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { faults, visitor } from "../lib/visit.mjs";

const WAYS = [
  { name: "by keys alone in en", lang: "en", width: DESK, byKeys: true, purpose: "Job at Shili Machinery, by keys", full: false },
  { name: "on a telephone without JavaScript in zh-CN", lang: "zh-CN", width: PHONE, javaScript: false, purpose: "示例公司招聘用手机", full: true },
];

/** The row of the link that was made for the purpose. */
const row = (page, way) => page.locator("ul.rows > li").filter({ hasText: way.purpose });

async function makes(page, me, way) {
  await me.enterDemo("示例工人");
  await me.menu("nav-archive");
  const name = (await page.locator("main .lead").innerText()).split("\n")[0];
  await sound(page, way.lang);
  await me.press(me.link(me.t("archive-share-link")));
  assert.equal(await me.heading(), me.t("shares-title"));
  await sound(page, way.lang);
  await me.press(me.button(me.t("shares-button")));
  assert.equal((await faults(page)).length, 1, "the purpose is asked for");
  await sound(page, way.lang);
  if (way.full) await me.tick(page.locator("input[name='shows'][value='name']"));
  await me.type(page.locator("#f-purpose"), way.purpose);
  await me.press(me.button(me.t("shares-button")));
  await picture(page, `shares${way.lang === "en" ? "-en" : ""}`, page.locator("h1"));
  await sound(page, way.lang);
  const link = await row(page, way).locator("a.code").innerText();
  return { path: new URL(link).pathname, name };
}

/** Somebody who has the link and nothing else. */
const opens = (way, { path, name }, seen) =>
  withPage(way.lang, way.width, { javaScript: way.javaScript }, async (page) => {
    const me = visitor(page, way.lang, way.byKeys);
    await me.goto(path);
    assert.equal(await me.heading(), me.t("shared-title"));
    await sound(page, way.lang);
    await me.press(me.button(me.t("shared-open")));
    await sound(page, way.lang);
    const text = await page.locator("main").innerText();
    if (!seen) {
      assert.equal(await me.heading(), me.t("shared-none"));
      assert.ok(!text.includes(way.purpose), "a link that leads nowhere tells nothing");
      return;
    }
    await picture(page, `shared${way.lang === "en" ? "-en" : ""}`, page.locator("h1"));
    assert.ok(text.includes(way.purpose), `${text} says what for`);
    assert.equal(text.includes(name), way.full, "the name in full only when the worker said so");
    assert.ok(!/[0-9]{17}[0-9X]/.test(text), "no number of a document");
    assert.ok((await page.locator("tbody tr").count()) > 0, "the certificates");
  });

async function takesBack(page, me, way) {
  await me.goto("/archive/shares");
  const text = await row(page, way).innerText();
  assert.ok(text.includes(me.t("shares-open")));
  await me.goto("/archive/looks");
  assert.ok((await page.locator("tbody").innerText()).includes(me.t("looks-share-link")), "the look is told");
  await me.goto("/archive/shares");
  await me.press(row(page, way).locator("button"));
  assert.ok((await row(page, way).innerText()).includes(me.t("shares-ended")));
  assert.equal(await row(page, way).locator("a.code").count(), 0, "no link is left");
  await me.goto("/archive?part=sharing");
  assert.ok((await page.locator(".timeline").innerText()).includes(me.t("archive-event-share-ended")));
  await sound(page, way.lang);
}

async function takesAlong(page, me, way) {
  await me.goto("/archive/print");
  assert.equal(await me.heading(), me.t("archive-title"));
  assert.ok((await page.locator(".timeline li").count()) > 3, "all that happened");
  await sound(page, way.lang);
  const answer = await page.request.get(new URL("/api/v1/archive/whole", page.url()).href);
  assert.match(answer.headers()["content-disposition"], /archive\.json/);
  const whole = await answer.json();
  assert.ok(whole.certificates.length > 0 && whole.events.some((event) => event.what === "share_ended"));
}

for (const way of WAYS) {
  test(`a worker shares the archive and takes it back, ${way.name}`, () =>
    withPage(way.lang, way.width, { javaScript: way.javaScript }, async (page) => {
      const me = visitor(page, way.lang, way.byKeys);
      const made = await makes(page, me, way);
      await opens(way, made, true);
      await takesBack(page, me, way);
      await opens(way, made, false);
      await takesAlong(page, me, way);
    }));
}
