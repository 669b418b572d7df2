// A filing from application to public notice: the body applies and completes its papers, the office
// takes the case in, has the place assessed, checks and decides, somebody objects and is answered. Then
// one that is refused entry. A notice runs five working days, which do not pass here.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, accessible, fits, picture, sound, withPage } from "../lib/browser.mjs";
import { URL_OF_SITE } from "../lib/trial.mjs";
import { faults, tells, visitor } from "../lib/visit.mjs";

const [MANAGER, HANDLER, CHECKER, APPROVER, CLERK] = ["示例负责人", "示例经办", "示例复核", "示例审批", "示例考务"];
const WELDER = "6-18-02-04";
const PAPERS = ["application", "legal_person", "premises", "staff", "rules"];

/** A small file that is what its name says. */
const paper = (name) => ({ name: `${name}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.4\n% ${name}\n%%EOF\n`) });

/** Each way of telling the story. */
const WAYS = [
  {
    name: "on a telephone without JavaScript in zh-CN",
    ...{ lang: "zh-CN", width: PHONE, options: { javaScript: false }, picture: "cases" },
    missing: ["考评人员名册没有盖章", "缺少视频监控清单"],
    said: { visit: "定于下周现场核查", found: "场地设备符合要求", opinion: "材料齐全，建议准予", against: "考场的工位没有这么多", answer: "已到现场清点，工位够用" },
    objector: "示例甲",
  },
  {
    name: "by keys alone in en",
    ...{ lang: "en", width: DESK, options: {}, byKeys: true, picture: "cases-en" },
    missing: ["The list of examiners is not sealed", "The list of cameras is missing"],
    said: { visit: "A visit next week", found: "Rooms and equipment are in order", opinion: "Complete; should be granted", against: "The hall has not that many places", answer: "We counted the places; there are enough" },
    objector: "示例乙",
  },
];

/** Somebody at work, for one part of the story. */
const as = (name, way, story) =>
  withPage(way.lang, way.width, way.options, async (page) => {
    const me = visitor(page, way.lang, way.byKeys);
    await me.enterDemo(name);
    await story(page, me);
  });

/** Opens the form of an act, unless it stands open, and sends it. */
async function does(page, me, way, act, fill = async () => {}) {
  const form = page.locator("form.panel", { has: page.locator(`input[name='act'][value='${act}']`) });
  const name = me.t(`act-${act.replaceAll("_", "-")}`);
  if ((await form.count()) === 0) {
    const folded = page.locator("details.more");
    if ((await folded.getAttribute("open")) === null) await me.open(folded.locator("summary"));
    await me.press(folded.getByRole("link", { name, exact: true }));
  }
  await fill(form);
  await me.press(form.getByRole("button", { name, exact: true }));
}

/** The state of the case or application on the page. */
const state = (page) => page.locator("section[aria-labelledby='where'] .state").first().innerText();

/** Begins an application and gives its address; first with nothing filled in. */
async function applies(page, me, way) {
  await me.menu("nav-applications");
  await sound(page, way.lang);
  await me.press(me.link(me.t("applications-new")));
  await me.press(me.button(me.t("application-save")));
  assert.equal((await faults(page)).length, 3, "office, years and scope are asked for");
  await sound(page, way.lang);
  const offices = page.locator("#f-authority option");
  const values = await offices.evaluateAll((all) => all.map((one) => ({ value: one.value, name: one.textContent })));
  const office = values.find((one) => one.name.includes("示范省")) ?? values[1];
  await me.choose(page.locator("#f-authority"), office.value);
  await me.type(page.locator("#f-years"), "3");
  await me.type(page.locator("#f-occupation"), WELDER);
  await me.press(me.button(me.t("oversight-file-find")));
  assert.equal(await page.locator("#f-years").inputValue(), "3", "nothing typed is lost");
  const levels = page.locator(`input[name='levels-${WELDER}']`);
  for (const level of [0, 1]) await me.tick(levels.nth(level));
  await sound(page, way.lang);
  await me.press(me.button(me.t("application-save")));
  return me.path();
}

/** Uploads the papers; a file of another kind is refused first. */
async function attaches(page, me, way) {
  const file = (key) => page.locator("form", { has: page.locator(`input[name='paper'][value='${key}']`) });
  const upload = async (key, content) => {
    await me.attach(file(key).locator("input[type='file']"), content);
    await me.press(file(key).locator("button"));
  };
  await upload(PAPERS[0], { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("not a paper") });
  await tells(page, me.t("organisations-paper-kind"));
  await sound(page, way.lang);
  await me.press(me.button(me.t("application-hand-in")));
  assert.equal((await faults(page)).length, 1, "what is missing is told");
  for (const key of PAPERS) await upload(key, paper(key));
  await sound(page, way.lang);
}

async function handsIn(way) {
  let path;
  await as(MANAGER, way, async (page, me) => {
    path = await applies(page, me, way);
    await attaches(page, me, way);
    await me.press(me.button(me.t("application-hand-in")));
    assert.equal(await state(page), me.t("case-state-submitted"));
    await sound(page, way.lang);
  });
  return path;
}

