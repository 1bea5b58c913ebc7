"""The controls of a page that are too small for a finger (WCAG 2.2, 2.5.8 Target Size)."""

from playwright.async_api import Page

LEAST = 24
"""CSS pixels in both directions, for everybody (level AA)."""

FOR_FINGERS = 44
"""CSS pixels of height on a phone: its lists are vertical, and the thumb misses upwards and downwards."""

_TOO_SMALL = """([wide, high]) => {
  const controls = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=tab]";
  const isSeen = (box) => box.width > 1 && box.height > 1;
  // The exception of 2.5.8: a link within a sentence is as high as its line.
  const isInSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const around = element.parentElement.cloneNode(true);
    around.querySelectorAll("a, button, .sr-only").forEach((each) => each.remove());
    return /[^\\s·,:|]{2}/u.test(around.textContent);
  };
  const boxesOf = (element) => [element, ...(element.labels || [])].map((each) => each.getBoundingClientRect());
  const found = [];
  for (const element of document.querySelectorAll(controls)) {
    if (!element.checkVisibility({ visibilityProperty: true }) || isInSentence(element)) continue;
    const boxes = boxesOf(element).filter(isSeen);
    if (!boxes.length || boxes.some((box) => box.width >= wide - .5 && box.height >= high - .5)) continue;
    const [box] = boxes;
    const called = element.textContent || element.name || element.getAttribute("aria-label") || "";
    const name = called.replace(/\\s+/g, " ").trim().slice(0, 40);
    found.push(`${name || element.outerHTML.slice(0, 60)}: ${Math.round(box.width)} x ${Math.round(box.height)}`);
  }
  return found;
}"""


async def small_targets(page: Page, *, high: int = LEAST) -> list[str]:
    """Each with its size; a checkbox is as large as its label."""
    found: list[str] = await page.evaluate(_TOO_SMALL, [LEAST, high])
    return found
