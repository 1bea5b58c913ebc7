/** Takes the code out of the SMS where the browser can (WebOTP: Chrome on Android, over https, with the person's leave). */

export async function fillFromMessage(form) {
  if (!("OTPCredential" in window)) return;
  const typing = new AbortController();
  form.addEventListener("submit", () => typing.abort(), { once: true });
  try {
    const found = await navigator.credentials.get({ otp: { transport: ["sms"] }, signal: typing.signal });
    if (!found?.code) return;
    form.elements.code.value = found.code;
    form.requestSubmit();
  } catch {
    // Not allowed, too late, or submitted by hand: the field is there for that.
  }
}
