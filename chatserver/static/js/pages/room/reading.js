/** Comes to the room once somebody searches the queue, has all of it shown, supports a question, follows a link to a question or loads the page again, where the phone has a voice that can read aloud, something is owed from last time, or only pages get through. */

import { goByPages } from "../../room/by_pages.js";
import { showOwed } from "../../room/owed_part.js";
import { keepSupport } from "../../record/kept_support.js";
import { searchAndAnnounce } from "../../room/announced_search.js";
import { growList } from "../../ui/lists/growing_list.js";
import { openTarget } from "../../ui/lists/open_target.js";
import { returnToPlace } from "../../ui/lists/return_to_place.js";
import { onVoices } from "../../ui/read_aloud/on_voices.js";
import { ReadAloud } from "../../ui/read_aloud/read_aloud.js";
import { tellLoaded } from "./tell_loaded.js";
import { whenKnown } from "../../ui/wording/late_words.js";
import { readJson } from "../../ui/wording/words.js";

let reading = null;

function readAloud() {
  const words = readJson("words").aloud; // missing where nothing came
  if (words) reading ??= new ReadAloud(words, document.getElementById("main"));
}

onVoices(() => whenKnown("aloud", "read", readAloud));
tellLoaded("reading", { goByPages, growList, keepSupport, openTarget, returnToPlace, searchQueue: searchAndAnnounce, showOwed });
