// Adds to a page that is complete without it: the figures of a year on hover, touch or arrow keys; charts as PNG.
(() => {
  "use strict";
  const make = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const dated = (figure) => {
    const box = figure.querySelector(".picture"), svg = box.querySelector("svg"), root = svg.querySelector("g[transform]");
    const points = [...(figure.querySelector("[data-marks=all]") ? document.querySelectorAll("#turning-points li") : figure.querySelectorAll(".marks li"))];
    const table = figure.querySelector("table");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const rows = new Map([...table.tBodies[0].rows].map((row) => [Number(row.cells[0].textContent), row.cells]));
    // On a plane the years lie along a path: where, is said; elsewhere they are the axis.
    const places = figure.dataset.places ? JSON.parse(figure.dataset.places) : null;
    const left = Number(/translate\(([\d.]+)/.exec(root.getAttribute("transform"))[1]);
    const [first, last] = [Number(figure.dataset.first), Number(figure.dataset.last)];
    const plot = Number(figure.dataset.plot), pad = Number(figure.dataset.pad);
    const wide = svg.viewBox.baseVal.width;
    const spot = (year) => places?.find((place) => place[0] === year);
    const at = (year) => places ? (spot(year)[1] / wide) * svg.clientWidth : ((left + (plot * (year - first + pad)) / (last - first + 2 * pad)) / wide) * svg.clientWidth;
    let guide, tip, year = null;
    const hide = () => { guide?.remove(); tip?.remove(); guide = tip = undefined; };
    const show = (wanted) => {
      const known = [...rows.keys()].filter((y) => !places || spot(y));
      if (!known.length) return;
      year = known.reduce((best, y) => (Math.abs(y - wanted) < Math.abs(best - wanted) ? y : best));
      hide();
      guide = make("div", "guide");
      guide.style.left = `${at(year)}px`;
      if (places) {
        guide.classList.add("ring");
        guide.style.top = `${(spot(year)[2] / wide) * svg.clientWidth}px`;
      }
      tip = make("div", "tip");
      tip.setAttribute("role", "status");
      tip.append(make("b", "", String(year)));
      [...rows.get(year)].slice(1).forEach((cell, i) => {
        if (cell.textContent !== "–" && cell.textContent) {
          const line = make("div", "", "");
          line.append(make("span", "", `${heads[i + 1]}: `), cell.textContent);
          tip.append(line);
        }
      });
      for (const point of points.filter((p) => Number(p.dataset.year) === year).slice(0, 4)) {
        const line = make("div", "point");
        line.append(...[...point.children].map((part) => { const copy = part.cloneNode(true); copy.querySelectorAll("small, .unseen").forEach((x) => x.remove()); return copy.textContent + " "; }));
        tip.append(line);
      }
      box.append(guide, tip);
      const x = at(year), width = tip.offsetWidth;
      const right = x + 10 + width <= box.clientWidth;
      tip.style.left = `${Math.max(0, right ? x + 10 : x - 10 - width)}px`;
    };
    const under = (event) => {
      const edge = svg.getBoundingClientRect(), scale = wide / svg.clientWidth;
      const x = (event.clientX - edge.left) * scale, y = (event.clientY - edge.top) * scale;
      if (places) {
        const far = (place) => Math.hypot(place[1] - x, place[2] - y);
        show(places.reduce((best, place) => (far(place) < far(best) ? place : best))[0]);
        return;
      }
      show(Math.round(first - pad + ((x - left) / plot) * (last - first + 2 * pad)));
    };
    box.addEventListener("pointermove", under);
    box.addEventListener("pointerdown", under);
    box.addEventListener("pointerleave", hide);
    box.addEventListener("blur", hide);
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${figure.querySelector("h3").textContent}: arrow keys step through the years`);
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === "Escape") hide();
      if (!step) return;
      event.preventDefault();
      const known = [...rows.keys()].filter((y) => !places || spot(y)), i = known.indexOf(year);
      show(i < 0 ? known[known.length - 1] : known[Math.min(Math.max(i + step, 0), known.length - 1)]);
    });
  };
  for (const figure of document.querySelectorAll("figure")) {
    if (figure.dataset.first || figure.dataset.places) dated(figure);
    const svg = figure.querySelector(".picture svg");
    const save = make("button", "", "Save as PNG");
    save.type = "button";
    save.addEventListener("click", () => {
      const [, , w, h] = svg.getAttribute("viewBox").split(" ").map(Number);
      const copy = svg.cloneNode(true);
      copy.setAttribute("width", w);
      copy.setAttribute("height", h);
      const image = new Image();
      image.onload = () => {
        const k = 3, top = 62, foot = 22, canvas = document.createElement("canvas");
        canvas.width = w * k;
        canvas.height = (h + top + foot) * k;
        const pen = canvas.getContext("2d"), sans = "system-ui, sans-serif";
        pen.scale(k, k);
        pen.fillStyle = "#ffffff";
        pen.fillRect(0, 0, w, h + top + foot);
        const write = (text, x, y, font, colour) => { pen.font = `${font} ${sans}`; pen.fillStyle = colour; pen.fillText(text, x, y, w - x - 8); };
        write(`${document.querySelector("h1").textContent}: ${figure.querySelector("h3").textContent}`, 10, 18, "600 14px", "#1b1e22");
        write(figure.querySelector(".unit").textContent, 10, 35, "12px", "#5a6068");
        let x = 10;
        for (const item of figure.querySelectorAll(".keys li")) {
          const mark = item.querySelector("line, rect, path, circle");
          pen.fillStyle = mark.getAttribute("stroke") || mark.getAttribute("fill");
          const sign = { path: item.textContent.includes("apart") ? "▼" : item.textContent.includes("closer") ? "▲" : "◇", circle: "●" }[mark.tagName];
          if (sign) { pen.font = "11px system-ui, sans-serif"; pen.fillText(sign, x + 3, 52); } else pen.fillRect(x, 45, 14, mark.tagName === "line" ? 3 : 9);
          write(item.textContent, x + 19, 52, "11px", "#1b1e22");
          x += 19 + pen.measureText(item.textContent).width + 14;
        }
        pen.drawImage(image, 0, top, w, h);
        write(`${figure.querySelector(".source").textContent} | ${document.querySelector(".meta").textContent}`, 10, h + top + 12, "10px", "#5a6068");
        const link = make("a");
        link.href = canvas.toDataURL("image/png");
        link.download = `amity-${figure.id}.png`;
        link.click();
      };
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    });
    figure.querySelector("details:last-of-type p").append(save);
  }
})();
