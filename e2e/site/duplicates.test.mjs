// Two records of one person: an official proposes to merge them, another confirms, the person is found
// by either document; then a third proposes to end the merge, and the records stand apart again. Told
// once, played by keys alone and on a telephone without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { faults, visitor } from "../lib/visit.mjs";

const HANDLER = "示例经办";
const CHECKER = "示例复核";
const APPROVER = "示例审批";

/** Each way of playing the story, with a pair of its own: the end of a number in it. */
const WAYS = [
  {
    name: "by keys alone in en",
    ...{ lang: "en", width: DESK, byKeys: true, picture: "duplicate-en", pair: "*022" },
    reasons: ["Both original documents were shown at the window", "The photographs agree", "The second document is somebody else's"],
  },
  {
    name: "on a telephone without JavaScript in zh-CN",
    ...{ lang: "zh-CN", width: PHONE, javaScript: false, picture: "duplicate", pair: "*021" },
    reasons: ["本人持两个证件原件到窗口核对", "照片一致", "核实后第二个证件是别人的"],
  },
];

const state = (page) => page.locator("main .lead .state").innerText();

/** Leaves the desk to a colleague, who signs in. */
async function takesOver(page, me, name) {
  await me.open(page.locator(".account summary"));
  await me.press(me.button(me.t("sign-out")));
  await me.enterDemo(name);
}

/** Opens the pair from the list that the menu leads to. */
async function opens(page, me, way, tab) {
  await me.menu("nav-duplicates");
  assert.equal(await me.heading(), me.t("duplicates-title"));
  await me.press(page.locator("main nav.desk").getByRole("link", { name: me.t(`duplicates-tab-${tab}`), exact: true }));
  await sound(page, way.lang);
  const row = page.locator("tbody tr").filter({ hasText: way.pair });
  assert.equal(await row.count(), 1, `${way.pair} is listed under ${tab}`);
  await me.press(row.locator("th a"));
  assert.equal(await me.heading(), me.t("duplicate-title"));
}

async function proposes(page, me, way) {
  await me.enterDemo(HANDLER);
  await opens(page, me, way, "suspected");
  const text = await page.locator("main").innerText();
  assert.ok(text.includes(me.t("duplicate-same")), "what agrees is said");
  assert.ok(!/\d{15}/.test(text), "no number is shown in full");
  await picture(page, way.picture, page.locator("h1"));
  await me.tick(page.locator("input[name='verdict'][value='first']"));
  await me.press(me.button(me.t("duplicate-propose-button")));
  assert.equal((await faults(page)).length, 1, "the reason is asked for");
  assert.equal(await page.locator("input[name='verdict'][value='first']").isChecked(), true, "nothing is lost");
  await sound(page, way.lang);
  await me.type(page.locator("#f-reason"), way.reasons[0]);
  await me.press(me.button(me.t("duplicate-propose-button")));
  assert.equal(await state(page), me.t("duplicate-proposed"));
  assert.equal(await page.locator("input[name='decision']").count(), 0, "whoever proposed is not asked to confirm");
  assert.ok((await page.locator("main").innerText()).includes(me.t("duplicate-waits-other")));
  await sound(page, way.lang);
}

async function confirms(page, me, way, who, reason, after) {
  await takesOver(page, me, who);
  await opens(page, me, way, "proposed");
  await me.type(page.locator("#f-reason"), reason);
  await me.press(me.button(me.t("duplicate-decide-button")));
  assert.equal((await faults(page)).length, 1, "the decision is asked for");
  assert.equal(await page.locator("#f-reason").inputValue(), reason, "nothing typed is lost");
  await sound(page, way.lang);
  await me.tick(page.locator("input[name='decision'][value='confirm']"));
  await me.press(me.button(me.t("duplicate-decide-button")));
  assert.equal(await state(page), me.t(after));
  await sound(page, way.lang);
}

async function looksUp(page, me, way) {
  await me.press(me.link(me.t("duplicate-open-second")));
  const documents = await page.locator("main .facts").first().innerText();
  assert.ok(documents.includes(way.pair) && documents.includes("810000"), `both documents stand in one record: ${documents}`);
  const events = await page.locator(".timeline").innerText();
  assert.ok(events.includes(me.t("archive-event-merged")), events);
  await sound(page, way.lang);
}

async function parts(page, me, way) {
  await takesOver(page, me, APPROVER);
  await opens(page, me, way, "merged");
  await me.type(page.locator("#f-reason"), way.reasons[2]);
  await me.press(me.button(me.t("duplicate-part-button")));
  assert.equal(await state(page), me.t("duplicate-parting-proposed"));
  assert.equal(await page.locator("input[name='decision']").count(), 0);
}

for (const way of WAYS) {
  test(`two officials merge two records, and two part them again, ${way.name}`, () =>
    withPage(way.lang, way.width, { javaScript: way.javaScript }, async (page) => {
      const me = visitor(page, way.lang, way.byKeys);
      await proposes(page, me, way);
      await confirms(page, me, way, CHECKER, way.reasons[1], "duplicate-merged");
      await looksUp(page, me, way);
      await parts(page, me, way);
      await confirms(page, me, way, CHECKER, way.reasons[1], "duplicate-parted");
      const told = await page.locator(".timeline li").allInnerTexts();
      assert.equal(told.length, 4, told.join("\n"));
      for (const reason of way.reasons) assert.ok(told.join("\n").includes(reason), reason);
      await sound(page, way.lang);
    }));
}
