/** Holds a form back while its photos are made small: it is sent as it was meant once they are. */

export function holdForm(form) {
  let working = null; // a promise, while something is being done
  let waits = null; // what the form is to be sent by, after that

  const sendWhatWaits = () => {
    working = null;
    if (!waits) return;
    const { submitter } = waits;
    waits = null;
    if (form.requestSubmit) form.requestSubmit(submitter);
    else form.submit();
  };

  form.addEventListener(
    "submit",
    (event) => {
      if (!working) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waits = { submitter: event.submitter ?? null };
    },
    { capture: true },
  );

  /** Does one piece of work after the other. */
  return (work) => {
    const done = Promise.resolve(working).then(work);
    working = done;
    done.finally(() => {
      if (working === done) sendWhatWaits();
    });
  };
}
