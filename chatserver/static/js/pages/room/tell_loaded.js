/** What a script that comes later calls, with what it gives (js/ui/later_script.js). */

export function tellLoaded(name, given) {
  document.dispatchEvent(new CustomEvent(`script:${name}`, { detail: given }));
}