/** The handler asks for what is missing, once; gives the address of the case. */
async function asks(way) {
  let path;
  await as(HANDLER, way, async (page, me) => {
    await me.press(page.locator(".tasks a[href^='/cases/']").last());
    path = me.path();
    assert.equal(await state(page), me.t("case-state-submitted"));
    await sound(page, way.lang);
    await does(page, me, way, "ask_supplement");
    await tells(page, me.t("approval-missing"));
    await sound(page, way.lang);
    await does(page, me, way, "ask_supplement", (form) => me.type(form.locator("#f-missing"), way.missing.join("\n")));
    assert.equal(await state(page), me.t("case-state-incomplete"));
    await sound(page, way.lang);
  });
  return path;
}

/** The body reads the letter and hands in again. */
async function completes(way, application) {
  await as(MANAGER, way, async (page, me) => {
    await me.press(page.locator(".tasks").getByRole("link", { name: me.t("tasks-application-incomplete") }));
    assert.equal(me.path(), application);
    const told = await page.locator("main").innerText();
    for (const line of way.missing) assert.ok(told.includes(line), line);
    await me.press(page.locator("a[href^='/letters/']").first());
    await sound(page, way.lang);
    assert.ok((await page.locator("article.face").innerText()).includes(way.missing[1]), "the letter tells it");
    await me.goto(application);
    await me.press(me.button(me.t("application-hand-in-again")));
    assert.equal(await state(page), me.t("case-state-submitted"));
  });
}

/** The handler takes the case in, has the place looked at, and hands the case on. */
async function handles(way, path) {
  await as(HANDLER, way, async (page, me) => {
    await me.goto(path);
    await does(page, me, way, "accept");
    assert.equal(await state(page), me.t("case-state-in-review"));
    assert.ok((await page.locator("main").innerText()).includes(me.t("letter-kind-accepted")));
    // The technical assessment comes first, so its form stands open.
    await does(page, me, way, "stop", async (form) => {
      await me.tick(form.locator("input[value='technical_assessment']"));
    });
    await tells(page, me.t("approval-reason"));
    assert.ok(await page.locator("input[value='technical_assessment']").isChecked(), "nothing chosen is lost");
    await sound(page, way.lang);
    await does(page, me, way, "stop", (form) => me.type(form.locator("#f-opinion"), way.said.visit));
    assert.equal(await state(page), me.t("case-state-assessing"));
    await sound(page, way.lang);
    await does(page, me, way, "assessed", (form) => me.type(form.locator("#f-opinion"), way.said.found));
    await does(page, me, way, "propose", (form) => me.type(form.locator("#f-opinion"), way.said.opinion));
    assert.ok((await page.locator("main").innerText()).includes(me.t("case-nothing")), "the next step takes another person");
    await sound(page, way.lang);
  });
}

/** The checker hands it on from the queue; first with nothing ticked. */
async function checks(way, path) {
  await as(CHECKER, way, async (page, me) => {
    await me.menu("nav-cases");
    await sound(page, way.lang);
    await me.press(me.button(me.t("cases-batch-button")));
    assert.equal((await faults(page)).length, 2, "which, and what");
    await sound(page, way.lang);
    const row = page.locator("tbody tr", { has: page.locator(`a[href='${path}']`) });
    await me.tick(row.locator("input[name='case']"));
    await me.tick(page.locator("input[name='act'][value='propose']"));
    await me.type(page.locator("#f-opinion"), way.said.opinion);
    await me.press(me.button(me.t("cases-batch-button")));
    assert.equal(await me.heading(), me.t("cases-batch-title"));
    assert.equal(await page.locator("section[aria-labelledby='done'] a").getAttribute("href"), path);
    await sound(page, way.lang);
    for (const tab of ["open", "late", "settled"]) {
      await me.goto(`/cases?which=${tab}`);
      await sound(page, way.lang);
    }
  });
}

async function approves(way, path) {
  await as(APPROVER, way, async (page, me) => {
    await me.goto(path);
    const text = await page.locator("main").innerText();
    for (const said of [way.said.visit, way.said.found, way.said.opinion, me.t("cause-technical-assessment")]) assert.ok(text.includes(said), said);
    const opened = await page.request.get(new URL(await page.locator("a[href*='/papers/']").first().getAttribute("href"), URL_OF_SITE).href);
    assert.equal(opened.headers()["content-type"], "application/pdf");
    await picture(page, way.picture);
    await does(page, me, way, "approve");
    assert.equal(await state(page), me.t("case-state-noticed"));
    assert.equal(await page.locator("input[name='act'][value='conclude']").count(), 0, "not before the notice is over");
    await sound(page, way.lang);
  });
}

