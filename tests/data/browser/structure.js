() => {
  const all = (what) => [...document.querySelectorAll(what)];
  const named = (e) => {
    const by = (e.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
    const text = by.map((id) => document.getElementById(id)?.textContent || "").join(" ");
    return (text || e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent || "").trim();
  };
  const ids = all("[id]").map((e) => e.id);
  return {
    language: document.documentElement.lang,
    title: document.title,
    headings: all("h1, h2, h3, h4").map((e) => Number(e.tagName[1])),
    landmarks: all("main, header, nav, footer").map((e) => e.tagName.toLowerCase()),
    nameless: all("a, button, summary, nav, section, [role=region], [role=img], input").filter((e) => !named(e)).map((e) => e.outerHTML.slice(0, 80)),
    tables: all("table").filter((e) => !e.caption || !e.querySelector("th[scope=col]")).map((e) => e.outerHTML.slice(0, 80)),
    doubled: ids.filter((id, at) => ids.indexOf(id) !== at),
    dangling: all("[aria-labelledby], [aria-describedby]").flatMap((e) => ((e.getAttribute("aria-labelledby") || "") + " " + (e.getAttribute("aria-describedby") || "")).split(" ")).filter((id) => id && !document.getElementById(id)),
    unreachable: all(".wide").filter((e) => e.scrollWidth > e.clientWidth && e.tabIndex !== 0).length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}
