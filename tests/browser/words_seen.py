"""Measures in a page which words of which texts a reader could see, and for how long."""

from dataclasses import dataclass

from playwright.async_api import Page

LOOK_MS = 200
READS_WORDS_PER_S = 3

WATCH = """
  globalThis.wordsSeen = new Map();
  const isUncovered = (element, { left, right, top, bottom }) => {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (top < 0 || bottom > innerHeight || left < 0 || right > innerWidth) return false;
    return element.contains(document.elementFromPoint(x, y));
  };
  const seenIn = (element) => {
    const node = element.firstChild;
    return [...element.textContent.matchAll(/\\S+/gu)].map(({ index, 0: word }) => {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      return [...range.getClientRects()].some((rect) => rect.width > 0 && isUncovered(element, rect));
    });
  };
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    const past = Math.min(now - last, 5 * LOOK_MS);
    last = now;
    const together = new Map();
    for (const element of document.querySelectorAll("main .answer__text")) {
      if (!element.checkVisibility() || !element.firstChild) continue;
      const seen = seenIn(element);
      const before = together.get(element.textContent) ?? [];
      together.set(element.textContent, seen.map((isSeen, index) => isSeen || Boolean(before[index])));
    }
    for (const [text, seen] of together) {
      const times = wordsSeen.get(text) ?? seen.map(() => 0);
      wordsSeen.set(text, times.map((ms, index) => ms + (seen[index] ? past : 0)));
    }
  }, LOOK_MS);
""".replace("LOOK_MS", str(LOOK_MS))


@dataclass(frozen=True, slots=True)
class Seen:
    """Words seen, one text: how many of its words were on screen for as long as it takes to read the whole."""

    text: str
    words: int
    read: int

    @property
    def is_read(self) -> bool:
        return 10 * self.read >= 9 * self.words


async def watch_words(page: Page) -> None:
    await page.evaluate(f"() => {{ {WATCH} }}")


async def words_seen(page: Page, texts: list[str], *, at_speed: float = 1) -> list[Seen]:
    """at_speed: how many times faster than with people the evening runs."""
    times: dict[str, list[float]] = dict(await page.evaluate("[...wordsSeen]"))
    found = []
    for text in texts:
        words = len(text.split())
        least_ms = 1000 * words / READS_WORDS_PER_S / at_speed
        found.append(Seen(text, words, sum(ms >= least_ms for ms in times.get(text, []))))
    return found