/** Anybody reads the notice and objects; gives nothing away about who did. */
async function objects(way, path) {
  await withPage(way.lang, way.width, way.options, async (page) => {
    const me = visitor(page, way.lang, way.byKeys);
    await me.goto("/");
    await me.press(me.link(me.t("home-door-notices")));
    await sound(page, way.lang);
    await me.press(page.locator(`a[href='${path.replace("/cases/", "/notices/")}']`));
    await me.press(me.button(me.t("notice-button")));
    assert.equal((await faults(page)).length, 3, "name, contact and text");
    await sound(page, way.lang);
    await me.type(page.locator("#f-name"), way.objector);
    await me.type(page.locator("#f-contact"), "0770-12009999");
    await me.press(me.button(me.t("notice-button")));
    assert.equal(await page.locator("#f-name").inputValue(), way.objector, "nothing typed is lost");
    await me.type(page.locator("#f-text"), way.said.against);
    await me.press(me.button(me.t("notice-button")));
    assert.equal(await me.heading(), me.t("objected-title"));
    await sound(page, way.lang);
  });
}

async function answers(way, path) {
  await as(APPROVER, way, async (page, me) => {
    await me.goto(path);
    const card = page.locator(".card", { hasText: way.said.against });
    assert.ok((await card.innerText()).includes(way.objector), "the office sees who objects");
    await me.press(me.button(me.t("case-answer-button")));
    assert.equal((await faults(page)).length, 2, "whether it is right, and the answer");
    await sound(page, way.lang);
    await me.tick(page.locator("input[name='upheld'][value='no']"));
    await me.type(page.locator("#f-answer"), way.said.answer);
    await me.press(me.button(me.t("case-answer-button")));
    assert.ok((await card.innerText()).includes(way.said.answer));
    assert.equal(await state(page), me.t("case-state-noticed"), "the notice goes on");
    await sound(page, way.lang);
  });
}

/** The body sees the answer and not who objected, and takes the application back. */
async function takesBack(way, application) {
  await as(MANAGER, way, async (page, me) => {
    await me.goto(application);
    const text = await page.locator("main").innerText();
    for (const hidden of [way.objector, way.said.opinion, me.t("did-case-propose")]) assert.ok(!text.includes(hidden), `the office keeps ${hidden}`);
    assert.ok(text.includes(way.said.answer), text);
    await sound(page, way.lang);
    const letter = await page.locator("a[href^='/letters/']").first().getAttribute("href");
    for (const [end, begin] of [["pdf", "%PDF-"], ["png", "\x89PNG"]]) {
      const file = await page.request.get(new URL(`${letter}.${end}`, URL_OF_SITE).href);
      assert.equal(file.status(), 200, end);
      assert.ok((await file.body()).toString("latin1").startsWith(begin), end);
    }
    await me.press(me.link(me.t("application-recall")));
    await sound(page, way.lang);
    await me.press(me.button(me.t("application-recall-button")));
    assert.equal(await state(page), me.t("case-state-recalled"));
    await sound(page, way.lang);
  });
}

/** The pages of the last story, by who sees them. */
const seen = {};

for (const way of WAYS) {
  test(`a filing from application to notice and objection ${way.name}`, async () => {
    const application = await handsIn(way);
    const path = await asks(way);
    await completes(way, application);
    await handles(way, path);
    await checks(way, path);
    await approves(way, path);
    await objects(way, path);
    await answers(way, path);
    await takesBack(way, application);
    seen[MANAGER] = ["/applications", "/applications/new", application];
    seen[HANDLER] = ["/cases?which=settled", path];
  });
}

test("an application is refused entry with a reason, and the letter says so", async () => {
  const [way] = WAYS;
  const application = await handsIn(way);
  const reason = "申请的事项不属于本机关管理";
  await as(HANDLER, way, async (page, me) => {
    await me.press(page.locator(".tasks a[href^='/cases/']").last());
    await does(page, me, way, "not_accept");
    await tells(page, me.t("approval-reason"));
    await does(page, me, way, "not_accept", (form) => me.type(form.locator("#f-opinion"), reason));
    assert.equal(await state(page), me.t("case-state-not-accepted"));
    await sound(page, way.lang);
  });
  await as(MANAGER, way, async (page, me) => {
    await me.goto(application);
    await me.press(page.locator("a[href^='/letters/']").first());
    const letter = await page.locator("article.face").innerText();
    assert.ok(letter.includes(reason) && letter.includes("〔"), letter);
  });
  // Who has no post for it is told so.
  await as(CLERK, way, async (page, me) => {
    assert.equal((await me.goto("/cases")).status(), 403);
    assert.equal((await me.goto("/applications")).status(), 403);
    await sound(page, way.lang);
  });
});

test("the pages of cases are sound in the dark and in large type", async () => {
  for (const [name, paths] of Object.entries(seen)) {
    await withPage("zh-CN", PHONE, { dark: true }, async (page) => {
      const me = visitor(page, "zh-CN");
      await me.enterDemo(name);
      await page.context().addCookies([{ name: "type", value: "large", url: URL_OF_SITE }]);
      for (const path of [...paths, "/notices"]) {
        await me.goto(path);
        await fits(page);
        await accessible(page);
      }
    });
  }
});
