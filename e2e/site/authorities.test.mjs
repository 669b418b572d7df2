// An authority is registered, renamed on the basis of a document, and merged into another; everybody
// sees where it went, and a body that applied there is told who goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { tells, visitor } from "../lib/visit.mjs";

const ADMINISTRATOR = "示例系统管理员";
const PROVINCE = "示范省人力资源和社会保障厅";

/** Each way of telling the story, with an authority of its own. */
const WAYS = [
  {
    name: "on a telephone without JavaScript in zh-CN",
    ...{ lang: "zh-CN", width: PHONE, options: { javaScript: false }, picture: "authority" },
    ...{ first: "示例新区管理局（一）", then: "示例新区人力资源局（一）" },
  },
  {
    name: "by keys alone in en",
    ...{ lang: "en", width: DESK, options: {}, byKeys: true, picture: "authority-en" },
    ...{ first: "示例新区管理局（二）", then: "示例新区人力资源局（二）" },
  },
];

/** Finds an authority by its name and opens its page. */
async function find(page, me, name) {
  await me.goto("/authorities");
  await me.type(page.locator("#f-q"), name);
  await me.press(me.button(me.t("authorities-search")));
  await me.press(page.getByRole("link", { name, exact: true }));
  assert.equal(await me.heading(), name);
}

async function registers(page, me, way) {
  await me.menu("nav-authorities");
  await sound(page, way.lang);
  await me.press(me.link(me.t("authorities-new-title")));
  await me.press(me.button(me.t("authorities-new-save")));
  await tells(page, me.t("authorities-name"), "an empty form");
  await me.type(page.locator("#f-name"), way.first);
  await page.locator("#f-kind").selectOption("development_zone");
  await page.locator("#f-parent").selectOption({ label: PROVINCE });
  await me.type(page.locator("#f-place"), "770101");
  await me.type(page.locator("#f-territory"), "770101\n示例没有的地方");
  await page.locator("input[value='training']").check();
  await me.press(me.button(me.t("authorities-new-save")));
  await tells(page, "示例没有的地方", "the line that is wrong");
  await sound(page, way.lang);
  assert.equal(await page.locator("#f-name").inputValue(), way.first, "nothing typed is lost");
  await me.type(page.locator("#f-territory"), "770101");
  await me.press(me.button(me.t("authorities-new-save")));
  assert.equal(await me.heading(), way.first);
}

async function renames(page, me, way) {
  await me.press(me.link(me.t("authorities-change-title")));
  assert.equal(await page.locator("input[value='training']").isChecked(), true);
  await me.type(page.locator("#f-name"), way.then);
  await me.press(me.button(me.t("authorities-change-save")));
  await tells(page, me.t("authorities-basis"), "no document");
  await me.type(page.locator("#f-basis"), "示编办〔2026〕2号");
  await me.press(me.button(me.t("authorities-change-save")));
  assert.equal(await me.heading(), way.then);
  const past = await page.locator(".timeline li").allInnerTexts();
  assert.ok(past.length === 2 && past.join().includes(way.first) && past.join().includes("示编办〔2026〕2号"), past.join());
}

async function merges(page, me, way) {
  await me.press(me.link(me.t("authorities-end-title")));
  await sound(page, way.lang);
  await page.locator("#f-into").selectOption({ label: PROVINCE });
  await me.type(page.locator("#f-basis"), "示编办〔2026〕3号");
  await me.press(me.button(me.t("authorities-end-save")));
  assert.equal(await page.locator(".state").first().innerText(), me.t("authority-merged"));
}

for (const way of WAYS) {
  test(`an authority comes, changes and goes, ${way.name}`, async () => {
    await withPage(way.lang, way.width, way.options, async (page) => {
      const me = visitor(page, way.lang, way.byKeys);
      await me.enterDemo(ADMINISTRATOR);
      await registers(page, me, way);
      await renames(page, me, way);
      await merges(page, me, way);
    });
    await withPage(way.lang, way.width, way.options, async (page) => {
      const me = visitor(page, way.lang, way.byKeys);
      await me.goto(`/?lang=${way.lang}`);
      await find(page, me, way.then);
      await sound(page, way.lang);
      await picture(page, way.picture);
      assert.equal(await me.link(me.t("authorities-change-title")).count(), 0);
      await me.press(page.locator(".notice").getByRole("link", { name: PROVINCE, exact: true }));
      assert.equal(await me.heading(), PROVINCE);
      await me.press(page.getByRole("link", { name: way.then, exact: true }));
      assert.equal(await me.heading(), way.then);
    });
  });
}
