/** The form of a passkey: shown where the browser knows passkeys, filled by what the device answers, and sent. */

import { readJson } from "../ui/wording/words.js";
import { makePasskey, usePasskey } from "./passkey.js";

const WAYS = { make: makePasskey, use: usePasskey };

/** Nothing where the page has no such form. */
export function offerPasskey() {
  const form = document.getElementById("passkey-form");
  if (!form || !globalThis.PublicKeyCredential) return;
  form.hidden = false;
  const part = document.getElementById("passkey-part");
  if (part) part.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askBrowser(form);
  });
}

async function askBrowser(form) {
  const failure = document.getElementById("passkey-error");
  failure.hidden = true;
  try {
    const credential = await WAYS[form.dataset.action](readJson("passkey"));
    form.elements.credential.value = JSON.stringify(credential);
  } catch (error) {
    console.warn("The passkey was not used.", error.name);
    failure.hidden = false;
    return;
  }
  form.submit();
}
