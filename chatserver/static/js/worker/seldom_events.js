/** What comes seldom is answered by a script of its own (seldom/), so that browsers ask again and again only for a small one. */

const { seldom } = self.APP;
const EVENTS = ["message", "notificationclick", "push", "pushsubscriptionchange", "sync"];

for (const type of EVENTS) addEventListener(type, (event) => bringSeldom()[type](event));

/** Its functions, by event. The browser keeps the script with this one, if it is asked for during the install. */
export function bringSeldom() {
  // The policy of our pages holds here, too: no text becomes the address of a script.
  if (!self.SELDOM) importScripts(self.trustedTypes?.createPolicy("seldom", { createScriptURL: () => seldom }).createScriptURL("") ?? seldom);
  return self.SELDOM;
}
