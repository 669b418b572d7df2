// The office that answers for bodies: finds them, registers a new one, files it, and suspends, resumes
// and ends the filing. Told once, played by keys alone and on a telephone without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { creditCode } from "../lib/people.mjs";
import { faults, tells, visitor } from "../lib/visit.mjs";

const OFFICIAL = "示例审批";
const WELDER = "6-18-02-04";
const DAY = 86_400_000;

/** A day in China, so many days from today. */
const day = (days) => new Date(Date.now() + 8 * 3_600_000 + days * DAY).toISOString().slice(0, 10);

/** Each way of playing the story, with a body of its own. */
const WAYS = [
  {
    name: "by keys alone in en",
    ...{ lang: "en", width: DESK, byKeys: true, picture: "office-en", serial: 1, place: "770102" },
    reasons: ["No cameras in the hall; to be mended within 30 days", "The cameras have been put up", "The body evaluates no longer"],
  },
  {
    name: "on a telephone without JavaScript in zh-CN",
    ...{ lang: "zh-CN", width: PHONE, javaScript: false, picture: "office", serial: 2, place: "7701" },
    reasons: ["考场没有监控，限 30 天内整改", "监控已经装好", "机构不再开展评价"],
  },
];

/** What is written on the papers of the new body. */
function papers({ serial, place }) {
  return {
    name: `示例新设职业技能评价中心（${serial}）`,
    uscc: creditCode("52", "770102", `7799000${serial}`),
    place,
    address: `示例路${serial}号`,
    contact: `0770-1200990${serial}`,
    code: `S00007799000${serial}`,
  };
}

/** Looks for a body in the list; gives the rows found. */
async function look(page, me, text) {
  await me.type(page.locator("#f-q"), text);
  await me.press(me.button(me.t("search")));
  return page.locator("tbody tr");
}

/** What was typed into the named fields. */
const typed = (page, fields) => Promise.all(fields.map((field) => page.locator(`#f-${field}`).inputValue()));

async function finds(page, me, way) {
  await me.menu("nav-filings");
  assert.equal(await me.heading(), me.t("oversight-title"));
  await sound(page, way.lang);
  const rows = await look(page, me, "示例焊接");
  const names = await rows.locator("th").allInnerTexts();
  assert.ok(names.length > 0 && names.every((name) => name.startsWith("示例焊接")), names.join());
  await me.press(rows.first().locator("th a"));
  assert.ok((await page.locator("main .card").first().innerText()).includes(me.t("state-effective")));
  await sound(page, way.lang);
  await me.menu("nav-filings");
}

async function registers(page, me, way, body) {
  assert.equal(await (await look(page, me, body.name)).count(), 0, "it is not there yet");
  await me.press(me.link(me.t("oversight-new-title")));
  await me.press(me.button(me.t("oversight-new-save")));
  assert.ok((await faults(page)).length >= 5, "what is missing is asked for");
  await me.type(page.locator("#f-name"), body.name);
  const wrong = body.uscc.replace(/.$/, (end) => (end === "1" ? "2" : "1"));
  await me.type(page.locator("#f-uscc"), wrong);
  await me.tick(page.locator("#f-kind"));
  for (const field of ["place", "address", "contact"]) await me.type(page.locator(`#f-${field}`), body[field]);
  await me.press(me.button(me.t("oversight-new-save")));
  await tells(page, me.t("uscc-wrong-check-character"));
  const fields = ["name", "uscc", "place", "address", "contact"];
  assert.deepEqual(await typed(page, fields), [body.name, wrong, body.place, body.address, body.contact], "nothing typed is lost");
  assert.equal(await page.locator("#f-kind").isChecked(), true);
  await sound(page, way.lang);
  await me.type(page.locator("#f-uscc"), body.uscc);
  const places = page.locator("input[name='division']");
  if (!page.javaScript) {
    await tells(page, me.t("oversight-place-several"));
    await me.tick(places.and(page.locator("[value='770102']")));
  }
  await me.press(me.button(me.t("oversight-new-save")));
  assert.equal(await me.heading(), body.name);
  assert.ok((await page.locator("main").innerText()).includes(me.t("oversight-body-next-file")), "and it says what comes next");
  await sound(page, way.lang);
}

async function files(page, me, way, body) {
  await me.press(me.link(me.t("oversight-file")));
  await me.type(page.locator("#f-code"), body.code);
  await me.date(page.locator("#f-valid_from"), day(0));
  await me.date(page.locator("#f-valid_until"), day(1000));
  await me.type(page.locator("#f-occupation"), "焊");
  await me.press(me.button(me.t("oversight-file-find")));
  await tells(page, me.t("oversight-file-occupation-several"));
  await sound(page, way.lang);
  await me.press(page.locator(`button[name='add'][value='${WELDER}']`));
  // No level is ticked yet.
  await me.press(me.button(me.t("oversight-file-save")));
  await tells(page, me.t("oversight-file-levels-missing"));
  assert.deepEqual(await typed(page, ["code", "valid_from", "valid_until"]), [body.code, day(0), day(1000)], "nothing typed is lost");
  const levels = page.locator(`input[name='levels-${WELDER}']`);
  for (const level of [0, 1]) await me.tick(levels.nth(level));
  await sound(page, way.lang);
  await me.press(me.button(me.t("oversight-file-save")));
  assert.equal(await me.heading(), body.name);
  const card = await page.locator("main .card").innerText();
  for (const part of [body.code, WELDER, me.t("state-effective")]) assert.ok(card.includes(part), `${card} tells ${part}`);
  await sound(page, way.lang);
}

