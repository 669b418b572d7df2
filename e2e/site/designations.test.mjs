// A selection round, as bodies, the office and the public see it: a body fills in its entry and hands it
// in; the office enters the seed of a frozen list, and the panel on the page is what an outsider
// computes from the published data; the public register leads to a holder with its plate. A round
// takes days of public notice, which do not pass here: its end is the demonstration's finished round.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { URL_OF_SITE } from "../lib/trial.mjs";
import { faults, tells, visitor } from "../lib/visit.mjs";

const [MANAGER, HANDLER, CHECKER] = ["示例负责人", "示例经办", "示例复核"];
const STUDIOS = "示范省技能大师工作室遴选（演示）";
const SCHOOLS = "示范省优质技工院校遴选（演示）";
const BASES = "示范省高技能人才培训基地遴选（演示）";
const SEED = "05 11 17 20 26 32 + 07";

/** Each way of telling the story, with a part of the round that only one can tell. */
const WAYS = [
  { name: "on a telephone without JavaScript in zh-CN", lang: "zh-CN", width: PHONE, options: { javaScript: false }, picture: "designations", enters: true },
  { name: "by keys alone in en", lang: "en", width: DESK, options: {}, byKeys: true, picture: "designations-en", draws: true },
];

const as = (way, name, story) =>
  withPage(way.lang, way.width, way.options, async (page) => {
    const me = visitor(page, way.lang, way.byKeys);
    if (name) await me.enterDemo(name);
    await story(page, me);
  });

/** What the published rule gives, without a line of the program. */
function panelOf(draw) {
  const hex = (text) => createHash("sha256").update(text, "utf8").digest("hex");
  const list = hex("kaogong-draw-1\n" + draw.list.map((one) => `${one.code}\t${one.employer}\n`).join(""));
  assert.equal(list, draw.list_digest, "the list is the frozen one");
  const passed = new Set(draw.recusals.map((one) => one.code));
  const keyed = draw.list.map((one) => [hex(`${list}\n${draw.seed}\n${one.code}\n`), one.code]).sort();
  return keyed.map(([, code]) => code).filter((code) => !passed.has(code)).slice(0, draw.seats);
}

/** The body mends its entry and hands it in. */
async function entersARound(page, me, way) {
  await me.goto("/designations/mine");
  assert.equal(await me.heading(), me.t("designations-own"));
  await sound(page, way.lang);
  await me.press(me.link(STUDIOS));
  await sound(page, way.lang);
  const points = page.locator("input[inputmode='decimal']");
  await points.first().fill("1000");
  await me.press(me.button(me.t("entry-hand-in")));
  assert.equal((await faults(page)).length, 1, "more than the indicator gives is refused");
  assert.equal(await points.first().inputValue(), "1000", "nothing typed is lost");
  await sound(page, way.lang);
  await points.first().fill("20.5");
  await me.press(me.button(me.t("entry-save")));
  assert.equal(await points.first().inputValue(), "20.5");
  await picture(page, way.picture, page.locator("h1"));
  await me.press(me.button(me.t("entry-hand-in")));
  assert.ok((await page.locator("main .state").first().innerText()).includes(me.t("entry-state-handed-in")));
  await sound(page, way.lang);
}

/** The office opens a round; more than the quota is refused. */
async function opensARound(page, me, way) {
  await me.menu("nav-designations");
  assert.equal(await me.heading(), me.t("designations-office"));
  await sound(page, way.lang);
  await me.press(me.link(me.t("round-new")));
  await sound(page, way.lang);
  const offices = await page.locator("#f-office option").evaluateAll((all) => all.map((one) => ({ value: one.value, name: one.textContent })));
  await me.choose(page.locator("#f-office"), offices.find((one) => one.name.includes("示范省人力资源")).value);
  await me.choose(page.locator("#f-kind"), "worldskills_centre");
  await me.type(page.locator("#f-title"), `示例遴选（${way.lang}）`);
  await me.type(page.locator("#f-places"), "2");
  await me.date(page.locator("#f-until"), "2099-12-31");
  await me.press(me.button(me.t("round-new")));
  await tells(page, me.t("designations-quota", { free: 1 }));
  assert.equal(await page.locator("#f-title").inputValue(), `示例遴选（${way.lang}）`, "nothing typed is lost");
  await sound(page, way.lang);
  await me.choose(page.locator("#f-kind"), "public_practice_base");
  await me.press(me.button(me.t("round-new")));
  assert.equal(await me.heading(), `示例遴选（${way.lang}）`);
  await sound(page, way.lang);
}

/** The checker enters the seed; the panel is the one that anybody computes. */
async function drawsThePanel(page, me, way) {
  await me.goto("/designations/office");
  await me.press(me.link(SCHOOLS));
  await sound(page, way.lang);
  await me.press(me.button(me.t("round-draw")));
  assert.equal((await faults(page)).length, 1, "the seed is asked for");
  await me.type(page.locator("#f-seed"), SEED);
  await me.press(me.button(me.t("round-draw")));
  const shown = await page.locator("section[aria-labelledby='draw'] ol .code").allInnerTexts();
  assert.equal(shown.length, 7);
  await sound(page, way.lang);
  const id = me.path().split("/").pop();
  const draw = await (await fetch(`${URL_OF_SITE}/designations/rounds/${id}/draw.json`)).json();
  assert.equal(draw.seed, SEED);
  assert.deepEqual(draw.panel, panelOf(draw), "an outsider draws the same");
  assert.deepEqual(shown, draw.panel, "the page shows it");
}

/** The public reads the register, the kinds, and how a finished round went. */
async function readsTheRegister(page, me, way) {
  await me.goto("/designations");
  assert.equal(await me.heading(), me.t("designations-title"));
  await sound(page, way.lang);
  const holders = await page.locator("tbody tr").count();
  assert.equal(holders, 3, "the three that were chosen");
  await me.choose(page.locator("#f-kind"), "master_studio");
  await me.press(me.button(me.t("search")));
  assert.equal(await page.locator("tbody tr").count(), 0);
  await me.press(me.link(me.t("kinds-title")));
  await sound(page, way.lang);
  await me.goto("/designations/rounds");
  await sound(page, way.lang);
  await me.press(me.link(BASES));
  await sound(page, way.lang);
  const chosen = page.locator("tbody tr", { hasText: me.t("rank-chosen") });
  assert.ok((await chosen.count()) >= 3);
  await picture(page, `${way.picture}-round`, page.locator("h1"));
  await me.press(page.locator("section[aria-labelledby='given'] a").first());
  assert.ok((await page.locator("main").innerText()).includes(BASES));
  await sound(page, way.lang);
}

for (const way of WAYS) {
  test(`a selection round, ${way.name}`, async () => {
    if (way.enters) await as(way, MANAGER, (page, me) => entersARound(page, me, way));
    await as(way, HANDLER, (page, me) => opensARound(page, me, way));
    if (way.draws) await as(way, CHECKER, (page, me) => drawsThePanel(page, me, way));
    await as(way, null, (page, me) => readsTheRegister(page, me, way));
  });
}
