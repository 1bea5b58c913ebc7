/** Brings a list's children in line with its items; the nodes of those that stay are kept, and so is focus in them. */

/**
 * What the server rendered without an id is taken away: it would stand there twice. Items have an id; make(item) builds an
 * empty node and fill(node, item) shows the item in it. Behind the first, each is marked as the rest, as the server does:
 * styles that count the items would be asked again for the whole of a long list with each change.
 */
export function renderList(list, items, { make, fill, first }) {
  const wanted = new Set(items.map(({ id }) => String(id)));
  for (const node of [...list.children]) if (!wanted.has(node.dataset.id)) node.remove();
  const nodes = new Map(Array.from(list.children, (node) => [node.dataset.id, node]));
  let place = list.firstElementChild;
  items.forEach((item, index) => {
    let node = nodes.get(String(item.id));
    if (!node) {
      node = make(item);
      node.dataset.id = item.id;
    }
    fill(node, item);
    if (first) node.classList.toggle("rest", index >= first);
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
  });
}
