"use strict";
// Shows the page in one language at a time; charts are drawn anew in the other.
const charts = JSON.parse(document.getElementById("charts").textContent);
const root = document.documentElement;

// What is not chosen to be seen is drawn when it is.
function draw(id) {
  if (document.getElementById(id).closest("[hidden]")) return;
  const { data, layout } = charts[id][root.dataset.lang];
  return Plotly.react(id, data, layout, { responsive: true, displayModeBar: false });
}

// One chart at a time, so that the page can be read meanwhile.
async function drawAll() {
  const language = root.dataset.lang;
  root.dataset.drawn = "";
  for (const id of Object.keys(charts)) {
    if (root.dataset.lang !== language) return;
    await draw(id);
    await new Promise((next) => setTimeout(next));
  }
  root.dataset.drawn = language;
}

function show(language) {
  root.dataset.lang = language;
  root.lang = language === "zh" ? "zh-Hans" : "en";
  document.title = document.getElementById("title").dataset[language];
  drawAll();
}

for (const choice of document.querySelectorAll(".choice")) {
  const buttons = [...choice.children];
  choice.addEventListener("click", ({ target }) => {
    const chosen = buttons.indexOf(target.closest("button"));
    if (chosen < 0) return;
    buttons.forEach((it, number) => it.setAttribute("aria-pressed", number === chosen));
    for (const figure of choice.parentElement.querySelectorAll("figure")) {
      figure.hidden = Number(figure.dataset.choice) !== chosen;
      draw(figure.querySelector("div").id);
    }
  });
}

document.getElementById("switch").addEventListener("click", () => show(root.dataset.lang === "zh" ? "en" : "zh"));
show({ "#en": "en", "#zh": "zh" }[location.hash] ?? root.dataset.lang);
