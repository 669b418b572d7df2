// Signing in, activating an account with the printed code, one's own account, and those who make
// accounts for others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, sound, withPage } from "../lib/browser.mjs";
import { activated, colleague, invited } from "../lib/colleague.mjs";
import { oneTimeCode } from "../lib/people.mjs";
import { PASSWORD, faults, tells, visitor } from "../lib/visit.mjs";

const NEW_PASSWORD = "示例：另一句记得住的长话";

/** The words before and after what a message fills in. */
const around = (t, key, name) => t(key, { [name]: "\u0000" }).split("\u0000");

for (const [lang, width, javaScript] of [["zh-CN", PHONE, false], ["en", DESK, true]]) {
  test(`a wrong password is told, nothing typed is lost, and the fifth locks, in ${lang}`, () =>
    withPage(lang, width, { javaScript }, async (page) => {
      const me = visitor(page, lang);
      await me.goto("/sign-in");
      await sound(page, lang);
      await me.press(me.button(me.t("sign-in-button")));
      assert.equal((await faults(page)).length, 2, "both fields are asked for");
      // Nobody else of the stories signs in with these passwords.
      const login = lang === "en" ? "shenpi" : "fuhe";
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        await me.type(page.locator("#f-login"), login);
        await me.type(page.locator("#f-password"), "wrong-password-1");
        await me.press(me.button(me.t("sign-in-button")));
        assert.equal(await page.locator("#f-login").inputValue(), login, "the name is not lost");
        assert.equal(await page.locator("#f-password").inputValue(), "", "the password is not sent back");
        if (attempt < 5) await tells(page, me.t("access-sign-in-wrong"));
      }
      await sound(page, lang);
      await me.type(page.locator("#f-password"), PASSWORD);
      await me.press(me.button(me.t("sign-in-button")));
      const [told] = await faults(page);
      for (const part of around(me.t, "access-locked", "time")) assert.ok(told.includes(part), told);
      await sound(page, lang);
    }));
}

for (const [lang, width, javaScript] of [["zh-CN", DESK, true], ["en", PHONE, false]]) {
  test(`a wrong one-time code is told, and the step can be done again, in ${lang}`, async () => {
    const made = await colleague("body_clerk");
    await withPage(lang, width, { javaScript }, async (page) => {
      const me = visitor(page, lang);
      await me.goto("/sign-in?back=/imports");
      await me.type(page.locator("#f-login"), made.login);
      await me.type(page.locator("#f-password"), made.password);
      await me.press(me.button(me.t("sign-in-button")));
      await sound(page, lang);
      const next = oneTimeCode(made.secret, 1);
      await me.type(page.locator("#f-code"), next.replace(/\d/g, (digit) => String((Number(digit) + 5) % 10)));
      await me.press(me.button(me.t("continue")));
      await tells(page, me.t("access-totp-wrong"));
      assert.equal(await page.locator("#f-code").inputValue(), "");
      await sound(page, lang);
      await me.type(page.locator("#f-code"), oneTimeCode(made.secret, 1));
      await me.press(me.button(me.t("continue")));
      assert.equal(me.path(), "/imports", "and leads to where one wanted to go");
    });
  });
}

