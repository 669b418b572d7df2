// How the classification of occupations changes: a body answers an open call, the office drafts another,
// somebody comments on what is under consultation and is answered, and a release by two people makes a
// new occupation findable that nobody found before. Months do not pass here, so each part of the story is
// told by the round of the demonstration that stands at it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { faults, visitor } from "../lib/visit.mjs";

const [MANAGER, HANDLER, APPROVER] = ["示例负责人", "示例经办", "示例审批"];
const ROUNDS = { open: "示例：年度职业分类调整", asked: "示例：秋季职业分类调整", ready: "示例：夏季职业分类调整" };
const WAITS = "示例算法标注员";

const WAYS = [
  {
    name: "on a telephone without JavaScript in zh-CN",
    ...{ lang: "zh-CN", width: PHONE, options: { javaScript: false }, picture: "classification", releases: true },
    said: { name: "示例云端调度员", text: "名称听不懂", short: "名称不够好懂", answer: "已请专家再议", call: "征集新职业" },
  },
  {
    name: "by keys alone in en",
    ...{ lang: "en", width: DESK, options: {}, byKeys: true, picture: "classification-en", releases: false },
    said: { name: "示例边缘运维员", text: "The name is hard", short: "The name is hard to understand", answer: "Experts look at it again", call: "New occupations" },
  },
];

/** Somebody, for one part of the story. */
const as = (name, way, story) =>
  withPage(way.lang, way.width, way.options, async (page) => {
    const me = visitor(page, way.lang, way.byKeys);
    if (name) await me.enterDemo(name);
    await story(page, me);
  });

/** Whether the search finds a name. */
async function finds(way, name) {
  let found;
  await as("", way, async (page, me) => {
    await me.goto("/occupations");
    await me.type(page.locator("#f-q"), name);
    await me.press(me.button(me.t("search")));
    await sound(page, way.lang);
    found = await page.getByRole("link", { name, exact: true }).count();
  });
  return found > 0;
}

/** A body proposes: first with nothing filled in, then with too few people, then rightly. */
async function proposes(way) {
  await as(MANAGER, way, async (page, me) => {
    await me.menu("nav-proposals");
    await sound(page, way.lang);
    await me.press(me.link(me.t("proposals-new", { round: ROUNDS.open })));
    await me.press(me.button(me.t("proposal-save")));
    assert.ok((await faults(page)).length >= 2, "what has to be chosen is told");
    await sound(page, way.lang);
    await me.tick(page.locator("input[name='kind'][value='occupation']"));
    for (const [field, text] of [
      ["group", "4-04-05-00"],
      ["names", way.said.name],
      ["definition", "x"],
      ["tasks", "x"],
      ["reason", way.said.text],
      ["workers", "4000"],
      ["attachments", "x"],
    ]) {
      await me.type(page.locator(`#f-${field}`), text);
    }
    await me.press(me.button(me.t("proposal-save")));
    assert.equal((await faults(page)).length, 1, "too few people");
    assert.equal(await page.locator("#f-names").inputValue(), way.said.name, "nothing typed is lost");
    await sound(page, way.lang);
    await me.type(page.locator("#f-workers"), "6000");
    await me.press(me.button(me.t("proposal-save")));
    await sound(page, way.lang);
    await me.press(me.button(me.t("proposal-hand-in")));
    assert.ok((await page.locator("main").innerText()).includes(me.t("case-state-submitted")));
    await sound(page, way.lang);
  });
}

/** Somebody comments on what is under consultation. */
async function comments(way) {
  await as("", way, async (page, me) => {
    await me.goto("/occupations");
    await me.press(me.link(me.t("occupations-adjustments")));
    await sound(page, way.lang);
    await me.press(me.link(ROUNDS.asked));
    await sound(page, way.lang);
    await me.press(page.locator("a[href^='/classification/proposals/']").first());
    await picture(page, `${way.picture}-proposal`);
    await me.press(me.button(me.t("round-comment-button")));
    assert.equal((await faults(page)).length, 3, "name, contact and text");
    await sound(page, way.lang);
    for (const [field, text] of [["name", "示例甲"], ["contact", "12900000001"], ["text", way.said.text]]) {
      await me.type(page.locator(`#f-${field}`), text);
    }
    await me.press(me.button(me.t("round-comment-button")));
    assert.equal(await me.heading(), me.t("commented-title"));
    await sound(page, way.lang);
  });
}

