/** The blur brush: boxes over faces and number plates, drawn with a pointer or by keys.

   The markup is templates/sessions/platform/photos/_blur.html. Each box is a field of the form, "left top right bottom" in fractions
   of the picture; the server pixelates what is in them. */

const STEP = 0.01;
const LEAST = 0.01;
const NEW_BOX = { left: 0.4, top: 0.4, right: 0.6, bottom: 0.6 };
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function offerBlur(brush) {
  const [picture, add, plain] = ["picture", "add", "plain"].map((name) => brush.querySelector(`[data-part="${name}"]`));
  const template = brush.querySelector("template");
  const boxes = []; // each: its place, and its element with the field in it
  const percent = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "percent" });
  plain.remove();
  add.hidden = false;

  const show = ({ place, element }) => {
    const { left, top, right, bottom } = place;
    Object.assign(element.style, { left: `${left * 100}%`, top: `${top * 100}%` });
    Object.assign(element.style, { width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });
    element.querySelector("input").value = [left, top, right, bottom].map((side) => side.toFixed(4)).join(" ");
  };

  const number = () => {
    boxes.forEach(({ place, element }, i) => {
      const said = { n: i + 1, left: place.left, top: place.top };
      Object.assign(said, { width: place.right - place.left, height: place.bottom - place.top });
      const words = (_all, name) => (name === "n" ? String(said.n) : percent.format(said[name]));
      element.querySelector("button").setAttribute("aria-label", brush.dataset.name.replace(/\{(\w+)\}/g, words));
    });
  };

  const put = (place) => {
    const element = template.content.firstElementChild.cloneNode(true);
    const box = { place: { ...place }, element };
    element.addEventListener("keydown", (event) => press(event, box));
    picture.append(element);
    boxes.push(box);
    show(box);
    number();
    return box;
  };

  const drop = (box) => {
    const i = boxes.indexOf(box);
    boxes.splice(i, 1);
    box.element.remove();
    number();
    (boxes[Math.min(i, boxes.length - 1)]?.element.querySelector("button") ?? add).focus();
  };

  const press = (event, box) => {
    const by = ARROWS[event.key];
    if (by) event.shiftKey ? resize(box.place, ...by) : move(box.place, ...by);
    else if (event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    if (!by) return drop(box);
    show(box);
    number();
  };

  add.addEventListener("click", () => put(NEW_BOX).element.querySelector("button").focus());
  dragBoxes(picture, { boxes, put, drop, show, number });
}

/** A drag that begins on a box moves it; any other draws a new one. A mere touch brings the box that has the focus there:
   who cannot drag adds a box by its button, and then touches the place (WCAG 2.5.7). */
function dragBoxes(picture, { boxes, put, drop, show, number }) {
  let drag = null; // the pointer, where it was, the box, and from where a new one is drawn

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag) return;
    event.preventDefault(); // the browser's own drag of the picture
    const at = pointIn(picture, event);
    const held = boxes.find(({ element }) => element.contains(event.target));
    const chosen = boxes.find(({ element }) => element.contains(document.activeElement));
    const box = held ?? put({ left: at.x, top: at.y, right: at.x, bottom: at.y });
    drag = { pointer: event.pointerId, at, box, chosen, from: held ? null : at };
    picture.setPointerCapture(event.pointerId);
  });

  picture.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const at = pointIn(picture, event);
    if (drag.from) drag.box.place = between(drag.from, at);
    else move(drag.box.place, at.x - drag.at.x, at.y - drag.at.y);
    drag.at = at;
    show(drag.box);
  });

  const end = (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const { at, box, chosen, from } = drag;
    drag = null;
    number();
    const { left, top, right, bottom } = box.place;
    const isTouch = right - left < LEAST || bottom - top < LEAST;
    if (!from || !(isTouch || event.type === "pointercancel")) return box.element.querySelector("button").focus();
    drop(box);
    if (!chosen || event.type === "pointercancel") return;
    const { place } = chosen;
    move(place, at.x - (place.left + place.right) / 2, at.y - (place.top + place.bottom) / 2);
    show(chosen);
    number();
    chosen.element.querySelector("button").focus();
  };
  picture.addEventListener("pointerup", end);
  picture.addEventListener("pointercancel", end);
}

function pointIn(picture, { clientX, clientY }) {
  const { left, top, width, height } = picture.getBoundingClientRect();
  return { x: within((clientX - left) / width, 0, 1), y: within((clientY - top) / height, 0, 1) };
}

function between(a, b) {
  const place = { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y) };
  return { ...place, right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) };
}

function move(place, x, y) {
  const right = within(x, -place.left, 1 - place.right);
  const down = within(y, -place.top, 1 - place.bottom);
  Object.assign(place, { left: place.left + right, right: place.right + right });
  Object.assign(place, { top: place.top + down, bottom: place.bottom + down });
}

function resize(place, x, y) {
  place.right = within(place.right + x, place.left + LEAST, 1);
  place.bottom = within(place.bottom + y, place.top + LEAST, 1);
}

function within(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