for (const [lang, width, javaScript] of [["zh-CN", DESK, true], ["en", PHONE, false]]) {
  test(`an account is made, its slip printed, activated once, and closed, in ${lang}`, async () => {
    const login = `zhanghao-${process.pid}-${lang.toLowerCase()}`;
    let slip, account;
    await withPage(lang, width, { javaScript }, async (page) => {
      const me = visitor(page, lang);
      await me.enterDemo("示例负责人");
      // A login that is taken comes back with everything typed.
      await me.goto("/accounts/new");
      await me.type(page.locator("#f-name"), "示例新人");
      await me.type(page.locator("#f-login"), "kaowu");
      await me.press(me.button(me.t("accounts-create")));
      assert.ok((await faults(page)).length > 0);
      assert.equal(await page.locator("#f-name").inputValue(), "示例新人");
      assert.equal(await page.locator("#f-login").inputValue(), "kaowu");
      await sound(page, lang);
      slip = await invited(page, me, { login, name: "示例新人", role: "body_clerk" });
      await sound(page, lang);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".slip-code").last().isVisible(), true, "the code is printed");
      assert.equal(await page.locator("header nav").isVisible(), false);
      await page.emulateMedia({ media: null });
      await me.press(page.locator("main .actions").getByRole("link", { name: me.t("back") }));
      account = me.path();
      await sound(page, lang);
    });
    await withPage(lang, width, { javaScript }, async (page) => {
      const me = visitor(page, lang);
      const begin = async (code, password, again) => {
        await me.goto("/activate");
        for (const [field, text] of [["login", login], ["code", code], ["password", password], ["again", again]]) {
          await me.type(page.locator(`#f-${field}`), text);
        }
        await me.press(me.button(me.t("continue")));
      };
      await begin(slip.code, NEW_PASSWORD, `${NEW_PASSWORD}!`);
      await tells(page, me.t("activate-again-differs"));
      assert.equal(await page.locator("#f-login").inputValue(), login);
      assert.equal(await page.locator("#f-code").inputValue(), slip.code);
      await sound(page, lang);
      await begin(slip.code, "short", "short");
      assert.equal((await faults(page)).length, 1);
      await activated(page, me, slip, NEW_PASSWORD);
      assert.equal(await me.heading(), me.t("activate-done"));
      await sound(page, lang);
      await begin(slip.code, NEW_PASSWORD, NEW_PASSWORD);
      await tells(page, me.t("access-code-invalid"), "a slip works once");
    });
    await withPage(lang, width, { javaScript }, async (page) => {
      const me = visitor(page, lang);
      await me.enterDemo("示例负责人");
      await me.goto(account);
      await me.press(page.locator("a[href$='/close']"));
      assert.equal(await me.heading(), me.t("accounts-close-title"));
      assert.ok((await page.locator(".notice").innerText()).includes(me.t("accounts-close-effect-staff")));
      await sound(page, lang);
      await me.press(page.locator("form[action$='/close'] button"));
      await sound(page, lang);
    });
    await withPage(lang, width, { javaScript }, async (page) => {
      const me = visitor(page, lang);
      await me.goto("/sign-in");
      await me.type(page.locator("#f-login"), login);
      await me.type(page.locator("#f-password"), NEW_PASSWORD);
      await me.press(me.button(me.t("sign-in-button")));
      assert.equal(me.path(), "/sign-in", "a closed account opens nothing");
      assert.equal((await faults(page)).length, 1);
    });
  });
}

test("a changed password ends all sessions, and only the new one counts", async () => {
  const made = await colleague("body_clerk");
  await withPage("zh-CN", DESK, {}, async (page) => {
    const me = visitor(page, "zh-CN");
    await me.enter(made);
    const before = await page.context().cookies();
    await me.menu("nav-own");
    await sound(page, "zh-CN");
    const change = async (old, fresh, again) => {
      for (const [field, text] of [["old", old], ["new", fresh], ["again", again]]) await me.type(page.locator(`#f-${field}`), text);
      await me.press(me.button(me.t("own-password-button")));
    };
    await change("not-the-old-one", NEW_PASSWORD, NEW_PASSWORD);
    await tells(page, me.t("own-password-wrong"));
    await sound(page, "zh-CN");
    await change(made.password, NEW_PASSWORD, NEW_PASSWORD);
    assert.equal(me.path(), "/sign-in");
    await page.context().addCookies(before);
    assert.equal((await me.goto("/tasks")).status(), 401, "the old session is over");
    for (const [password, heading] of [[made.password, "sign-in-title"], [NEW_PASSWORD, "code-title"]]) {
      await me.goto("/sign-in");
      await me.type(page.locator("#f-login"), made.login);
      await me.type(page.locator("#f-password"), password);
      await me.press(me.button(me.t("sign-in-button")));
      assert.equal(await me.heading(), me.t(heading));
    }
  });
});

test("signing out everywhere ends what was left open elsewhere", () =>
  withPage("en", PHONE, { javaScript: false }, (elsewhere) =>
    withPage("en", PHONE, { javaScript: false }, async (page) => {
      const [left, me] = [elsewhere, page].map((one) => visitor(one, "en"));
      await left.enterDemo("示例安全管理员");
      await me.enterDemo("示例安全管理员");
      await me.menu("nav-own");
      await me.press(me.button(me.t("own-sessions-button")));
      assert.equal(me.path(), "/sign-in");
      assert.equal((await left.goto("/tasks")).status(), 401);
    }),
  ));
