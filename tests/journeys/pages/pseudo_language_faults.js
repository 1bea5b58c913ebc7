() => {
  const faults = [];
  const page = document.documentElement;
  const isMirrored = page.dir === "rtl";
  const OTHERS = "[lang]:not(html), [dir=auto], bdi, code, [dir=ltr], .receipt-code, script, style, option, textarea, .sr-only, kbd";

  // Names of file formats, and people of the demo.
  const OWN = /^(JSON|CSV|PDF|ZIP \(BagIt\)|Akoma Ntoso)|\(demo\)/;

  // What is read letter by letter; names that people give themselves; the log's addresses and policies.
  const SIGNS = "code, .receipt-code, script, style, option, textarea, kbd, title, [translate=no], a[href^='mailto:'], [data-part=label], [data-part=name]";
  const OF_NO_LANGUAGE = /^:? ?(A mother|A retired teacher|Grocer near|A tenant|Evening walker|Moderator \d|Clerk of|রিকশাচালক|গৃহবধূ|বাজারের মাছওয়ালা|Water$|nowhere$|fair-[123]$|https?:|127\.|\/log\/|[\w+/]{43}=$)/;

  // Examples within a sentence of ours.
  const EXAMPLE = /জল\.$|فوون/;

  const isBare = (node) => node.closest("[lang]") === page && !node.closest(SIGNS) && node.checkVisibility() && ![OWN, OF_NO_LANGUAGE, EXAMPLE].some((known) => known.test(node.textContent.trim()));

  // Of its parts, those without a place on the one line are left out whole.
  const LEAVES_OUT = ".statusbar__more";

  if (page.scrollWidth > page.clientWidth) faults.push(`scrolls sideways: ${page.scrollWidth}`);

  for (const node of document.querySelectorAll("body *")) {
    if (!node.checkVisibility() || node.closest(".sr-only, .skip-link, .grid-frame, .chart-frame, [class*=frame], svg, textarea, [data-part=time], [data-part=now_text]")) continue;
    const style = getComputedStyle(node);
    const isClipped = style.overflowX === "hidden" || style.overflowY === "hidden";
    const isTooHigh = node.scrollHeight > node.clientHeight + 1 && !node.matches(LEAVES_OUT);
    if (isClipped && style.webkitLineClamp === "none" && (isTooHigh || node.scrollWidth > node.clientWidth + 1)) {
      faults.push(`cut: ${node.outerHTML.slice(0, 100)}`);
    }
    const { left, right } = node.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1) faults.push(`outside: ${node.outerHTML.slice(0, 100)}`);
  }

  const title = document.title.replace(/\u2068+[^\u2069]*\u2069+/g, "");
  if (isMirrored && /\p{Nd}/u.test(title)) faults.push(`not isolated in the title: ${title}`);

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const all = walker.currentNode.data.replace(/\s+/g, " ").trim();
    const text = all.replace(/\u2068+[^\u2069]*\u2069+/g, "");
    if (isMirrored && /[a-z]{3,}|[\u0985-\u09b9]/.test(all) && isBare(parent)) faults.push(`in no language: ${all.slice(0, 100)}`);
    if (!text || parent.closest(OTHERS) || !parent.checkVisibility() || OWN.test(text)) continue;
    if (/[a-z]{3,}/.test(text)) faults.push(`not translated: ${text.slice(0, 100)}`);
    if (isMirrored && !parent.closest("time, [data-part=time]") && /\p{Nd}/u.test(text) && /\p{L}/u.test(text)) faults.push(`not isolated: ${text.slice(0, 100)}`);
  }
  return [...new Set(faults)];
}
