/** The desk by keyboard alone; keys never act while text is written, and can be switched off. */

import { StoredValue } from "../live/own/stored_value.js";

const NOT_TEXT = ["radio", "checkbox", "button", "submit"];

export class Shortcuts {
  #stored = new StoredValue("desk-keys");

  /** act: {step(by), nextFree(), select()} */
  constructor(detail, act) {
    Object.assign(this, { detail, act, help: document.getElementById("help") });
    const box = document.getElementById("keys-on");
    box.checked = this.#stored.read(true);
    box.addEventListener("change", () => this.#stored.write(box.checked));
    document.addEventListener("keydown", (event) => this.#press(event));
    for (const button of document.querySelectorAll("[data-close]")) this.#offerClosing(button);
    document.getElementById("show-help").addEventListener("click", () => this.help.showModal());
  }

  #press(event) {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const open = event.target.closest("#detail details[open]");
    if (event.key === "Escape" && open) return this.#close(open);
    if (isText(event.target) || !this.#stored.read(true)) return;
    if (this.#act(event.key.toLowerCase(), event.target)) event.preventDefault();
  }

  /** Answers whether the key meant something. */
  #act(key, target) {
    if (key === "?") return this.help.showModal() ?? true;
    if (this.#choose(key)) return true;
    const isInList = target.closest('.desk__list, [data-part="waiting"]');
    if (key === "j" || (key === "arrowdown" && isInList)) return this.act.step(1) ?? true;
    if (key === "k" || (key === "arrowup" && isInList)) return this.act.step(-1) ?? true;
    if (key === "n") return this.act.nextFree() ?? true;
    if (key === "x") return this.act.select();
    return this.#pressButton(key);
  }

  /** The reasons have their numbers while they are open. */
  #choose(key) {
    const radios = this.detail.querySelectorAll("details[open] [type=radio]");
    const radio = /^[1-9]$/.test(key) && radios[Number(key) - 1];
    if (!radio) return false;
    radio.checked = true;
    radio.focus();
    return true;
  }

  #pressButton(key) {
    if (!/^[a-z]$/.test(key)) return false;
    const seen = (node) => !node.closest("[hidden]") && !node.disabled && getComputedStyle(node.parentElement).display !== "none";
    const button = [...this.detail.querySelectorAll(`[data-key="${key}"]`)].find(seen);
    if (!button) return false;
    if (button.matches("summary")) this.#open(button.parentElement);
    else button.click();
    return true;
  }

  #open(details) {
    details.open = true;
    details.querySelector("[type=radio], select, [name=note]").focus();
  }

  #close(details) {
    details.open = false;
    details.querySelector("summary").focus();
  }

  #offerClosing(button) {
    button.hidden = false;
    button.addEventListener("click", () => this.#close(button.closest("details")));
  }
}

function isText(target) {
  return target.matches("textarea, select, input, [contenteditable]") && !NOT_TEXT.includes(target.type);
}
