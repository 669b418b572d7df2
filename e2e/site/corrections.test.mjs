// A worker asks to have their own data corrected, the office answers, and the worker reads the answer.
// Told once, played by keys alone and on a telephone without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { faults, visitor } from "../lib/visit.mjs";

const WORKER = "示例工人";
const HANDLER = "示例经办";

/** Each way of playing the story, with a request of its own. */
const WAYS = [
  {
    name: "by keys alone in en",
    ...{ lang: "en", width: DESK, byKeys: true, picture: "correction-en", field: "name", value: "示例新名", accept: true },
    ...{ reason: "A character was wrong at registration", answer: "Compared with the identity card" },
  },
  {
    name: "on a telephone without JavaScript in zh-CN",
    ...{ lang: "zh-CN", width: PHONE, javaScript: false, picture: "correction", field: "phone", value: "12000000077", accept: false },
    ...{ reason: "换了号码", answer: "请带手机到窗口核对" },
  },
];

/** Leaves the desk to somebody else, who signs in. */
async function takesOver(page, me, name) {
  await me.open(page.locator(".account summary"));
  await me.press(me.button(me.t("sign-out")));
  await me.enterDemo(name);
}

async function asks(page, me, way) {
  await me.enterDemo(WORKER);
  await me.menu("nav-archive");
  await me.press(me.link(me.t("archive-correct")));
  assert.equal(await me.heading(), me.t("corrections-own"));
  await sound(page, way.lang);
  await me.type(page.locator("#f-reason"), way.reason);
  await me.press(me.button(me.t("correction-ask-button")));
  assert.equal((await faults(page)).length, 2, "what is wrong and what it should be are asked for");
  assert.equal(await page.locator("#f-reason").inputValue(), way.reason, "nothing typed is lost");
  await sound(page, way.lang);
  // By keys the first of the choices is reached, which is the name.
  await me.tick(page.locator(`input[name='field'][value='${way.field}']`));
  await me.type(page.locator("#f-value"), way.value);
  await picture(page, way.picture, page.locator("h1"));
  await me.press(me.button(me.t("correction-ask-button")));
  const first = page.locator("ul.rows > li").first();
  const text = await first.innerText();
  for (const part of [way.value, way.reason, me.t("correction-requested")]) assert.ok(text.includes(part), `${text} tells ${part}`);
  assert.equal(await first.locator("button").count(), 1, "it can be taken back");
  await sound(page, way.lang);
}

async function decides(page, me, way) {
  await takesOver(page, me, HANDLER);
  await me.menu("nav-corrections");
  assert.equal(await me.heading(), me.t("corrections-title"));
  await sound(page, way.lang);
  const field = me.t(`correction-field-${way.field}`);
  const row = page.locator("tbody tr").filter({ hasText: field });
  assert.ok(!(await row.first().innerText()).includes(way.value), "the list shows nothing of what is asked for");
  await me.press(row.last().locator("th a"));
  const text = await page.locator("main .facts").innerText();
  for (const part of [way.value, way.reason]) assert.ok(text.includes(part), `${text} tells ${part}`);
  await me.type(page.locator("#f-answer"), way.answer);
  await me.press(me.button(me.t("correction-decide-button")));
  assert.equal((await faults(page)).length, 1, "the decision is asked for");
  await sound(page, way.lang);
  await me.tick(page.locator(`input[name='decision'][value='${way.accept ? "accept" : "refuse"}']`));
  await me.press(me.button(me.t("correction-decide-button")));
  const state = me.t(way.accept ? "correction-accepted" : "correction-refused");
  assert.ok((await page.locator("main .lead").innerText()).includes(state));
  await sound(page, way.lang);
}

async function reads(page, me, way) {
  await takesOver(page, me, WORKER);
  await me.menu("nav-archive");
  const event = me.t(way.accept ? "archive-event-correction-accepted" : "archive-event-correction-refused");
  assert.ok((await page.locator(".timeline").innerText()).includes(event));
  const name = await page.locator("main .lead").innerText();
  if (way.accept) assert.ok(name.includes(way.value), `${name}: the record says so now`);
  await me.press(me.link(me.t("archive-correct")));
  assert.ok((await page.locator("ul.rows").innerText()).includes(way.answer), "the answer can be read");
  await sound(page, way.lang);
}

for (const way of WAYS) {
  test(`a worker asks for a correction and reads the answer, ${way.name}`, () =>
    withPage(way.lang, way.width, { javaScript: way.javaScript }, async (page) => {
      const me = visitor(page, way.lang, way.byKeys);
      await asks(page, me, way);
      await decides(page, me, way);
      await reads(page, me, way);
    }));
}