/** Takes a step with the filing: first without a reason, then with one. */
async function steps(page, me, way, step, reason, state) {
  await me.press(page.locator(`main .card a[href$='/${step}']`));
  assert.equal(await me.heading(), me.t(`oversight-${step}-title`));
  await me.press(me.button(me.t(`oversight-${step}-button`)));
  assert.equal((await faults(page)).length, 1, "the reason is asked for");
  await sound(page, way.lang);
  await me.type(page.locator("#f-reason"), reason);
  await me.press(me.button(me.t(`oversight-${step}-button`)));
  assert.ok((await page.locator("main .card span.state").innerText()).includes(me.t(state)));
}

/** A site comes and goes, the body gets another name, and closes. */
async function becomes(page, me, way, body) {
  const site = "示例实训楼";
  await me.press(me.link(me.t("site-new-title")));
  await me.type(page.locator("#f-name"), site);
  await me.type(page.locator("#f-equipment"), "焊接工位");
  await me.press(me.button(me.t("site-new-button")));
  await tells(page, "焊接工位", "the line without a number");
  assert.equal(await page.locator("#f-name").inputValue(), site, "nothing typed is lost");
  await sound(page, way.lang);
  await me.type(page.locator("#f-place"), "770102");
  await me.type(page.locator("#f-address"), body.address);
  await me.type(page.locator("#f-capacity"), "40");
  await me.date(page.locator("#f-opened_on"), day(0));
  await me.type(page.locator("#f-equipment"), "焊接工位 20");
  await me.press(me.button(me.t("site-new-button")));
  const card = await page.locator("section[aria-labelledby='sites'] .card").innerText();
  assert.ok(card.includes(site) && card.includes("焊接工位 × 20"), card);
  await me.press(page.locator("section[aria-labelledby='sites'] .card a"));
  await me.type(page.locator("#f-reason"), "搬迁");
  await me.press(me.button(me.t("site-close-button")));
  assert.ok((await page.locator("section[aria-labelledby='sites']").innerText()).includes(me.t("site-none")));

  await me.press(me.link(me.t("body-change-rename-title")));
  await me.press(me.button(me.t("body-change-rename-button")));
  assert.equal((await faults(page)).length, 2, "name and reason are asked for");
  await sound(page, way.lang);
  const name = `${body.name}甲`;
  await me.type(page.locator("#f-name"), name);
  await me.type(page.locator("#f-reason"), "变更登记通知书〔2026〕1号");
  await me.press(me.button(me.t("body-change-rename-button")));
  assert.equal(await me.heading(), name);
  await me.press(me.link(me.t("body-change-close-title")));
  await me.type(page.locator("#f-reason"), "注销登记通知书〔2026〕2号");
  await me.press(me.button(me.t("body-change-close-button")));
  assert.ok((await page.locator("main .lead").innerText()).includes(me.t("oversight-body-closed")));
  assert.equal(await me.link(me.t("body-change-rename-title")).count(), 0, "nothing more becomes of it");
  await sound(page, way.lang);
}

for (const way of WAYS) {
  test(`the office registers, files, suspends, resumes and ends ${way.name}`, () =>
    withPage(way.lang, way.width, { javaScript: way.javaScript }, async (page) => {
      const me = visitor(page, way.lang, way.byKeys);
      const body = papers(way);
      await me.enterDemo(OFFICIAL);
      await finds(page, me, way);
      await registers(page, me, way, body);
      await files(page, me, way, body);
      const { reasons } = way;
      await steps(page, me, way, "suspend", reasons[0], "state-suspended");
      await steps(page, me, way, "resume", reasons[1], "state-effective");
      await picture(page, way.picture, page.locator("h1"));
      await steps(page, me, way, "end", reasons[2], "state-ended");
      assert.equal(await page.locator("main .card a").count(), 0, "what has ended cannot be taken up again");
      await sound(page, way.lang);

      const told = await page.locator(".timeline li").allInnerTexts();
      const words = ["ended", "resumed", "suspended", "filed"].map((word) => me.t(`oversight-decided-${word}`, { code: body.code }));
      const wanted = [...words, me.t("oversight-decided-registered")];
      assert.equal(told.length, wanted.length, told.join("\n"));
      for (const [i, line] of told.entries()) {
        for (const part of [wanted[i], OFFICIAL, reasons[2 - i] ?? ""]) assert.ok(line.includes(part), `${line} tells ${part}`);
      }
      const sources = await page.locator(".timeline .source").allInnerTexts();
      const year = day(0).slice(0, 4);
      assert.ok(sources.every((source) => /\d\d:\d\d/.test(source) && !source.includes(year)), `the day stands above already: ${sources[0]}`);
      await becomes(page, me, way, body);
      await me.press(me.link(me.t("oversight-public")));
      assert.ok((await page.locator("aside").innerText()).includes(body.name), "the former name stays");
      assert.ok((await page.locator("main .lead").innerText()).includes(me.t("state-ended")), "the public sees it too");
      await sound(page, way.lang);
    }));
}
