/** Brings a list's children in line with its items; the nodes of those that stay are kept, and so is focus in them. */

/**
 * What the server rendered without an id is taken away: it would stand there twice. Items have an id; make(item) builds an
 * empty node and fill(node, item) shows the item in it. Behind the first, only what the reader is at is in the list: each
 * item more would be work for a slow phone. list.showMore(most) has so many of the same items, and fills only those that are new.
 */
export function renderList(list, items, { make, fill, first = items.length }, isMore) {
  list.showMore = (most) => renderList(list, items, { make, fill, first: most }, true);
  const nodes = new Map(Array.from(list.children, (node) => [(node.key ??= node.dataset.id), node]));
  const { hash } = location; // to ask for it at each item would take longer than all else
  const shown = items.filter((item, index) => index < first || isRead(item, nodes.get(String(item.id)), hash));
  const wanted = new Set(shown.map(({ id }) => String(id)));
  for (const node of [...list.children]) if (!wanted.has(node.key)) node.remove();
  let place = list.firstElementChild;
  for (const item of shown) {
    const known = nodes.get(String(item.id));
    const node = known ?? make(item);
    if (!known) node.key = node.dataset.id = String(item.id);
    if (!known || !isMore) fill(node, item);
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
  }
}

/** What was opened, has focus, or is what the address leads to. */
function isRead({ receipt }, node, hash) {
  return hash === `#q-${receipt}` || node?.querySelector("[open], :focus");
}
