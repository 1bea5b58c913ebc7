/** Lists what this person wrote on this phone and the server has not taken: on the offline page, in the lobby, on one's own page. */

import { readEntries, withEntries } from "../../live/own/entry_database.js";
import { StoredValue } from "../../live/own/stored_value.js";
import { part, setShown, setText } from "../parts.js";
import { draftsOf, keepForNext } from "./drafts.js";

const OVER = ["state", "closed", "not_open"];
const ASK = "question.ask";

/** section: with a template for each item, and the words of each state as its data. */
export async function showUnsent(section) {
  const person = new StoredValue("person").read("");
  const entries = await readEntries().catch(() => []);
  const own = entries.filter((entry) => entry.op === ASK && person && entry.person === person);
  const written = new Set(own.map(({ fields }) => fields.text));
  const drafts = draftsOf(person).filter(({ text }) => !written.has(text));
  const complaints = entries.filter((entry) => entry.name === "matter" && person && entry.person === person);
  const items = [
    ...own.map((entry) => fillEntry(section, entry)),
    ...complaints.map((entry) => fillComplaint(section, entry)),
    ...drafts.map((draft) => fillDraft(section, draft, person)),
  ];
  part(section, "list").replaceChildren(...items);
  setShown(section, items.length > 0);
}

function fillEntry(section, entry) {
  const node = makeItem(section, { ...entry, text: entry.fields.text, state: stateOf(entry) });
  if (stateOf(entry) === "over") offerNext(section, node, { ...entry, text: entry.fields.text });
  return node;
}

function offerNext(section, node, kept) {
  const again = part(node, "again");
  setShown(again, true);
  again.addEventListener("click", async () => {
    keepForNext(kept);
    if (kept.ref) await withEntries("readwrite", (store) => store.delete(kept.ref));
    setText(part(node, "state"), section.dataset.kept);
    setShown(again, false);
  });
}

/** One that was sent has a page of its own, with its receipt. */
function fillComplaint(section, { text, answer, isForPerson }) {
  const state = answer ? "complaintReceived" : isForPerson ? "complaintPerson" : "waiting";
  const node = makeItem(section, { text, state });
  const link = part(node, "open");
  link.href = answer?.address ?? "/matters/new/";
  setText(link, answer ? section.dataset.complaintReceipt : section.dataset.complaintForm);
  return node;
}

/** Where the page knows which chats of the ward take questions, a draft for any other is offered for the next one. */
function fillDraft(section, draft, person) {
  const { ward, open } = section.dataset;
  const isOver = ward !== undefined && draft.chat_session && !open.includes(draft.chat_session);
  const node = makeItem(section, { ...draft, state: isOver ? "over" : "draft" });
  if (isOver) offerNext(section, node, { ...draft, ward, person });
  return node;
}

function makeItem(section, { text, state, chat_session, answer }) {
  const node = section.querySelector("template").content.firstElementChild.cloneNode(true);
  setText(part(node, "words"), text);
  setText(part(node, "state"), section.dataset[state].replace("{receipt}", answer?.result?.receipt));
  part(node, "open").href = chat_session ? `/chat/${chat_session}/#ask` : "/my-chat/";
  return node;
}

/** What the worker has sent stays until its room is opened, which then shows the receipt, too. */
function stateOf({ answer, isForPerson }) {
  if (answer?.type === "ack") return "received";
  if (answer) return OVER.includes(answer.code) ? "over" : "refused";
  return isForPerson ? "person" : "waiting";
}
