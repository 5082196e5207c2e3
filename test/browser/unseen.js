// Runs in the page. Tells apart what axe has looked at from what it has not: an element with all that is in it, without its
// words, numbers and made-up ids, in the place that it has among the elements around it. What differs in those alone is one
// state to axe. Keeps for axe what it need not look at again, and returns what is new.
(known) => {
  const landmarks = 'html, body, main, nav, header, footer, aside, form, section, [role], table, ul, ol, dl';
  const seen = new Set(known);
  const fresh = [];
  const repeated = [];
  const hashed = new Map();

  // FNV-1a
  const hash = (text) => {
    let h = 0x811c9dc5;
    for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    return (h >>> 0).toString(36);
  };
  const wordless = (value) => value.replaceAll(/mantine-[a-z0-9]{9}\b|\b[a-z]{2,4}_[a-z0-9]{26}\b|\d+/g, '');
  const tagOf = (element) =>
    [element.localName, element.checked, ...Array.from(element.attributes, ({ name, value }) => `${name}=${wordless(value)}`)].join(' ');
  const within = (element) => {
    const inside = Array.from(element.childNodes, (node) => {
      if (node.nodeType === Node.ELEMENT_NODE) return within(node);
      return node.nodeType === Node.TEXT_NODE && node.data.trim() ? '…' : '';
    });
    hashed.set(element, hash(`${tagOf(element)}>${inside.join()}`));
    return hashed.get(element);
  };
  const visit = (element, around) => {
    const end = `${!element.previousElementSibling} ${!element.nextElementSibling}`;
    const state = `${hashed.get(element)}.${hash(`${around} ${end}`)}`;
    const isKnown = seen.has(state);
    if (isKnown && !element.matches(landmarks)) {
      repeated.push(element);
      return;
    }
    if (!isKnown) {
      seen.add(state);
      fresh.push(state);
    }
    for (const child of element.children) visit(child, `${around} ${tagOf(element)}`);
  };

  within(document.body);
  visit(document.body, `${innerWidth} ${document.documentElement.lang} ${document.documentElement.dir}`);
  globalThis.looked = repeated;
  return fresh;
};
