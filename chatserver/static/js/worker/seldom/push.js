/** Notifications: shows what came, and tells the server of another subscription of this browser. */

/** A browser that lets a message pass without a notification shows one of its own, so there is always one. */
export function showMessage(data) {
  const { title = location.host, body, lang, dir, tag, navigate } = read(data);
  return registration.showNotification(title, { body, lang, dir, tag, data: { navigate: ownAddress(navigate) } });
}

function read(data) {
  try {
    return data.json().notification ?? {};
  } catch {
    return {};
  }
}

/** Never to another website, whatever came. */
function ownAddress(navigate) {
  const start = `${location.origin}/me/`;
  if (typeof navigate !== "string" || !URL.canParse(navigate, location.origin)) return start;
  const { origin, href } = new URL(navigate, location.origin);
  return origin === location.origin ? href : start;
}

/** Where that does not work, the next visit does it (accounts/push/this_browser.js). */
export async function renew({ oldSubscription: old, newSubscription }) {
  if (!old) return;
  const { applicationServerKey } = old.options;
  const fresh = newSubscription ?? (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const key = btoa(String.fromCharCode(...new Uint8Array(fresh.options.applicationServerKey)));
  const told = { ...fresh.toJSON(), key: key.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""), old: old.endpoint };
  await fetch("/push/changed/", { method: "POST", body: JSON.stringify(told) });
}
