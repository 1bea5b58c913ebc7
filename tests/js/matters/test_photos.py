"""Photos are made small on the phone, and described; boxes over them are drawn by a pointer and by keys."""

import base64
from io import BytesIO
from typing import Any

import pytest
from django.template.loader import render_to_string
from PIL import Image

from tests.browser.modules import Modules
from tests.sessions.platform.photos.files import corners, file_of, noise, plain

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

POLICY = '<meta http-equiv="Content-Security-Policy" content="img-src \'self\' data:">'
"""Pictures of our pages, as far as pictures are concerned."""

CHOOSE = """
  async ({ offerPhotos }, { form, policy, files, steps }) => {
    document.head.insertAdjacentHTML("beforeend", policy);
    document.querySelector("main").innerHTML = `<form method="post">${form}<button name="send">Send</button></form>`;
    const box = document.querySelector("[data-part=photos]");
    const input = box.querySelector("[data-part=input]");
    const sent = [];
    box.closest("form").addEventListener("submit", (event) => {
      event.preventDefault();
      sent.push(input.files.length);
    });
    offerPhotos(box);
    const settled = async () => {
      const state = box.querySelector("[data-part=state]");
      while (state.textContent === box.dataset.working) await new Promise((done) => setTimeout(done, 5));
    };
    const choose = (names) => {
      const chosen = new DataTransfer();
      for (const name of names) {
        const bytes = Uint8Array.from(atob(files[name]), (sign) => sign.charCodeAt(0));
        chosen.items.add(new File([bytes], name, { type: "image/jpeg" }));
      }
      input.files = chosen.files;
      input.dispatchEvent(new Event("change"));
    };
    for (const [step, ...names] of steps) {
      if (step === "choose") choose(names.filter((name) => name in files));
      else if (step === "send") box.closest("form").requestSubmit();
      else box.querySelectorAll("[data-part=chosen] button")[Number(names[0])].click();
      if (step !== "choose" || !names.includes("at once")) await settled();
    }
    await new Promise((done) => setTimeout(done));
    const read = async (file) => {
      let text = "";
      for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
      return [file.name, file.type, btoa(text)];
    };
    return {
      files: await Promise.all([...input.files].map(read)),
      alts: box.querySelectorAll("input[name=alt]").length,
      previews: [...box.querySelectorAll("[data-part=chosen] canvas")].map((canvas) => [canvas.width, canvas.height]),
      state: box.querySelector("[data-part=state]").textContent,
      focused: document.activeElement === input,
      sent,
    };
  }
"""


def upright() -> bytes:
    """Wide in the file, and to be turned."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Canary"
    return file_of(corners(), exif=exif)


FILES = {
    "large.png": file_of(plain(size=(3200, 1600)), "PNG"),
    "turned.jpg": upright(),
    "noise.png": file_of(noise((900, 900)), "PNG", compress_level=1),
    "clear.png": file_of(plain("RGBA", (0, 0, 0, 0)), "PNG"),
    "heic.jpg": b"\0\0\0\x18ftypheic",
}


async def choose(modules: Modules, *steps: list[str]) -> dict[str, Any]:
    named = {name for step in steps for name in step}
    given = {
        "form": render_to_string("sessions/platform/photos/_choose.html"),
        "policy": POLICY,
        "files": {name: base64.b64encode(file).decode() for name, file in FILES.items() if name in named},
        "steps": [list(step) for step in steps],
    }
    found: dict[str, Any] = await modules.run("matters/photos.js", CHOOSE, given)
    return found


def image_in(sent: list[str]) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(sent[2])), formats=("JPEG",))


@pytest.mark.long
async def test_photos_are_small_upright_and_without_names_before_they_leave_the_phone(modules: Modules) -> None:
    found = await choose(modules, ["choose", "large.png", "turned.jpg", "clear.png"])
    assert [sent[:2] for sent in found["files"]] == [["photo.jpg", "image/jpeg"]] * 3
    assert [image_in(sent).size for sent in found["files"]] == [(1600, 800), (32, 64), (40, 20)]
    assert image_in(found["files"][2]).getpixel((5, 5)) == (255, 255, 255)
    assert b"Canary" not in base64.b64decode(found["files"][1][2])
    assert (found["alts"], found["previews"], found["state"]) == (3, [[320, 160], [32, 64], [40, 20]], "")


@pytest.mark.long
async def test_a_photo_that_hardly_shrinks_is_small_enough_all_the_same(modules: Modules) -> None:
    found = await choose(modules, ["choose", "noise.png"])
    assert len(base64.b64decode(found["files"][0][2])) <= 400_000


async def test_more_than_three_and_unreadable_ones_are_told_and_the_others_stay(modules: Modules) -> None:
    found = await choose(
        modules, ["choose", "turned.jpg", "heic.jpg"], ["choose", "turned.jpg", "clear.png", "turned.jpg"]
    )
    assert (len(found["files"]), found["state"]) == (3, "At most three photos can be sent.")
    found = await choose(modules, ["choose", "heic.jpg"])
    assert found["files"] == []
    assert found["state"].startswith("This photo cannot be read here. Choose JPEG")


async def test_a_removed_photo_is_not_sent_and_the_focus_goes_on(modules: Modules) -> None:
    found = await choose(modules, ["choose", "turned.jpg", "clear.png"], ["remove", "0"])
    assert [image_in(sent).size for sent in found["files"]] == [(40, 20)]
    assert (found["alts"], found["state"], found["focused"]) == (1, "The photo was removed.", True)


@pytest.mark.long
async def test_a_form_that_is_sent_while_photos_are_made_small_waits_for_them(modules: Modules) -> None:
    found = await choose(modules, ["choose", "turned.jpg", "at once"], ["send"])
    assert found["sent"] == [1]


BLUR = """
  async ({ offerBlur }, { markup, does }) => {
    document.querySelector("main").innerHTML = `<form>${markup}</form>`;
    const brush = document.querySelector("[data-part=blur]");
    const picture = brush.querySelector("[data-part=picture]");
    Object.assign(picture.style, { position: "relative", width: "200px", height: "100px" });
    picture.setPointerCapture = () => {};
    offerBlur(brush);
    const { left, top } = picture.getBoundingClientRect();
    const point = (type, x, y, target = picture) => target.dispatchEvent(new PointerEvent(type, {
      pointerId: 1, button: 0, bubbles: true, cancelable: true, clientX: left + x, clientY: top + y }));
    const drag = (from, to, target) => {
      point("pointerdown", ...from, target);
      point("pointermove", ...to);
      point("pointerup", ...to);
    };
    const press = (key, shiftKey = false) => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
    const add = brush.querySelector("[data-part=add]");
    const buttons = () => [...picture.querySelectorAll("button")];
    await eval(does)({ drag, press, add, buttons, point });
    return {
      fields: new FormData(document.querySelector("form")).getAll("box"),
      names: buttons().map((button) => button.getAttribute("aria-label")),
      focused: [add, ...buttons()].indexOf(document.activeElement),
    };
  }
