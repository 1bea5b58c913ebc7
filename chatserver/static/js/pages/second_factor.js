/** The second factor's pages: shows the way by passkey where the browser knows passkeys, and goes it. */

import { makePasskey, usePasskey } from "../accounts/passkey.js";
import { readJson } from "../ui/words.js";

const WAYS = { make: makePasskey, use: usePasskey };

const form = document.getElementById("passkey-form");
const failure = document.getElementById("passkey-error");

if (form && globalThis.PublicKeyCredential) {
  form.hidden = false;
  const part = document.getElementById("passkey-part");
  if (part) part.hidden = false;
  form.addEventListener("submit", askBrowser);
}

async function askBrowser(event) {
  event.preventDefault();
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