/** The handler answers, and what becomes public has no name in it. */
async function answers(way) {
  await as(HANDLER, way, async (page, me) => {
    await me.menu("nav-rounds");
    await sound(page, way.lang);
    await me.press(me.link(ROUNDS.asked));
    await picture(page, `${way.picture}-round`);
    assert.ok((await page.locator("main").innerText()).includes(way.said.text), "the office reads it");
    await me.press(me.button(me.t("round-answer-button")));
    assert.ok((await faults(page)).length >= 1);
    await sound(page, way.lang);
    await me.type(page.locator("#f-summary"), way.said.short);
    await me.tick(page.locator("input[name='adopted'][value='yes']"));
    await me.type(page.locator("#f-answer"), way.said.answer);
    await me.press(me.button(me.t("round-answer-button")));
    const there = await page.locator("a[href^='/classification/']").first().getAttribute("href");
    await me.goto(there);
    await me.press(page.locator("a[href^='/classification/proposals/']").first());
    const text = await page.locator("main").innerText();
    assert.ok(text.includes(way.said.short) && text.includes(way.said.answer), "the answer is public");
    assert.ok(!text.includes("12900000001"), "who wrote it is not");
  });
}

/** The handler drafts a call, and an approver lets it out. */
async function calls(way) {
  let path;
  const title = `${way.said.call} ${way.lang}`;
  await as(HANDLER, way, async (page, me) => {
    await me.goto("/rounds/new");
    await me.press(me.button(me.t("round-new-button")));
    assert.ok((await faults(page)).length >= 3, "title and days");
    await sound(page, way.lang);
    await me.type(page.locator("#f-title"), title);
    await me.type(page.locator("#f-call"), way.said.call);
    const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
    await me.date(page.locator("#f-opens_on"), today);
    await me.date(page.locator("#f-closes_on"), today);
    await me.press(me.button(me.t("round-new-button")));
    path = me.path();
    assert.ok((await page.locator("main").innerText()).includes(me.t("round-file-next-drafted")));
    await sound(page, way.lang);
  });
  await as(APPROVER, way, async (page, me) => {
    await me.goto(path);
    await sound(page, way.lang);
    await me.press(me.button(me.t("round-step-confirm")));
    assert.ok((await page.locator("main").innerText()).includes(me.t("round-stage-called")));
  });
  await as("", way, async (page, me) => {
    await me.goto("/classification");
    assert.equal(await me.link(title).count(), 1, "the call is public");
  });
}

/** One puts the release together, another releases it. */
async function releases(way) {
  for (const [who, step] of [[HANDLER, "prepare"], [APPROVER, "release"]]) {
    await as(who, way, async (page, me) => {
      await me.menu("nav-rounds");
      await me.press(me.link(ROUNDS.ready));
      await sound(page, way.lang);
      await me.press(me.button(me.t(`round-step-${step}`)));
      await sound(page, way.lang);
    });
  }
}

for (const way of WAYS) {
  test(`a classification change ${way.name}`, async () => {
    await proposes(way);
    await comments(way);
    await answers(way);
    await calls(way);
    if (way.releases) {
      assert.equal(await finds(way, WAITS), false, "nobody finds it before");
      await releases(way);
    }
    assert.equal(await finds(way, WAITS), true, "it is found from its day on");
    await as("", way, async (page, me) => {
      await me.goto(`/occupations?q=${encodeURIComponent(WAITS)}`);
      await me.press(me.link(WAITS));
      assert.equal(await me.heading(), WAITS);
      assert.ok((await page.locator("main").innerText()).includes(me.t("occupations-career")));
      await picture(page, way.picture);
      await sound(page, way.lang);
      await me.goto("/occupations/6-09-03-14");
      assert.ok((await page.locator("main").innerText()).includes(me.t("occupations-became-several")));
      await picture(page, `${way.picture}-split`);
      await sound(page, way.lang);
    });
  });
}
