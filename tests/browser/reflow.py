"""What does not fit a narrow phone at larger text (WCAG 1.4.4, 1.4.10): what scrolls sideways, and cut words."""

from playwright.async_api import Page

WIDTHS = (320, 360)
TEXT_SIZES = ("100%", "115%", "130%", "200%")

_FAULTS = """(sizes) => sizes.map((size) => {
  const page = document.documentElement;
  page.style.fontSize = size;
  const shown = [...document.querySelectorAll("body *")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".sr-only, .skip-link, svg"))
    .filter((node) => getComputedStyle(node).clipPath !== "inset(50%)"); // only heard, as .sr-only
  const text = (node) => node.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
  const found = [];
  if (page.scrollWidth > page.clientWidth) {
    const isOut = ({ left, right }) => right > page.clientWidth + 1 || left < -1;
    const hides = (node) => getComputedStyle(node).overflowX !== "visible";
    const scrolls = (node) => node !== document.body && (hides(node) || scrolls(node.parentElement));
    const out = shown.filter((node) => isOut(node.getBoundingClientRect()) && !scrolls(node.parentElement));
    const inner = out.filter((node) => ![...node.children].some((child) => out.includes(child)));
    found.push(`${page.scrollWidth} wide`, ...inner.slice(0, 3).map(text));
  }
  // Of a row on one line, the parts that have no place are left out whole; what is an excerpt says so by its dots; and
  // the screen of a hall shows the newest of what it has place for.
  const LEAVES_OUT = ".statusbar__more, .statusbar__more *, [data-part=now_text], .wall__answers";
  const isText = (node) => node.matches("input, textarea, select, pre, code");
  for (const node of shown) {
    const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(node);
    if (overflowX === "visible" && overflowY === "visible") continue;
    const isWide = node.scrollWidth > node.clientWidth + 1;
    if (isText(node) || node.matches(LEAVES_OUT)) continue;
    if (["auto", "scroll"].includes(overflowX) && isWide) found.push(`scrolls in its box: ${text(node)}`);
    const isHigh = node.scrollHeight > node.clientHeight + 1;
    const isCut = (overflowX === "hidden" && isWide) || (overflowY === "hidden" && isHigh);
    if (isCut && textOverflow !== "ellipsis" && webkitLineClamp === "none") found.push(`cut: ${text(node)}`);
  }
  return found;
})"""


async def unfitting(page: Page) -> dict[str, list[str]]:
    """By width and size of the root's text, as a browser or a person sets it. Leaves the page at the last of them."""
    found: dict[str, list[str]] = {}
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 640})
        faults: list[list[str]] = await page.evaluate(_FAULTS, list(TEXT_SIZES))
        found |= {f"{width} px, {size}": each for size, each in zip(TEXT_SIZES, faults, strict=True) if each}
    return found
