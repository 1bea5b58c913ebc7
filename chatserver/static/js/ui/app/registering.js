/** Registers the service worker; null where the browser has none, or does not want it. */

export const registration = document.documentElement.dataset.worker === "off" ? null : register();

async function register() {
  return navigator.serviceWorker?.register("/sw.js").catch(() => null) ?? null;
}
