// The made-up certificates that a demonstration offers for trying the check.

import { page } from "./browser.mjs";

export const URL_OF_SITE = process.env.KAOGONG_URL;

/**
 * One certificate that holds, with all that its holder knows of it.
 * @returns { number, holder, end, token, file, body }: `token` is the address in its QR code, `file`
 *   the address of its credential, `body` the page of its issuer
 */
export async function validCertificate() {
  const opened = await page("zh-CN", 1280, { javaScript: false });
  try {
    await opened.goto(`${URL_OF_SITE}/demo`);
    const row = opened.locator("tbody tr", { hasText: "有效" }).first();
    const cells = row.locator("td");
    const links = row.locator("a");
    const found = {
      number: (await row.locator("th").innerText()).trim(),
      holder: (await cells.nth(0).innerText()).trim(),
      end: (await cells.nth(1).innerText()).trim(),
      token: await links.nth(0).getAttribute("href"),
      file: new URL(await links.nth(1).getAttribute("href"), URL_OF_SITE).href,
    };
    await opened.goto(found.token);
    found.body = new URL(await opened.locator("dd a").getAttribute("href"), URL_OF_SITE).pathname;
    return found;
  } finally {
    await opened.context().close();
  }
}
