// Adds to pages that are complete without it: what a state's colour on the map means, on hover and focus; the slider's year.
(() => {
  "use strict";
  const make = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  for (const form of document.querySelectorAll("form.when")) {
    const range = form.querySelector("input[type=range]"), told = form.querySelector("output");
    range.addEventListener("input", () => { told.textContent = range.value; });
    range.addEventListener("change", () => form.requestSubmit());
    form.querySelector("button").hidden = true;
  }
  const map = document.querySelector("figure.map");
  if (!map) return;
  // Where the map is wider than the screen, begin at the chosen state, or in the middle.
  const chosen = map.querySelector(".self")?.getBoundingClientRect(), frame = map.getBoundingClientRect();
  map.scrollLeft = (chosen ? chosen.left + chosen.width / 2 - frame.left : map.scrollWidth / 2) - map.clientWidth / 2;
  let tip;
  const hide = () => { tip?.remove(); tip = undefined; };
  const show = (link) => {
    hide();
    const d = link.dataset;
    tip = make("div", "map-tip");
    tip.append(make("b", "", d.name));
    if (d.text) {
      tip.append(make("span", "", `closeness ${d.text}`), make("small", "", `90 % interval ${d.interval}`));
      const scale = make("div", "scale centred"), inner = make("span"), bar = make("i"), dot = make("b");
      bar.style.left = `${d.low}%`;
      bar.style.width = `${Number(d.high) - Number(d.low)}%`;
      dot.style.left = `${d.mid}%`;
      inner.append(bar, dot);
      scale.append(inner);
      tip.append(scale, make("small", "", d.standing));
    } else if (map.dataset.of) {
      tip.append(make("small", "", "no data"));
    }
    map.append(tip);
    const box = map.getBoundingClientRect(), spot = link.getBoundingClientRect();
    const x = spot.left + spot.width / 2 - box.left, y = spot.top - box.top;
    tip.style.left = `${Math.min(Math.max(4, x - tip.offsetWidth / 2), box.width - tip.offsetWidth - 4)}px`;
    tip.style.top = `${y - tip.offsetHeight - 8 > 0 ? y - tip.offsetHeight - 8 : spot.bottom - box.top + 8}px`;
  };
  const link = (event) => event.target.closest?.("a[data-name]");
  map.addEventListener("pointerover", (event) => { const found = link(event); found ? show(found) : hide(); });
  map.addEventListener("pointerleave", hide);
  map.addEventListener("focusin", (event) => { const found = link(event); if (found) show(found); });
  map.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
