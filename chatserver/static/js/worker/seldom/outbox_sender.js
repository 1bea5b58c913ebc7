/** Sends what residents wrote without a network, also after the page was closed. Each ref takes effect once, also where the page sends it, too. */

import { postFrame } from "../../live/connection/requests.js";
import { readEntries, withEntries } from "../../live/own/entry_database.js";
import { sendComplaint } from "./complaint_sender.js";
import { letNewerTakeOver } from "./taking_over.js";

const { words, lang, dir } = self.SELDOM_FACTS;

/** Only a person can do something about these: the entry is kept, and sent by the page that they open. */
const FOR_PERSON = ["sign_in", "forbidden", "consent", "second_factor", "no_frame"];

/** Rejects where the network fails or the server asks for patience: the browser then tries again, and the page does. */
export async function sendEntries(isLast = false) {
  const waiting = (await readEntries()).filter(({ answer }) => !answer).sort((a, b) => a.at - b.at);
  const complaints = waiting.filter(({ name, isForPerson }) => name === "matter" && !isForPerson);
  const sent = await Promise.allSettled([sendCommands(waiting.filter(({ name }) => name === "room"), isLast), ...complaints.map(sendOne)]);
  if (globalThis.BroadcastChannel) new BroadcastChannel("outbox").postMessage("");
  const failed = sent.find(({ reason }) => reason);
  if (failed) throw failed.reason;
  letNewerTakeOver();
}

/** A page with its form may be open, or the network fail. */
function sendOne(complaint) {
  return sendComplaint(complaint, keep, () => notify(complaint, words.complaint_not_sent, "/matters/new/"));
}

/** One after the other, in order. */
async function sendCommands(entries, isLast) {
  for (const entry of entries) {
    const answer = await post(entry);
    if (!answer || answer.retry) {
      if (isLast) await notify(entry);
      throw new Error("not sent yet");
    }
    const isForPerson = FOR_PERSON.includes(answer.code);
    await keep(entry.ref, isForPerson ? { isForPerson } : { answer });
    if (isForPerson) await notify(entry);
  }
}

/** The server refuses it where another person is signed in by now. */
function post({ url, person, ref, op, fields, csrf }) {
  return postFrame(`${url}?person=${person}`, { type: "cmd", ref, op, ...fields }, csrf);
}

/** The page may have had the answer before. */
function keep(ref, facts) {
  return withEntries("readwrite", (store) => {
    const request = store.get(ref);
    request.onsuccess = () => request.result && store.put({ ...request.result, ...facts });
  });
}

async function notify({ ref }, body = words.not_sent, navigate = "/my-chat/") {
  if (globalThis.Notification?.permission !== "granted") return;
  await registration.showNotification(words.title, { body, tag: ref, lang, dir, data: { navigate } });
}
