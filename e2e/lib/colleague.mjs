// A new colleague of the demonstration's first body, with an account of their own: made by the body's
// manager, activated with the printed code. What the steps look like is for their own stories.

import { page } from "./browser.mjs";
import { oneTimeCode } from "./people.mjs";
import { visitor } from "./visit.mjs";

const LANG = "zh-CN";
let made = 0;

/** Fills in the manager's form; gives what the slip says. */
export async function invited(opened, me, { login, name, role }) {
  await me.goto("/accounts/new");
  await me.type(opened.locator("#f-name"), name);
  await me.type(opened.locator("#f-login"), login);
  if (role) {
    await opened.locator("#f-role").selectOption(role);
    await opened.locator("#f-office").selectOption({ index: 1 });
  }
  await me.press(me.button(me.t("accounts-create")));
  return { login, code: (await opened.locator(".slip-code").innerText()).trim() };
}

/** Activates an account with its slip; gives the secret that the authenticator keeps. */
export async function activated(opened, me, { login, code }, password) {
  await me.goto("/activate");
  await me.type(opened.locator("#f-login"), login);
  await me.type(opened.locator("#f-code"), code);
  await me.type(opened.locator("#f-password"), password);
  await me.type(opened.locator("#f-again"), password);
  await me.press(me.button(me.t("continue")));
  const secret = await opened.locator("ol .code").innerText();
  await me.type(opened.locator("#f-code"), oneTimeCode(secret));
  await me.press(me.button(me.t("activate-codes-button")));
  return secret;
}

/** Makes a colleague with a post of the body: { login, password, secret }. */
export async function colleague(role) {
  made += 1;
  const login = `xinren-${process.pid}-${made}`;
  const password = "示例：匠心要慢慢磨，字要慢慢写";
  const alone = async (story) => {
    const opened = await page(LANG, 1280);
    try {
      return await story(opened, visitor(opened, LANG));
    } finally {
      await opened.context().close();
    }
  };
  const slip = await alone(async (opened, me) => {
    await me.enterDemo("示例负责人");
    return invited(opened, me, { login, name: "示例新人", role });
  });
  const secret = await alone((opened, me) => activated(opened, me, slip, password));
  return { login, password, secret };
}
