/** Turns the page's forms into commands: each form[data-op] names its op, its fields are the command's. */

const NOT_FIELDS = ["csrfmiddlewaretoken", "op", "ref", "next", "look"];
const READ = { version: Number, part: Number, minutes: Number, days: Number, undo_seconds: Number, start: Number, on: isTrue, answers: isTrue, final: isTrue };

/** give(op, fields, form) takes a command; while mayGive() is false the form goes the plain way, by a page load. */
export function listenToForms(mayGive, give) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.op || !mayGive()) return;
    event.preventDefault();
    give(form.dataset.op, fieldsOf(form, event.submitter), form);
  });
}

function fieldsOf(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  const fields = [...data].filter(([name]) => !NOT_FIELDS.includes(name));
  return Object.fromEntries(fields.map(([name, value]) => [name, READ[name]?.(value) ?? value]));
}

function isTrue(value) {
  return value === "true";
}
