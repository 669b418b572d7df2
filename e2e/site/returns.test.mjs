// A monthly return from its draft to its lock, with one return for mending: the clerk begins it and
// types what the system does not count, a colleague hands it in, a third person returns it once and
// then locks it. Told once, played by keys alone and on a telephone without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { faults, tells, visitor } from "../lib/visit.mjs";

const [HANDLER, CHECKER, APPROVER] = ["示例经办", "示例复核", "示例审批"];
const OFFICE = "示范省人力资源和社会保障厅";

/** Each way of playing the story, with a form of its own and the cells that are typed for it. */
const WAYS = [
  {
    name: "by keys alone in en", lang: "en", width: DESK, byKeys: true, picture: "return-en", form: "bodies",
    typed: { "19-month": "420", "19-year": "3860", "20-month": "180", "20-year": "1620", "21-month": "150", "21-year": "1410" },
    wrong: ["20-month", "421"], mended: ["20-month", "190"],
  },
  {
    name: "on a telephone without JavaScript in zh-CN", lang: "zh-CN", width: PHONE, javaScript: false, picture: "return", form: "plan",
    typed: { "09-total": "2350000", "10-total": "720000", "11-total": "230000" },
    wrong: ["11-total", "730000"], mended: ["11-total", "240,000"],
  },
];

/** Somebody of the office at work, in a session of their own. */
const as = (way, name, work) =>
  withPage(way.lang, way.width, { javaScript: way.javaScript }, async (page) => {
    const me = visitor(page, way.lang, way.byKeys);
    await me.enterDemo(name);
    await work(page, me);
  });

const state = (page) => page.locator("main .lead .state").innerText();

async function fills(page, me, way, cells, reason) {
  await me.press(me.link(me.t("returns-fill")));
  for (const [cell, value] of Object.entries(cells)) {
    const field = page.locator(`#f-${cell}`);
    for (const key of ["Control+A", "Delete"]) await field.press(key);
    await me.type(field, value);
  }
  await me.press(me.button(me.t("returns-save")));
  await tells(page, me.t("field-required"), "where the figures come from is asked for");
  const [cell] = Object.keys(cells);
  assert.equal(await page.locator(`#f-${cell}`).inputValue(), cells[cell], "nothing typed is lost");
  await sound(page, way.lang);
  await me.type(page.locator("#f-reason"), reason);
  await me.press(me.button(me.t("returns-save")));
}

/** Begins the return and types what the system does not count; gives its path. */
async function begins(page, me, way) {
  await me.menu("nav-returns");
  assert.equal(await me.heading(), me.t("returns-title"));
  await sound(page, way.lang);
  const begin = page.locator(`form[action*='/${way.form}/'] button`).first();
  await me.press(begin);
  assert.match(me.path(), /^\/returns\/[0-9a-z]+$/);
  const path = me.path();
  const main = await page.locator("main").innerText();
  for (const part of [me.t("returns-sample"), me.t("returns-missing"), me.t("returns-mark-missing")]) assert.ok(main.includes(part), `${part} in ${main}`);
  await fills(page, me, way, { ...way.typed, [way.wrong[0]]: way.wrong[1] }, "示例台账合计");
  assert.equal(me.path(), path);
  assert.ok((await page.locator("main").innerText()).includes(me.t("returns-mark-broken")), "a broken check stands at its cells");
  await sound(page, way.lang);
  return path;
}

async function handsIn(page, me, way, path, note) {
  await me.goto(path);
  await me.press(me.link(me.t("returns-submit")));
  if (note) await me.type(page.locator("#f-note"), note);
  await me.press(me.button(me.t("returns-do-submit")));
}

async function decides(page, me, way, path, decision, reason) {
  await me.goto(path);
  await me.press(me.link(me.t("returns-decide")));
  await me.press(me.button(me.t("returns-do-decide")));
  assert.ok((await faults(page)).length >= 1, "a decision is asked for");
  await sound(page, way.lang);
  await me.tick(page.locator(`input[name='decision'][value='${decision}']`));
  if (reason) await me.type(page.locator("#f-reason"), reason);
  await me.press(me.button(me.t("returns-do-decide")));
  assert.equal(me.path(), path);
}

for (const way of WAYS) {
  test(`a return goes from draft to lock, with one return for mending, ${way.name}`, async () => {
    let path = "";
    await as(way, HANDLER, async (page, me) => {
      path = await begins(page, me, way);
      assert.equal(await page.getByRole("link", { name: me.t("returns-submit"), exact: true }).count(), 0, "whoever filled it does not hand it in");
    });
    await as(way, CHECKER, async (page, me) => {
      await handsIn(page, me, way, path, "个别市尚未报送");
      const told = (await faults(page)).join("\n");
      assert.ok(told.includes(me.t("returns-check-broken", { sentence: "" }).trim()), told);
      assert.equal(await page.locator("#f-note").inputValue(), "个别市尚未报送", "nothing typed is lost");
      await sound(page, way.lang);
    });
    await as(way, HANDLER, async (page, me) => {
      await me.goto(path);
      await fills(page, me, way, { [way.wrong[0]]: way.typed[way.wrong[0]] }, "台账抄错，改正");
    });
    await as(way, CHECKER, async (page, me) => {
      await handsIn(page, me, way, path, "");
      await tells(page, me.t("returns-note"), "missing offices ask for an explanation");
      await me.type(page.locator("#f-note"), "个别市尚未报送");
      await me.press(me.button(me.t("returns-do-submit")));
      assert.equal(await state(page), me.t("returns-state-submitted"));
    });
    await as(way, APPROVER, (page, me) => decides(page, me, way, path, "return", "请再核对手工填写的数字"));
    await as(way, HANDLER, async (page, me) => {
      await me.goto(path);
      assert.ok((await page.locator("main").innerText()).includes("请再核对手工填写的数字"), "the reason stands on the page");
      await fills(page, me, way, { [way.mended[0]]: way.mended[1] }, "按核对结果改正");
    });
    await as(way, CHECKER, (page, me) => handsIn(page, me, way, path, "个别市尚未报送"));
    await as(way, APPROVER, async (page, me) => {
      await decides(page, me, way, path, "accept");
      assert.equal(await state(page), me.t("returns-state-locked"));
      assert.equal(await page.getByRole("link", { name: me.t("returns-fill"), exact: true }).count(), 0);
      await sound(page, way.lang);
      await picture(page, way.picture, page.locator("h1"));
      await me.press(me.link(me.t("returns-trail")));
      const trail = await page.locator("main").innerText();
      for (const what of ["draft", "enter", "submit", "return", "accept"]) assert.ok(trail.includes(me.t(`returns-did-${what}`)), `${what} in ${trail}`);
      assert.ok(trail.includes("示例经办") && trail.includes("台账抄错，改正"), "who and why");
      await sound(page, way.lang);
      await me.goto("/returns/overview");
      const seen = await page.locator("main").innerText();
      assert.ok(seen.includes(OFFICE) && seen.includes(me.t("returns-state-returned")), seen);
      await sound(page, way.lang);
    });
  });
}