"""


async def brush(modules: Modules, does: str) -> dict[str, Any]:
    context = {"photo_url": "data:,", "photo_alt": "A street", "photo_width": 200, "photo_height": 100}
    given = {"markup": render_to_string("sessions/platform/photos/_blur.html", context), "does": does}
    found: dict[str, Any] = await modules.run("matters/blur.js", BLUR, given)
    return found


@pytest.mark.long
async def test_a_box_is_drawn_in_any_direction_and_moved_but_not_out_of_the_picture(modules: Modules) -> None:
    found = await brush(modules, "async ({ drag }) => drag([100, 50], [50, 25])")
    assert found["fields"] == ["0.2500 0.2500 0.5000 0.5000"]
    assert found["names"] == ["Box 1: 25% from the left, 25% from the top, 25% wide, 25% high"]
    moved = "async ({ drag, buttons }) => { drag([100, 50], [50, 25]); drag([60, 30], [900, 40], buttons()[0]); }"
    assert (await brush(modules, moved))["fields"] == ["0.7500 0.3500 1.0000 0.6000"]


@pytest.mark.long
async def test_who_cannot_drag_adds_a_box_and_touches_where_it_belongs(modules: Modules) -> None:
    found = await brush(
        modules, "async ({ drag, add }) => { add.click(); drag([40, 70], [40, 70]); drag([10, 10], [10, 10]); }"
    )
    assert found["fields"] == ["0.0000 0.0000 0.2000 0.2000"]
    assert found["focused"] == 1
    two = "async ({ drag, add }) => { add.click(); drag([40, 70], [40, 70]); add.click(); drag([150, 50], [150, 50]); }"
    found = await brush(modules, two)
    assert found["fields"] == ["0.1000 0.6000 0.3000 0.8000", "0.6500 0.4000 0.8500 0.6000"]
    assert found["focused"] == 2


@pytest.mark.long
async def test_a_mere_touch_draws_no_box_and_nothing_is_sent_without_one(modules: Modules) -> None:
    assert (await brush(modules, "async ({ drag }) => drag([100, 50], [100, 50])"))["fields"] == []
    cancelled = """async ({ point }) => {
      point("pointerdown", 10, 10); point("pointermove", 90, 90); point("pointercancel", 90, 90); }"""
    assert (await brush(modules, cancelled))["fields"] == []


@pytest.mark.long
async def test_a_box_is_added_moved_resized_and_removed_by_keys(modules: Modules) -> None:
    keys = """async ({ add, press }) => {
      add.click(); press("ArrowLeft"); press("ArrowDown"); press("ArrowRight", true); press("ArrowUp", true); }"""
    found = await brush(modules, keys)
    assert (found["fields"], found["focused"]) == (["0.3900 0.4100 0.6000 0.6000"], 1)
    removed = await brush(modules, "async ({ add, press }) => { add.click(); add.click(); press('Delete'); }")
    assert (len(removed["fields"]), removed["focused"]) == (1, 1)
    assert removed["names"][0].startswith("Box 1:")
    last = await brush(modules, "async ({ add, press }) => { add.click(); press('Backspace'); }")
    assert (last["fields"], last["focused"]) == ([], 0)
