// The policy library and tasks under plans: an official enters a document, a second one reads it, an
// approver repeals it; an office reports on a task, and the lead accepts. Told once, played by keys
// alone and on a telephone without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { faults, tells, visitor } from "../lib/visit.mjs";

const [HANDLER, CHECKER, APPROVER] = ["示例经办", "示例复核", "示例审批"];
const DAY = 86_400_000;

/** A day in China, so many days from today. */
const day = (days) => new Date(Date.now() + 8 * 3_600_000 + days * DAY).toISOString().slice(0, 10);

/** Each way of playing the story, with a document and a task of its own. */
const WAYS = [
  { name: "by keys alone in en", lang: "en", width: DESK, byKeys: true, picture: "policies-en", number: "示例测〔示例〕61号", task: "建设 12 个县级公共实训基地", milestone: "2" },
  { name: "on a telephone without JavaScript in zh-CN", lang: "zh-CN", width: PHONE, javaScript: false, picture: "policies", number: "示例测〔示例〕62号", task: "推行实名制培训和电子培训券", milestone: "1" },
];

/** Somebody of the office at work, in a session of their own. */
const as = (way, name, work) =>
  withPage(way.lang, way.width, { javaScript: way.javaScript }, async (page) => {
    const me = visitor(page, way.lang, way.byKeys);
    await me.enterDemo(name);
    await work(page, me);
  });

/** Enters the document; gives its path. */
async function enters(page, me, way, title) {
  await me.menu("nav-policies");
  await me.press(me.link(me.t("library-new-title")));
  await sound(page, way.lang);
  await me.type(page.locator("#f-title"), title);
  await me.type(page.locator("#f-replaces"), "示例〔示例〕9999号");
  await me.press(me.button(me.t("library-new-save")));
  await tells(page, me.t("policy-number-unknown", { number: "示例〔示例〕9999号" }));
  assert.equal(await page.locator("#f-title").inputValue(), title, "nothing typed is lost");
  for (const key of ["Control+A", "Delete"]) await page.locator("#f-replaces").press(key);
  await me.type(page.locator("#f-number"), way.number);
  await me.choose(page.locator("#f-kind"), "notice");
  await me.type(page.locator("#f-issuer"), "示例省财政厅");
  await me.choose(page.locator("#f-division"), "770000");
  await me.date(page.locator("#f-issued_on"), day(-3));
  await me.date(page.locator("#f-in_force_on"), day(-2));
  await me.type(page.locator("#f-source"), "示例档案柜 5-1");
  await me.type(page.locator("#f-attachments"), "附件1 示例申请表：示例档案柜 5-2");
  await me.press(me.button(me.t("library-new-save")));
  assert.equal(await me.heading(), title);
  const main = await page.locator("main").innerText();
  for (const part of [way.number, me.t("library-waits-other"), "附件1 示例申请表"]) assert.ok(main.includes(part), `${part} in ${main}`);
  assert.equal(await page.locator("main .actions a").count(), 0, "whoever entered it does not confirm it");
  await sound(page, way.lang);
  return me.path();
}

/** Reads it as the second person: first the fault without a choice, then confirms. */
async function confirms(page, me, way, path) {
  assert.ok((await page.locator("main").innerText()).includes(way.number), "it waits on the start page");
  await me.goto(path);
  await me.press(me.link(me.t("library-confirm")));
  assert.equal(await me.heading(), me.t("library-confirm-title"));
  await sound(page, way.lang);
  await me.press(me.button(me.t("library-decide")));
  assert.equal((await faults(page)).length, 1, "a choice is asked for");
  await me.tick(page.locator("input[name='decision'][value='confirm']"));
  await me.press(me.button(me.t("library-decide")));
  assert.equal(me.path(), path);
  assert.ok((await page.locator("main .state").first().innerText()).includes(me.t("policy-standing-in-force")));
}

async function repeals(page, me, way, path) {
  await me.goto(path);
  await me.press(me.link(me.t("library-repeal")));
  await me.date(page.locator("#f-from"), day(-1));
  await me.press(me.button(me.t("library-repeal")));
  assert.equal((await faults(page)).length, 1, "the reason is asked for");
  await sound(page, way.lang);
  await me.type(page.locator("#f-reason"), "示例任务已完成");
  await me.press(me.button(me.t("library-repeal")));
  const main = await page.locator("main").innerText();
  for (const part of [me.t("policy-standing-repealed"), "示例任务已完成"]) assert.ok(main.includes(part), `${part} in ${main}`);
}

async function reports(page, me, way) {
  await me.menu("nav-plan-tasks");
  assert.equal(await me.heading(), me.t("plans-tasks-title"));
  assert.equal(await page.locator("main h2 a").count(), 2, "two plans at once");
  await sound(page, way.lang);
  await me.press(me.link(way.task));
  await sound(page, way.lang);
  await me.press(me.button(me.t("plans-report-send")));
  assert.equal((await faults(page)).length, 2, "milestone and text are asked for");
  await me.choose(page.locator("#f-milestone"), way.milestone);
  await me.type(page.locator("#f-text"), "示例进展");
  await me.type(page.locator("#f-reference"), "示例档案柜 6-1");
  await me.press(me.button(me.t("plans-report-send")));
  assert.ok((await page.locator("main .card").first().innerText()).includes(me.t("plans-report-reported")));
  return me.path();
}

async function accepts(page, me, way, path) {
  await me.goto(path);
  await picture(page, way.picture, page.locator("h1"));
  await me.press(me.link(me.t("plans-report-decide")));
  await me.press(me.button(me.t("library-decide")));
  assert.equal((await faults(page)).length, 1, "a choice is asked for");
  await sound(page, way.lang);
  await me.tick(page.locator("input[name='decision'][value='accept']"));
  await me.press(me.button(me.t("library-decide")));
  assert.equal(me.path(), path);
  assert.ok((await page.locator("main .card").first().innerText()).includes(me.t("plans-report-accepted")));
  await sound(page, way.lang);
}

for (const way of WAYS) {
  test(`a document is entered, read and repealed, and a task reported and accepted, ${way.name}`, async () => {
    const title = `示例通知（${way.number}）`;
    let [policy, task] = ["", ""];
    await as(way, HANDLER, async (page, me) => {
      policy = await enters(page, me, way, title);
      task = await reports(page, me, way);
    });
    await withPage(way.lang, way.width, {}, async (page) => {
      const answer = await page.goto(new URL(policy, process.env.KAOGONG_URL).href);
      assert.equal(answer.status(), 404, "the public does not see it yet");
    });
    await as(way, CHECKER, async (page, me) => {
      await confirms(page, me, way, policy);
      await accepts(page, me, way, task);
    });
    await as(way, APPROVER, (page, me) => repeals(page, me, way, policy));
    await withPage(way.lang, way.width, {}, async (page) => {
      await page.goto(new URL(policy, process.env.KAOGONG_URL).href);
      assert.equal(await page.locator("h1").innerText(), title, "the public finds it with its end");
      await sound(page, way.lang);
    });
  });
}
