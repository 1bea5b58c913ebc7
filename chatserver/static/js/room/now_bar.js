/** The bar that says at any place of the page what is going on, and leads there; as sessions/chats/pages/room/stage.py. */

import { shorten } from "../ui/wording/news.js";
import { part, setAttribute, setText } from "../ui/parts.js";
import { setWritten } from "../ui/questions/written.js";
import { say } from "../ui/wording/words.js";

const BAR_SIGNS = 80;
const LEADS_TO = { idle: "#ask", cancelled: "#cancelled", over: "#closed" };

/** What the room waits for while nothing is being answered. */
export function momentOf({ session, queue }) {
  if (session.state === "live") return queue.length ? "soon" : "idle";
  return session.state === "scheduled" || session.state === "cancelled" ? session.state : "over";
}

export function renderNowBar(state, isMine, recordUrl) {
  const { floor, session } = state;
  const moment = momentOf(state);
  const record = session.record && recordUrl.replace("SLUG", session.record);
  const isNow = floor && session.state === "live";
  setText(part(document, "now_label"), say(`stage.bar.${isNow ? (isMine(floor.id) ? "mine" : "now") : moment}`));
  setWritten(part(document, "now_text"), isNow ? shorten(floor.text, BAR_SIGNS) : "");
  setText(part(document, "now_state"), isNow ? say("stage.bar.answering") : record ? say("stage.bar.record") : "");
  setAttribute(part(document, "now"), "href", isNow ? "#floor" : record || (LEADS_TO[moment] ?? "#floor"));
}
