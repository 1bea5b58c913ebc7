/** This browser's subscription to notifications: what it can, what it has, and what the server is told of it. */

import { withStorage } from "../../live/own/stored_value.js";

const MARK = "push"; // whose subscription it is: two people may share a phone
const READY_WITHIN_MS = 10_000;
const NEVER = "push-never"; // said "no, thanks"

export class ThisBrowser {
  /** key: the server's, as base64url; mark: the person's. */
  constructor({ key, mark, url, stop, token }) {
    Object.assign(this, { key, mark, url, stopUrl: stop, token });
  }

  /** "none", "iphone", "denied", "off" or "on". */
  async state() {
    if (!("Notification" in window && "PushManager" in window)) return isIphone() ? "iphone" : "none";
    if (!(await this.#worker())) return "none";
    if (Notification.permission === "denied") return "denied";
    const subscription = await this.#find();
    return subscription && read(MARK) === this.mark ? "on" : "off";
  }

  get isNeverAsked() {
    return read(NEVER) === "yes";
  }

  neverAsk() {
    write(NEVER, "yes");
  }

  /** Inside a tap: the browser asks for permission only there. */
  async turnOn() {
    if ((await Notification.requestPermission()) !== "granted") return;
    await this.#save((await this.#find()) ?? (await this.#subscribe()));
  }

  async turnOff() {
    const subscription = await this.#find();
    withStorage((storage) => storage.removeItem(MARK), () => {});
    if (!subscription) return;
    await post(this.stopUrl, new URLSearchParams({ endpoint: subscription.endpoint, csrfmiddlewaretoken: this.token }));
    await subscription.unsubscribe();
  }

  /** At each visit: the server learns that the subscription lives, a lost key is replaced, another person's is ended. */
  async renew() {
    const subscription = await this.#find();
    if (!subscription) return;
    if (read(MARK) === this.mark && Notification.permission === "granted") await this.#save(subscription);
    else await subscription.unsubscribe();
  }

  async #find() {
    return (await this.#worker())?.pushManager?.getSubscription() ?? null;
  }

  /** The page registers it (ui/app/registering.js). Null where this browser has none, or is to have none. */
  #worker() {
    if (document.documentElement.dataset.worker === "off" || !navigator.serviceWorker) return null;
    const tooLate = new Promise((resolve) => setTimeout(resolve, READY_WITHIN_MS, null));
    return Promise.race([navigator.serviceWorker.ready, tooLate]);
  }

  async #subscribe() {
    return (await this.#worker()).pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.key });
  }

  async #save(subscription) {
    if (keyOf(subscription) !== this.key) {
      await subscription.unsubscribe();
      return this.#save(await this.#subscribe());
    }
    const body = JSON.stringify({ ...subscription.toJSON(), key: this.key });
    const answer = await post(this.url, body, { "X-CSRFToken": this.token });
    if (!answer.ok) throw new Error(`the subscription was answered with ${answer.status}`);
    write(MARK, this.mark);
  }
}

function read(name) {
  return withStorage((storage) => storage.getItem(name), () => null);
}

function write(name, text) {
  withStorage((storage) => storage.setItem(name, text), () => {});
}

function keyOf({ options }) {
  const text = btoa(String.fromCharCode(...new Uint8Array(options.applicationServerKey ?? new ArrayBuffer())));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function post(url, body, headers = {}) {
  return fetch(url, { method: "POST", body, headers });
}

function isIphone() {
  return /iPhone|iPad|iPod/.test(navigator.userAgent) && !navigator.standalone;
}
