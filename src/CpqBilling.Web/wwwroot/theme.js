// Runs before the page is drawn, so that it is never drawn in the wrong colours.
(() => {
  const kept = localStorage.getItem("theme");
  const wanted = kept ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.theme = wanted;
  document.documentElement.dataset.tour = localStorage.getItem("tour") ?? "shown";
})();
