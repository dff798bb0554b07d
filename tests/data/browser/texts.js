() => {
  const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const bright = ([r, g, b]) => {
    const part = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const rect = e.ownerSVGElement && e.previousElementSibling && e.tagName === "text" ? e.parentElement.querySelector("rect") : null;
      const colour = parse(rect ? getComputedStyle(rect).fill : getComputedStyle(e).backgroundColor);
      if (colour.length && (colour.length < 4 || colour[3] > 0)) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility({ visibilityProperty: true }) || element.closest(".unseen, title, desc")) continue;
    const style = getComputedStyle(element);
    const ink = parse(element.ownerSVGElement ? style.fill : style.color);
    const [high, low] = [bright(ink), bright(ground(element))].sort((a, b) => b - a);
    found.push([Math.round(((high + 0.05) / (low + 0.05)) * 100) / 100, element.tagName, element.textContent.trim().slice(0, 40)]);
  }
  return found;
}
