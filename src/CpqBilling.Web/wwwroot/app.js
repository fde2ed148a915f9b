// Keys, copying, colours and the drawer: what needs no server.
const isTyping = target => target.closest("input, textarea, select, [contenteditable]") !== null;
const rows = () => [...document.querySelectorAll("[data-row]")].filter(row => row.offsetParent !== null);
const linkOf = row => row.querySelector("a, button, summary") ?? row;

function moveRow(step) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex(row => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))] ?? all[0];
  linkOf(next).focus();
  next.scrollIntoView({ block: "nearest" });
}

const keys = {
  "/": () => document.getElementById("search")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => moveRow(1),
  k: () => moveRow(-1),
  s: () => document.querySelector('[data-key="s"]:not([disabled])')?.click(),
  p: () => document.querySelector('[data-key="p"]:not([disabled])')?.click(),
};

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = keys[event.key];
  if (act && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    act();
  }
});

// What was 12 s ago is not 12 s ago for ever: the words of DateText.Ago, by the browser's clock.
const spans = [[90, 1, "s"], [5400, 60, "min"], [129600, 3600, "h"], [5184000, 86400, "days"], [Infinity, 2629800, "months"]];

function agoText(seconds) {
  if (Math.abs(seconds) < 10) return "just now";
  const length = Math.abs(seconds);
  const [, unit, word] = spans.find(([limit]) => length < limit);
  const words = Math.floor(length / unit) + " " + word;
  return seconds >= 0 ? words + " ago" : "in " + words;
}

setInterval(() => {
  if (document.hidden) return;
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const text = agoText((Date.now() - Date.parse(time.dateTime)) / 1000);
    // The text node stays: the page's own updates find it again.
    if (time.firstChild?.nodeType === Node.TEXT_NODE && time.firstChild.data !== text) time.firstChild.data = text;
  }
}, 10000);

// Long lists: the server draws the rows around those in the window. One question at a time, and the last place is always asked for.
const longLists = {
  watch(body, list) {
    let isAsking = false;
    let asked = "";
    const stop = () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
    const look = async () => {
      if (!body.isConnected) {
        stop();
        return;
      }
      const row = parseFloat(getComputedStyle(body).getPropertyValue("--row"));
      const first = Math.max(0, Math.floor(-body.getBoundingClientRect().top / row));
      const count = Math.ceil(innerHeight / row) + 1;
      if (isAsking || asked === first + ":" + count) return;
      asked = first + ":" + count;
      isAsking = true;
      try {
        await list.invokeMethodAsync("ShowAsync", first, count);
      } catch {
        // The page was left meanwhile.
        stop();
        return;
      }
      isAsking = false;
      look();
    };
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    look();
  },
};
window.longLists = longLists;

const setDrawer = open => {
  document.body.classList.toggle("drawer-open", open);
  document.querySelector(".burger")?.setAttribute("aria-expanded", String(open));
};

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.classList.add("copied");
  button.setAttribute("aria-label", "Copied");
  setTimeout(() => {
    button.classList.remove("copied");
    button.setAttribute("aria-label", "Copy " + button.dataset.copy);
  }, 1500);
}

addEventListener("click", event => {
  const target = event.target instanceof Element ? event.target : null;
  const copied = target?.closest("[data-copy]");
  if (copied) {
    event.preventDefault();
    copy(copied);
  } else if (target?.closest("[data-theme-switch]")) {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    localStorage.setItem("theme", next);
  } else if (target?.closest("[data-tour-switch]")) {
    const next = document.documentElement.dataset.tour === "hidden" ? "shown" : "hidden";
    document.documentElement.dataset.tour = next;
    localStorage.setItem("tour", next);
  } else if (target?.closest(".burger")) {
    setDrawer(!document.body.classList.contains("drawer-open"));
  } else if (target?.closest("[data-close]")) {
    target.closest("dialog")?.close();
  } else if (target?.closest("[data-print]")) {
    print();
  } else if (target?.closest(".scrim, .side a")) {
    setDrawer(false);
  }
});

addEventListener("keydown", event => {
  if (event.key === "Escape") setDrawer(false);
});
