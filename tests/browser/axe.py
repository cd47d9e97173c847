"""The rules of axe on a page as it stands in the browser, each contrast looked at once.

Every rule runs on every page. Contrast is the one that costs: axe asks the browser for each word what lies under it,
nine tenths of its time on a page of ours. Whether words can be read follows from their styles and those of all they
stand in; so words that stand in the same styles, at the same width and in the same medium, as words found fit to read
before in this process are not looked at again.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What stands in a class, a state or a place of its own is looked at by itself; of a long table, three rows.
LOOK = """async (known) => {
  const kept = new Set(known);
  const told = ['class', 'role', 'type', 'style', 'dir', 'open', 'hidden', 'checked', 'disabled'];
  const seed = [innerWidth, matchMedia('print').matches, getComputedStyle(document.documentElement).fontSize].join();
  const mixed = (text, seed) => {  // 53 bits of a text
    let a = 0xdeadbeef ^ seed, b = 0x41c6ce57 ^ (seed / 4294967296);
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      a = Math.imul(a ^ c, 2654435761); b = Math.imul(b ^ c, 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0);
  };
  const look = (one) => one.tagName + [...one.attributes].map((a) =>
    told.includes(a.name) || a.name.startsWith('aria-') && a.value.length < 9 ? `${a.name}=${a.value}` : a.name).sort();
  const state = (one) => [one === document.activeElement, one.matches(':checked'), one.matches(':disabled')].join();
  const fresh = [], seen = {};
  const walk = (one, above) => {
    const before = one.previousElementSibling, next = one.nextElementSibling;
    const mark = mixed(`${look(one)}|${state(one)}|${before ? look(before) : 'first'}|${next ? '' : 'last'}`, above);
    const says = one.matches('input, select, textarea')
      || [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (says && one.getClientRects().length && !kept.has(mark)) {
      seen[mark] = (seen[mark] || 0) + 1;
      if (seen[mark] <= 3) fresh.push(one);
    }
    for (const child of one.children) walk(child, mark);
  };
  walk(document.documentElement, mixed(seed, 0));
  const found = (await axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})).violations;
  if (fresh.length) {
    const only = {resultTypes: ['violations'], runOnly: ['color-contrast']};
    found.push(...(await axe.run({include: fresh}, only)).violations);
  }
  return [found.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`), Object.keys(seen).map(Number)];
}"""
_script = Axe().axe_script
_fit_to_read: set[int] = set()  # marks of the styles in which words were found fit to read


def violations(page: Page) -> list[str]:
    """Return what is wrong with a page: `rule: the first element it is wrong with`."""
    page.evaluate(_script)
    found, marks = page.evaluate(LOOK, sorted(_fit_to_read))
    if not found:
        _fit_to_read.update(int(mark) for mark in marks)
    return list(found)
